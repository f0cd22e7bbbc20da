# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts beside it, in the root of the repository: builds what is missing, and says where it is.

benchmark_target="$PWD/benchmarks/target"
strongpost_jar="$PWD/distribution/target/strongpost.jar"
james_class_path_file="$PWD/stock-james/target/classpath.txt"
mkdir -p "$benchmark_target"

newer_source() {
    find . -path ./.git -prune -o -path '*/target' -prune -o -type f \
        \( -name '*.java' -o -name 'pom.xml' \) -newer "$1" -print -quit
}

# Maven makes the benchmarks' jar last, so it is as new as all the rest.
build_what_is_missing() {
    # Set by the build itself, which has made everything and must not be started within itself.
    [ -z "${STRONGPOST_BUILT:-}" ] || return 0
    local jar log="$benchmark_target/build.log"
    jar=$(find "$benchmark_target" -maxdepth 1 -name 'strongpost-benchmarks-*.jar' -print -quit)
    if [ -n "$jar" ] && [ -f "$strongpost_jar" ] && [ -f "$james_class_path_file" ] && [ -z "$(newer_source "$jar")" ]; then
        return
    fi
    echo "Building (the first time Maven fetches James, which takes minutes); log: $log"
    if ! mvn -B package -pl benchmarks -am -DskipTests >"$log" 2>&1; then
        tail -n 40 "$log"
        echo "The build failed; the whole log is $log"
        exit 1
    fi
}

# Prints the home of the Java to run with: that of the JDK which Maven would use, or else the one on the path.
java_home() {
    local java
    if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
        echo "$JAVA_HOME"
    elif java=$(command -v java); then
        dirname "$(dirname "$(readlink -f "$java")")"
    else
        echo "No Java: set JAVA_HOME to a JDK 17 or newer, or have its java on the path." >&2
        return 1
    fi
}

# James first, as in its own start; then the jar that is shipped; then what measures them.
benchmark_class_path() {
    echo "$(cat "$james_class_path_file"):$strongpost_jar:$benchmark_target/classes:$PWD/test-kit/target/classes"
}
