#!/usr/bin/env bash
# Installs the servers that the demo and the tests start: quick when nothing is missing, and no service is left running.
# With --patroni4 also Patroni 4.1 in a Python environment below target/; with --bench that and Debian's postgres_exporter; with
# --tests Patroni 4.1 and older Patronis, what else only the tests start, and below target/ Grafana's types with the TypeScript
# compiler, Kustomize, the schemas of Kubernetes' resources, and a PostgreSQL with TimescaleDB for Node.js. With --dcs Patroni 4.1,
# and below target/ kube-apiserver and Consul, which it builds from their Go modules: that takes Go 1.24 or later on PATH, some
# minutes, and 7 GB of Go's caches.
set -euo pipefail
umask 022
cd "$(dirname "$0")/../.."

# from PyPI, beside Debian's 3.0.2; X.Y.Z goes into target/patroni-X.Y, as Flavour.java says
readonly older_patronis=(3.3.11 4.0.11)
readonly patroni4=4.1.5
readonly grafana=target/grafana
readonly schemas=target/kubernetes-models
readonly timescaledb=target/timescaledb
readonly kustomize=target/kustomize
# the last one that Debian 12's Go builds
readonly kustomize_version=v5.0.3
# of make test-dcs; a newer one may want a newer Go
readonly kubernetes=v1.33.5
readonly consul=v1.21.0
# the go line of kube-apiserver's module, the later one of the two
readonly least_go=1.24
readonly packages=(patroni python3-etcd etcd-server etcd-client postgresql-15 prometheus prometheus-alertmanager)
readonly test_packages=(prometheus-node-exporter pgbackrest dnsmasq-base faketime socat haproxy pgbouncer chromium chromium-driver fonts-dejavu-core systemd)
# package and the service that it brings
readonly services=(patroni:patroni etcd-server:etcd postgresql-common:postgresql pgbackrest:pgbackrest
  prometheus:prometheus prometheus-alertmanager:prometheus-alertmanager
  prometheus-node-exporter:prometheus-node-exporter prometheus-postgres-exporter:prometheus-postgres-exporter haproxy:haproxy pgbouncer:pgbouncer)
readonly policy=/usr/sbin/policy-rc.d
readonly saved_policy=$policy.before-patroni-monitor
readonly cluster_policy=/etc/postgresql-common/createcluster.d/patroni-monitor.conf

say() { echo "setup: $*"; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing_of() {
  local package
  for package in "$@"; do installed "$package" || echo "$package"; done
}

require_root() {
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
    say "missing: $*. Run this as root, or install sudo, or install them yourself." >&2
    exit 1
  fi
}

# While Debian packages are installed: no service starts, and PostgreSQL makes no default cluster.
hold_services() {
  trap release_services EXIT
  if as_root test -e "$policy" && ! as_root test -e "$saved_policy"; then
    as_root mv "$policy" "$saved_policy"
  fi
  printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
  as_root chmod 755 "$policy"
  if ! installed postgresql-15; then
    as_root mkdir -p "$(dirname "$cluster_policy")"
    echo 'create_main_cluster = false' | as_root tee "$cluster_policy" >/dev/null
  fi
}

release_services() {
  as_root rm -f "$policy" "$cluster_policy"
  if as_root test -e "$saved_policy"; then as_root mv "$saved_policy" "$policy"; fi
  trap - EXIT
}

apt_get() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 -qq "$@"
}

apt_install() {
  apt_get install -y --no-install-recommends "$@" >/dev/null
}

# What the user had keeps its services; what is new here is not started at the next boot either.
disable_services() {
  local entry
  command -v systemctl >/dev/null || return 0
  for entry in "$@"; do
    as_root systemctl --quiet disable "${entry#*:}.service" 2>/dev/null || say "could not disable ${entry#*:}"
  done
}

