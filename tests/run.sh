#!/usr/bin/env bash
# Builds and tests everything, as continuous integration does.
#
#   tests/run.sh                all of it: format, release and dev builds, every test, and
#                               the unit tests under the address and thread sanitizers
#   tests/run.sh --quick        without the sanitizers
#   tests/run.sh --sanitizers   only the sanitizers
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

main=yes
sanitizers=yes
case ${1:-} in
  '') ;;
  --quick) sanitizers=no ;;
  --sanitizers) main=no ;;
  *)
    echo "usage: tests/run.sh [--quick|--sanitizers]" >&2
    exit 2
    ;;
esac

jobs=$(nproc)
logs=build/logs
summary=()
failed=no
last=ok  # of the last step

# Runs a step, keeps its output in a log, and shows the end of it when it fails.
step() {
  local name=$1 log=$logs/${1// /-}.log began=$SECONDS result=ok
  shift
  printf '== %s\n' "$name"
  if ! "$@" >"$log" 2>&1; then
    result=FAILED
    failed=yes
    tail -n 100 "$log"
    printf '== %s failed; all of its output is in %s\n' "$name" "$log"
  fi
  summary+=("$(printf '%-22s %-7s %4d s' "$name" "$result" $((SECONDS - began)))")
  last=$result
}

check_format() {
  find monitor exporters tests \( -name '*.h' -o -name '*.cc' \) -print0 |
    xargs -0 clang-format --dry-run -Werror
}

build() { cmake --preset "$1" && cmake --build --preset "$1" --parallel "$jobs"; }

run_tests() { ctest --preset "$1" --parallel "$jobs"; }

# Tests of a build that failed are not run, and the summary shows that they are not there.
build_and_test() {
  step "build $1" build "$1"
  if [[ $last == ok ]]; then step "tests $1" run_tests "$1"; fi
}

if [[ $main == yes ]]; then deploy/dependencies.sh all; fi
rm -rf "$logs"
mkdir -p "$logs"

if [[ $main == yes ]]; then
  step 'format' check_format
  step 'build release' build release
  build_and_test dev
fi
if [[ $sanitizers == yes ]]; then
  build_and_test asan
  build_and_test tsan
fi

echo
printf '%s\n' "${summary[@]}"
# What ctest said at its end; of the sanitizers first, of all tests last.
for preset in asan tsan dev; do
  log=$logs/tests-$preset.log
  if [[ -e $log ]]; then
    printf '\ntests %s:\n' "$preset"
    sed -n '/tests passed/,$p' "$log"
  fi
done
[[ $failed == no ]]
