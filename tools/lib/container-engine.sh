# Sourced by tools/check. engine_start FOLDER gives Testcontainers a container engine; engine_stop removes every trace.
# shellcheck shell=bash
#
# As root: a private dockerd with its own socket, data, and bridge, so that runs side by side do not meet. It writes
# no iptables rule: ports are published by its userland proxy on loopback. Without root: the engine that is there.

engine_pid=
engine_bridge=
engine_folder=

ENGINE_START_SECONDS_MAX=30

engine_start() {
  # No image registry is used, so no clean-up container, and no container to find out where ports are published.
  export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1
  if ((EUID != 0)); then
    docker info >/dev/null 2>&1 || fail 'the integration tests need a container engine: start Docker, or run tools/check as root'
    return 0
  fi
  need dockerd docker.io
  need docker docker.io
  need iptables iptables
  install_missing

  engine_folder=$1/engine
  mkdir -p "$engine_folder"
  local subnet=$((RANDOM % 250 + 1))
  while ip -o -4 addr | grep -qF " 10.213.$subnet."; do
    subnet=$((subnet % 250 + 1))
  done
  engine_bridge=efbr$$
  ip link add "$engine_bridge" type bridge
  ip addr add "10.213.$subnet.1/24" dev "$engine_bridge"
  ip link set "$engine_bridge" up

  local socket=$engine_folder/docker.sock storage
  for storage in overlay2 vfs; do
    dockerd --data-root "$engine_folder/data" --exec-root "$engine_folder/exec" --pidfile "$engine_folder/pid" \
      -H "unix://$socket" --storage-driver "$storage" --bridge "$engine_bridge" \
      --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false \
      >"$engine_folder/log" 2>&1 9<&- &
    engine_pid=$!
    export DOCKER_HOST=unix://$socket
    if engine_answers; then
      say "container engine $(docker info --format '{{.ServerVersion}}, {{.Driver}}')"
      return 0
    fi
    engine_end_daemon
  done
  tail -n 5 "$engine_folder/log" >&2
  fail 'dockerd did not start, its last words are above'
}

engine_answers() {
  local deadline=$((SECONDS + ENGINE_START_SECONDS_MAX))
  while ((SECONDS < deadline)) && kill -0 "$engine_pid" 2>/dev/null; do
    if docker info >/dev/null 2>&1; then return 0; fi
    sleep 0.1
  done
  return 1
}

# Only ever ends the daemon that this run started; it takes its containers along.
engine_end_daemon() {
  [[ -n $engine_pid ]] || return 0
  kill "$engine_pid" 2>/dev/null || true
  wait "$engine_pid" 2>/dev/null || true
  engine_pid=
}

engine_stop() {
  engine_end_daemon
  if [[ -n $engine_bridge ]]; then
    ip link del "$engine_bridge" 2>/dev/null || true
    engine_bridge=
  fi
  if [[ -n $engine_folder ]]; then
    local mount
    while read -r _ mount _; do
      if [[ $mount == "$engine_folder"/* ]]; then umount -l "$mount" 2>/dev/null || true; fi
    done < <(tac /proc/mounts)
    engine_folder=
  fi
}
