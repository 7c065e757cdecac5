# Sourced by ./build and ./parley: what the web client needs to be built. Only shell builtins, so that ./parley starts at
# once; `node --version` itself takes 50 ms and is asked only when there is something to build.

node_needed='Node.js 20.19 or later, with npm (nodejs.org, or your distribution'\''s packages nodejs and npm)'

has_node20() {
  command -v node >/dev/null && command -v npm >/dev/null || return 1
  local version major minor
  version=$(node --version)
  version=${version#v} major=${version%%.*} minor=${version#*.} minor=${minor%%.*}
  (( major > 20 || (major == 20 && minor >= 19) ))
}
