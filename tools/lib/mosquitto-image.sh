#!/usr/bin/env bash
# Makes a container image of this machine's Mosquitto, with no registry and no Dockerfile: the programs, the libraries
# they load, and a configuration that listens on 1883 for everybody.
#
#   tools/lib/mosquitto-image.sh TAG
set -euo pipefail
tag=${1:?usage: mosquitto-image.sh TAG}
PATH=$PATH:/usr/sbin:/sbin

tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

# Copies a program and each library that the loader names for it, at the same paths.
add_program() {
  local file
  cp -L --parents "$1" "$tree"
  ldd "$1" | grep -o '/[^ ]*' | sort -u | while read -r file; do
    cp -L --parents "$file" "$tree"
  done
}

for program in mosquitto mosquitto_pub mosquitto_sub; do
  add_program "$(type -P "$program")"
done

mkdir -p "$tree/etc" "$tree/mosquitto" "$tree/tmp"
chmod 1777 "$tree/tmp"
echo 'mosquitto:x:1883:1883::/mosquitto:/bin/false' >"$tree/etc/passwd"
echo 'mosquitto:x:1883:' >"$tree/etc/group"
printf '%s\n' 'listener 1883 0.0.0.0' 'allow_anonymous true' 'log_dest stderr' >"$tree/mosquitto/mosquitto.conf"

tar -C "$tree" -cf - . | docker import \
  -c 'EXPOSE 1883' \
  -c "ENTRYPOINT [\"$(type -P mosquitto)\"]" \
  -c 'CMD ["-c", "/mosquitto/mosquitto.conf", "-v"]' \
  - "$tag" >/dev/null
