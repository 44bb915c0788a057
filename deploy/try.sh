#!/usr/bin/env bash
# Try Muniment from a fresh clone on Debian 12.
#
#   deploy/try.sh          builds it, and plays a loss of evidence on a store of its own
#   deploy/try.sh DIR      builds it, takes the inventory of DIR, and watches DIR until Ctrl-C
#
# DIR is only read. The demonstration cleans up; for DIR, what Muniment knows is kept in
# build/try/. MUNIMENT_BIN=PROGRAM skips the build.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
bold='' plain=''
if [[ -t 1 && -z ${NO_COLOR:-} ]]; then bold=$'\e[1m' plain=$'\e[0m'; fi

say() { printf '\n%s== %s%s\n' "$bold" "$*" "$plain"; }

# Shows a command as a person would type it, and runs it. Findings (1) and gaps (3) are
# answers here, not failures.
show() {
  printf '%s$ muniment%s%s\n' "$bold" "$(printf ' %q' "$@")" "$plain"
  local status=0
  muniment "$@" || status=$?
  case $status in
    0 | 1 | 3) ;;
    *) exit "$status" ;;
  esac
}

muniment() { "$program" "$@" --config "$config"; }

build() {
  program=${MUNIMENT_BIN:-$root/build/release/muniment}
  if [[ -n ${MUNIMENT_BIN:-} ]]; then return; fi
  say 'Building Muniment (a few minutes the first time)'
  "$here/dependencies.sh" build
  local log
  log=$(mktemp)
  if ! (cd "$root" && cmake --preset release && cmake --build --preset release) \
    >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    echo "try.sh: the build failed; all of its output is in $log" >&2
    exit 1
  fi
  rm -f "$log"
}

watch_directory() {
  local store state
  store=$(cd "$1" && pwd)
  state=$root/build/try/$(printf %s "$store" | sha256sum | cut -c1-12)
  config=$state/muniment.yml
  mkdir -p "$state"
  if [[ ! -e $config ]]; then
    say "Enrolling $(printf %q "$store") (everything about it is kept in $state)"
    show init "evidence=$store" --state-dir "$state/state"
  fi
  say 'Taking the inventory: each file is read once and both its digests are kept'
  show scan
  show status
  say 'Watching. http://127.0.0.1:9847/metrics is for Prometheus; Ctrl-C ends it'
  exec "$program" agent --config "$config"
}

# Prints what the page says of some metrics, once the server answers.
scrape() {
  local _ answer
  for _ in {1..100}; do
    if exec 3<>"/dev/tcp/127.0.0.1/$port"; then
      printf 'GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
      answer=$(tr -d '\r' <&3)
      exec 3>&-
      if grep -qE '^muniment_store_available' <<<"$answer"; then
        grep -E '^muniment_store_(available|items|unexplained_items)' <<<"$answer"
        return
      fi
    fi 2>/dev/null
    sleep 0.1
  done
  echo 'try.sh: the agent did not answer' >&2
  return 1
}

prepare() {
  home=$(mktemp -d "${TMPDIR:-/tmp}/muniment-try.XXXXXX")
  agent=''
  trap 'clean_up' EXIT
  store=$home/store config=$home/muniment.yml port=$((20000 + RANDOM % 20000))
  mkdir "$store"
  cat >"$config" <<YAML
state_dir: $home/state
organisation: {name: Example Constabulary}
stores:
  - name: bwv
    path: $store
    collection: "{2}/{3}"
    scan: {settle: 0s}
web: {listen: "127.0.0.1:$port"}
YAML
}

clean_up() {
  if [[ -n $agent ]]; then kill "$agent" 2>/dev/null || true; fi
  rm -rf "$home"
}

demonstrate() {
  prepare
  say 'A body-worn-video store, July 2020 to May 2023: 2,000 recordings with their sidecars'
  "$here/demo_store.py" build "$store"
  (cd "$store" && find bwv -type f | sort | sed -n '1,2p;$p')

  say 'The baseline: every file read once, both digests in a signed ledger'
  show scan

  say 'The prosecutors ask that March 2021 is kept: a hold, whatever else says it may go'
  show hold add --store bwv --reference HOLD-7 --prefix bwv/2021/03 \
    --reason 'request of the prosecutors' --by 'D. Officer'

  say 'July 2020 is due for disposal; the records manager approves at most 120 items'
  show authority add --store bwv --reference DISP-2023-014 --approved-by 'R. Manager' \
    --prefix bwv/2020/07 --max-items 120
  "$here/demo_store.py" dispose "$store"

  say 'That night a transfer goes wrong: three months land elsewhere, 961 files nowhere'
  "$here/demo_store.py" lose "$store"

  say 'What Muniment sees in the morning, not after twelve days'
  show scan
  show status

  say 'The lost items by name (the first five)'
  show changes --unexplained | sed -n '1,6p'

  say 'The hold was breached'
  show hold list

  say 'What was disposed of with approval is not among them'
  show authority show DISP-2023-014

  say 'Nobody can rewrite this story unnoticed'
  show ledger verify

  say 'And what Prometheus sees of it: no name, no case, only numbers'
  "$program" agent --config "$config" >"$home/agent.log" 2>&1 &
  agent=$!
  scrape
  kill "$agent"
  wait "$agent" || { cat "$home/agent.log" >&2; exit 1; }
  agent=''

  say 'Everything of this demonstration is removed again. Your turn: deploy/try.sh DIR'
}

if [[ $# -gt 1 || ${1:-} == -* || (-n ${1:-} && ! -d $1) ]]; then
  sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 2
fi
build
if [[ $# -eq 1 ]]; then watch_directory "$1"; else demonstrate; fi