install_packages() {
  local missing new=() entry
  mapfile -t missing < <(missing_of "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  require_root "${missing[@]}"
  say "installing ${missing[*]}"
  for entry in "${services[@]}"; do
    installed "${entry%%:*}" || new+=("$entry")
  done
  hold_services
  if ! apt_install "${missing[@]}" 2>/dev/null; then
    apt_get update
    apt_install "${missing[@]}"
  fi
  disable_services "${new[@]}"
  release_services
}

# VERSION FOLDER
has_patroni() {
  "$2/bin/python" -c "import etcd, consul, psycopg, patroni.version as p; assert p.__version__ == '$1'" 2>/dev/null
}

install_patroni() {
  local version=$1 folder=target/patroni-${1%.*}
  has_patroni "$version" "$folder" && return 0
  install_packages python3-venv
  say "installing Patroni $version into $folder"
  if ! "$folder/bin/python" -c '' 2>/dev/null; then
    rm -rf "$folder"
    mkdir -p target
    /usr/bin/python3 -m venv "$folder"
  fi
  "$folder/bin/pip" install --quiet --disable-pip-version-check "patroni[etcd3,consul,kubernetes]==$version" 'psycopg[binary]>=3.2,<4'
  has_patroni "$version" "$folder"
}

has_node_packages() {
  [ -e "$2/node_modules/.package-lock.json" ] && cmp -s "$1/package-lock.json" "$2/package-lock.json"
}

# Those of the first folder into the second one. No script of a package runs.
install_node_packages() {
  has_node_packages "$1" "$2" && return 0
  command -v npm >/dev/null || install_packages nodejs npm
  say "installing the packages of $1 into $2"
  rm -rf "$2"
  mkdir -p "$2"
  cp "$1/package.json" "$1/package-lock.json" "$2"
  (cd "$2" && npm ci --ignore-scripts --no-audit --no-fund --silent)
  has_node_packages "$1" "$2"
}

# That of kubectl 1.20, which Debian 12 has, knows neither labels nor a change of kind.
has_kustomize() {
  [ -x "$kustomize/kustomize" ] || kubectl version --client 2>/dev/null | grep -q '^Kustomize Version: v5'
}

install_kustomize() {
  has_kustomize && return 0
  command -v go >/dev/null || install_packages golang-go
  say "building Kustomize $kustomize_version into $kustomize"
  mkdir -p "$kustomize"
  GOBIN="$PWD/$kustomize" go install "sigs.k8s.io/kustomize/kustomize/v5@$kustomize_version"
  has_kustomize
}

has_kube_apiserver() {
  [ "$(target/kube-apiserver/kube-apiserver --version 2>/dev/null)" = "Kubernetes $kubernetes" ]
}

has_consul() {
  [ "$(target/consul/consul version 2>/dev/null | head -1)" = "Consul $consul" ]
}

require_go() {
  local found=none
  ! command -v go >/dev/null || found=$(go env GOVERSION)
  if [ "$found" = none ] || [ "$(printf '%s\n' "$least_go" "${found#go}" | sort -V | head -1)" != "$least_go" ]; then
    say "kube-apiserver $kubernetes and Consul $consul are built by Go $least_go or later; on PATH: $found (Debian 12 has 1.19). Install a later Go." >&2
    exit 1
  fi
}

# MODULE VERSION: where its source lies
go_source() {
  local answer
  if ! answer=$(go mod download -json "$1@$2"); then
    say "can't download $1 $2: $(sed -n 's/^\t"Error": //p' <<<"$answer")" >&2
    return 1
  fi
  sed -n 's/^\t"Dir": "\(.*\)",\{0,1\}$/\1/p' <<<"$answer"
}

# NAME MODULE VERSION PACKAGE LDFLAGS, more lines of go.mod on stdin: builds target/NAME/NAME.
# "replace" and "exclude" count in the main module only, and a published module lacks the folders that its own "replace" leads to. So the
# program is built from a module of ours that requires it, and says what else it needs.
build_go() {
  local folder=target/$1
  say "building $2 $3 into $folder, which takes some minutes"
  rm -rf "$folder"
  mkdir -p "$folder/source"
  { printf 'module %s\n\ngo %s\n\nrequire %s %s\n\n' "$1" "$least_go" "$2" "$3" && cat; } >"$folder/source/go.mod"
  (cd "$folder/source" && go build -mod=mod -trimpath -buildvcs=false -ldflags "-s -w $5" -o "../$1" "$4")
  rm -rf "$folder/source"
}

# k8s.io/api and its like lie in the repository's staging folder, and are published as v0.MINOR.PATCH.
install_kube_apiserver() {
  has_kube_apiserver && return 0
  require_go
  local module=k8s.io/kubernetes variables=k8s.io/component-base/version source
  source=$(go_source "$module" "$kubernetes")
  sed -n "s#^\t\(k8s.io/[a-z-]*\) => ./staging/.*#replace \1 => \1 v0.${kubernetes#v1.}#p" "$source/go.mod" |
    build_go kube-apiserver "$module" "$kubernetes" "$module/cmd/kube-apiserver" "-X $variables.gitVersion=$kubernetes"
  has_kube_apiserver
}

install_consul() {
  has_consul && return 0
  require_go
  local module=github.com/hashicorp/consul source
  source=$(go_source "$module" "$consul")
  sed -n '/^exclude (/,/^)/p' "$source/go.mod" | build_go consul "$module" "$consul" "$module" ''
  has_consul
}

case "${1:-}" in
  '') install_packages "${packages[@]}" ;;
  --patroni4)
    install_packages "${packages[@]}"
    install_patroni "$patroni4"
    ;;
  --bench)
    install_packages "${packages[@]}" prometheus-postgres-exporter
    install_patroni "$patroni4"
    ;;
  --tests)
    install_packages "${packages[@]}" "${test_packages[@]}"
    for patroni in "${older_patronis[@]}" "$patroni4"; do install_patroni "$patroni"; done
    install_node_packages src/test/grafana "$grafana"
    install_node_packages src/test/kubernetes "$schemas"
    install_node_packages src/test/timescaledb "$timescaledb"
    install_kustomize
    ;;
  --dcs)
    install_packages "${packages[@]}"
    install_patroni "$patroni4"
    install_kube_apiserver
    install_consul
    ;;
  *) echo "usage: $0 [--patroni4 | --bench | --tests | --dcs]" >&2; exit 2 ;;
esac
