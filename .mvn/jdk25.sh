# Sourced by ./build and ./parley: sets and exports JAVA_HOME to a JDK 25, or says what to install and exits.
# Only shell builtins, so that ./parley starts at once.

is_jdk25() {
  [[ -x $1/bin/javac && -r $1/release && $(<"$1/release") == *'JAVA_VERSION="25'* ]]
}

find_jdk25() {
  local candidate
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* "${HOME:-}"/.sdkman/candidates/java/* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [[ -n $candidate ]] && is_jdk25 "$candidate"; then
      export JAVA_HOME=$candidate
      return
    fi
  done
  echo "Parley needs a JDK 25. None is named by JAVA_HOME (${JAVA_HOME:-not set}) or found in /usr/lib/jvm." >&2
  echo "Install one, for example Eclipse Temurin 25 (the package temurin-25-jdk or openjdk-25-jdk)," >&2
  echo "or set JAVA_HOME to the directory of one you have." >&2
  exit 1
}

find_jdk25
