#!/usr/bin/env bash
# Installs the Debian packages that Muniment needs. Does nothing when they are all there.
#
#   deploy/dependencies.sh build    to build and run the program
#   deploy/dependencies.sh [all]    to run every test, check and benchmark as well
set -euo pipefail

build_packages=(
  g++ cmake ninja-build pkg-config ccache python3
  libboost-dev libboost-filesystem-dev
  libssl-dev libsqlite3-dev libsqlitecpp-dev libxxhash-dev
  nlohmann-json3-dev libfmt-dev libspdlog-dev libyaml-cpp-dev libcli11-dev
  prometheus-cpp-dev libsystemd-dev libcurl4-openssl-dev
)
test_packages=(
  libgtest-dev librapidcheck-dev libbenchmark-dev
  clang clang-format clang-tidy libclang-rt-14-dev
  jsonnet prometheus prometheus-alertmanager curl openssl
  strace xxhash e2fsprogs xfsprogs mount util-linux aide
)

mode=${1:-all}
case $mode in
  build) wanted=("${build_packages[@]}") ;;
  all) wanted=("${build_packages[@]}" "${test_packages[@]}") ;;
  *)
    echo "usage: deploy/dependencies.sh [build|all]" >&2
    exit 2
    ;;
esac

missing=()
for package in "${wanted[@]}"; do
  status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  if [[ $status != installed* ]]; then
    missing+=("$package")
  fi
done
if ((${#missing[@]} == 0)); then
  echo "dependencies: all ${#wanted[@]} packages are installed"
  exit 0
fi

as_root=()
if ((EUID != 0)); then
  if ! command -v sudo >/dev/null; then
    echo "dependencies: missing: ${missing[*]}" >&2
    echo "dependencies: run this as root, or install sudo" >&2
    exit 1
  fi
  as_root=(sudo)
fi

# Prometheus and Alertmanager are here for tests, which start their own: what the packages
# bring must not begin to serve on this machine.
policy=/usr/sbin/policy-rc.d
if [[ ! -e $policy ]]; then
  trap '"${as_root[@]}" rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod 755 "$policy"
fi

install_missing() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --quiet --no-install-recommends "${missing[@]}"
}

echo "dependencies: installing ${missing[*]}"
if ! install_missing; then
  echo "dependencies: refreshing the package lists, then once more"
  "${as_root[@]}" apt-get update --quiet
  install_missing
fi
