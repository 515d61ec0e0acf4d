# What scripts that measure and scripts that check share: sourced, with $work set and $here the top of the clone.

# numbers ARGS: says how the script is used, and ends it, unless each is a number.
numbers() {
  local argument
  for argument; do
    [[ $argument =~ ^[0-9]+$ ]] || { sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0" >&2 && exit 2; }
  done
}

# need COMMAND[:PACKAGE]...: installs the Debian packages of commands that are missing.
need() {
  local missing=()
  for command; do
    command -v "${command%:*}" >/dev/null || missing+=("${command#*:}")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    echo "installing ${missing[*]}" >&2
    apt-get update -qq >&2 && apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
  fi
}

# java_25 ARGS: runs the JDK that nscr itself is run with.
java_25() {
  . "$here/scripts/find-jdk"
  find_jdk
  "$jdk/bin/java" "$@"
}

# measure NAME COMMAND...: runs it, and notes its wall-clock and CPU seconds under NAME.
measure() {
  local name=$1 TIMEFORMAT='%R %U %S'
  shift
  { time "$@" >"$work/out" 2>"$work/err" || { cat "$work/err" >&2; echo "failed: $*" >&2; exit 1; }; } 2>"$work/time"
  awk '{ print $1, $2 + $3 }' "$work/time" >>"$work/times.$name"
}

# median NAME wall|cpu
median() {
  local column=1
  [ "$2" = cpu ] && column=2
  awk -v c=$column '{ print $c }' "$work/times.$1" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# first_answer NSCR: notes the milliseconds from exec to the first 200, and the KiB that are resident then, in $work/serve
# and $work/serve.rss. Of the store that NSCR_STORE says.
first_answer() {
  # A port that the system gives to nobody, who connects to it too early.
  local port=$((10000 + RANDOM % 20000)) from=${EPOCHREALTIME/./} line server
  "$1" serve -q --listen "127.0.0.1:$port" 2>"$work/err" &
  server=$!
  while :; do
    if { exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null; then
      printf 'GET /v2/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
      read -r line <&3 || line=
      exec 3>&-
      [[ $line != *' 200 '* ]] || break
    fi
    kill -0 "$server" || { cat "$work/err" >&2 && exit 1; }
    sleep 0.002
  done
  echo "$(((${EPOCHREALTIME/./} - from) / 1000))" >>"$work/serve"
  awk '/VmRSS/ { print $2 }' "/proc/$server/status" >>"$work/serve.rss"
  kill "$server"
  wait "$server" || :
}

# stored TAGS: prints where the store is that has so many, and fills it if it is not there: in the directory BENCH_STORES,
# where it stays for the next time, or with the rest
stored() {
  local store=${BENCH_STORES:-$work/stores}/$1
  if [ ! -e "$store.filled" ]; then
    rm -rf "$store"
    mkdir -p "${store%/*}"
    "$here/scripts/bench.d/fill" "$store" "$1" && touch "$store.filled"
  fi
  echo "$store"
}

# middle FILE: the median of its numbers
middle() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

dashes() { printf '%*s' "$1" '' | tr ' ' -; }

# What it ran on, in one line.
machine() {
  echo "$(nproc) × $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)," \
    "$(stat -f -c %T "$work"), Linux $(uname -r), $(date -u +%F)"
}

# versions TOOL...: of those that take part, in one line. Debian's crane does not know its own; its package does.
versions() {
  local tool said number separator=
  for tool; do
    case $tool in
      oras | crane) said=$($tool version 2>&1) || : ;;
      *) said=$($tool --version) ;;
    esac
    number=$(grep -oE '[0-9]+(\.[0-9]+)+' <<<"$said $(ls "${cache-}"/sid/.apt/debs/"$tool"_*.deb 2>/dev/null)" | head -n 1) || :
    printf '%s%s %s' "$separator" "$tool" "$number"
    separator=', '
  done
  echo
}

# times_ratio A B wall|cpu: the median of A's seconds ÷ B's, round by round
times_ratio() {
  local column=1
  [ "$3" = cpu ] && column=2
  paste -d ' ' "$work/times.$1" "$work/times.$2" | awk -v c=$column '{ print $c / $(c + 2) }' |
    sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# What a script compares and what it is held to. scripts/bench knows both tables by their heads.
comparisons=() targets=()

# compare WHAT UNIT NSCR PEER ITS TIMES: how many times better, which may be less than one
compare() {
  comparisons+=("$(printf '| %-54s | %-8s | %9s | %-16s | %9s | %12.2f |' "$@")")
}

# target LABEL VALUE ≥|≤ BOUND
target() {
  local verdict=met
  awk -v v="$2" -v b="$4" -v op="$3" 'BEGIN { exit !(op == "≥" ? v >= b : v <= b) }' || verdict=missed
  targets+=("$(printf '| %-58s | %7.2f | %s %s | %s |' "$1" "$2" "$3" "$4" "$verdict")")
}

# Prints both tables, where there is anything in them.
print_verdicts() {
  if [ ${#comparisons[@]} -gt 0 ]; then
    printf '\n| %-54s | %-8s | %9s | %-16s | %9s | %12s |\n' what '' nscr beside its 'times better'
    printf '|%s|%s|%s|%s|%s|%s|\n' "$(dashes 56)" "$(dashes 10)" "$(dashes 10):" "$(dashes 18)" "$(dashes 10):" "$(dashes 13):"
    printf '%s\n' "${comparisons[@]}"
  fi
  if [ ${#targets[@]} -gt 0 ]; then
    printf '\n| %-58s | %7s | %s | %s |\n' target is 'should be' ''
    printf '|%s|%s|---|---|\n' "$(dashes 60)" "$(dashes 8):"
    printf '%s\n' "${targets[@]}"
  fi
}
