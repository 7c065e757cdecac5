# Sourced by ./build: the TypeScript part of it. The workspaces are sdk/typescript, sdk/react and edges/web.

. .mvn/node20.sh

# What tests drive. PARLEY_CHROMIUM names another one.
find_chromium() {
  local candidate
  for candidate in "${PARLEY_CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [[ -n $candidate ]] && candidate=$(command -v "$candidate"); then
      export PARLEY_CHROMIUM=$candidate
      return
    fi
  done
  return 1
}

install_chromium() {
  [[ $EUID == 0 ]] && command -v apt-get >/dev/null || return 1
  echo "build: installing Chromium for the tests in a browser (apt-get)" >&2
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    chromium fonts-dejavu-core fonts-noto-core fonts-noto-color-emoji; } >/dev/null && find_chromium
}

need_node() {
  if ! has_node20; then
    echo "Parley's web client is built with $node_needed." >&2
    exit 1
  fi
}

need_web() {
  need_node
  if ! find_chromium && ! install_chromium; then
    echo "Parley's web client is tested in Chromium, and there is none on the PATH. Install it, for example:" >&2
    echo "    apt-get install chromium fonts-noto-core fonts-noto-color-emoji" >&2
    echo "or name one with PARLEY_CHROMIUM. (./build package and ./build quick MODULE need none.)" >&2
    exit 1
  fi
}

# Runs npm ci unless node_modules is what the lock file says.
install_node_modules() {
  local state=node_modules/.parley-lock
  if ! cmp -s package-lock.json "$state"; then
    echo "build: installing what the web client is built with (npm ci)" >&2
    npm ci --no-audit --no-fund --loglevel=error && cp package-lock.json "$state"
  fi
}

# The jar is to hold no files of an older one.
remove_client() {
  rm -rf edges/web/dist edges/web/target/classes/chat/parley/web/client
}

# Fails when the client is larger than it may be.
build_client() {
  remove_client
  npm run --silent build -w edges/web -- --logLevel warn >&2
}

# The format, the types and the tests.
check_web() {
  install_node_modules
  if grep -n '"resolved": "http' package-lock.json; then
    echo "package-lock.json names a registry: run npm install with the .npmrc that is here" >&2
    exit 1
  fi
  node_modules/.bin/biome check --error-on-warnings
  npm run --silent --workspaces --if-present check
  npm run --silent --workspaces --if-present test
}

# A server without its web client serves programs all the same. What ./parley reads to try again is without-node.
package_web() {
  mkdir -p server/target
  rm -f server/target/without-node
  if ! has_node20; then
    without_client "which is built with $node_needed"
  elif install_node_modules; then
    build_client
  else
    without_client "as what it is built with could not be installed (npm ci)"
  fi
}

without_client() {
  remove_client
  touch server/target/without-node
  echo "build: without the web client, $1" >&2
}

quick_node() {
  need_node
  install_node_modules
  (cd "$1" && npm run --silent --if-present check && npm run --silent --if-present test -- "${@:2}")
}

format_web() {
  if has_node20; then
    install_node_modules
    node_modules/.bin/biome check --write
  else
    echo "build: TypeScript is left as it is; its formatter takes $node_needed" >&2
  fi
}

test_in_browser() {
  install_node_modules
  (cd edges/web && ../../node_modules/.bin/playwright test "$@")
}
