# Sourced by tools/check. need PROGRAM PACKAGE collects what is missing; install_missing gets it or says what to do.
# shellcheck shell=bash

missing_packages=()

# Runs a command as root, or returns 126 where that is not permitted.
as_root() {
  if ((EUID == 0)); then
    "$@"
  elif type -P sudo >/dev/null && sudo -n true 2>/dev/null; then
    sudo -n "$@"
  else
    return 126
  fi
}

# Debian keeps servers in sbin folders, which are not on every PATH.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

need() {
  type -P "$1" >/dev/null || missing_packages+=("$2")
}

install_missing() {
  ((${#missing_packages[@]})) || return 0
  say "installing ${missing_packages[*]}"
  local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends)
  if ! type -P apt-get >/dev/null || ! as_root true; then
    fail "missing here: ${missing_packages[*]}. Install them, e.g. apt-get install ${missing_packages[*]}"
  fi
  as_root "${install[@]}" "${missing_packages[@]}" >/dev/null 2>&1 ||
    { as_root apt-get update -qq && as_root "${install[@]}" "${missing_packages[@]}" >/dev/null; } ||
    fail "could not install ${missing_packages[*]}"
  missing_packages=()
}
