# Sourced by tools/echofield, which sets root, dist, stamp and is_built: builds the distribution once.
# shellcheck shell=bash disable=SC2154

say() { printf 'echofield: %s\n' "$1" >&2; }

require_build_tools() {
  local hint='On Debian: apt-get install openjdk-17-jdk-headless maven'
  if [[ -n ${JAVA_HOME:-} ]]; then
    [[ -x $JAVA_HOME/bin/javac ]] || { say "JAVA_HOME has no bin/javac: $JAVA_HOME. $hint"; exit 69; }
  else
    type -P java >/dev/null || { say "java not found. $hint"; exit 69; }
    type -P javac >/dev/null || { say "javac not found, a JDK is needed to build. $hint"; exit 69; }
  fi
  type -P mvn >/dev/null || { say "mvn not found. $hint"; exit 69; }
}

# Maven's output in, a few lines for a person out.
show_progress() {
  awk '
    /^(\[INFO\] )?Downloaded from/ { if (++files % 50 == 0) print "echofield:   " files " files fetched"; fflush() }
    /^\[INFO\] Building .*\[[0-9]+\/[0-9]+\]$/ {
      sub(/^\[INFO\] Building /, ""); gsub(/ +/, " "); print "echofield:   " $0; fflush()
    }' >&2
}

build_dist() {
  require_build_tools
  mkdir -p "$root/tools/target" 2>/dev/null || { say "cannot write $root/tools/target"; exit 73; }
  # The lock is on a file that is always there and that no build removes. Who waited finds the build done.
  exec 9<"$root/pom.xml"
  if ! flock -n 9; then
    say 'another start is building; waiting for it'
    flock 9
  fi
  if is_built; then
    exec 9<&-
    return
  fi

  local log=$root/tools/target/build.log new=$root/tools/target/dist.stamp.new
  if [[ -e $dist/bin/echofield ]]; then say 'sources changed, building'; else
    say 'first start, building (the first time also fetches libraries; later starts are at once)'
  fi
  rm -f "$stamp"
  : >"$new"
  if ! (cd "$root" && mvn -B package -Dmaven.test.skip=true </dev/null 2>&1 9<&-) | tee "$log" | show_progress; then
    grep -E '^\[(ERROR|WARNING)\] .' "$log" | head -n 20 >&2 || true
    say "the build failed; all of its output is in $log"
    exit 1
  fi
  make_class_archive
  # The time before the build: a source saved meanwhile counts as newer.
  mv "$new" "$stamp"
  exec 9<&-
}

# Classes shared between processes: a faster start for less memory. Only a gain: a start without it works too.
make_class_archive() {
  local scratch version
  version=$("${JAVA_HOME:+$JAVA_HOME/bin/}java" -XshowSettings:properties -version 2>&1 |
    sed -n 's/^ *java\.version = //p')
  [[ -n $version ]] || return 0
  scratch=$(mktemp -d)
  mkdir -p "$dist/cds"
  (cd "$scratch" &&
    unset ECHOFIELD_CONFIG ECHOFIELD_DATA ECHOFIELD_JAVA_OPTS &&
    XDG_RUNTIME_DIR=$scratch ECHOFIELD_CDS_DUMP=$scratch/classes.jsa timeout 60 "$dist/bin/echofield" agent once \
      --node-id archive --data-dir "$scratch/data" --sync-path "$scratch/drop" </dev/null >/dev/null 2>&1 9<&-) || true
  if [[ -s $scratch/classes.jsa ]]; then
    mv "$scratch/classes.jsa" "$dist/cds/$version.jsa"
  fi
  rm -rf "$scratch"
}
