# shellcheck shell=bash
# Runs the test programs and adds up what they report. The last line is always "N passed, N failed, N skipped".

attribute() { sed -n "s/.*<assembly [^>]*\b$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1; }

# Name and message of each failed test of a report, a line each.
failures() {
  tr '\n' ' ' <"$1" | sed 's/<test /\n<test /g' | sed -n 's/^<test [^>]*\bname="\([^"]*\)"[^>]*result="Fail".*<message><!\[CDATA\[\(.*\)\]\]><\/message>.*/\1: \2/p' | cut -c 1-800
}

# Tests of a log that began and did not end, a line each.
unfinished() {
  awk '/ \[STARTING\]$/ { sub(/^ +/, ""); sub(/ \[STARTING\]$/, ""); open[$0] = 1 }
    / \[FINISHED\] Time: / { sub(/^ +/, ""); sub(/ \[FINISHED\] Time: .*/, ""); delete open[$0] }
    END { for (name in open) print name }' "$1"
}

run_tests() {
  local filter=${1:-} results=$state/tests project name report log status viewer arguments
  local passed=0 failed=0 skipped=0 started=$SECONDS
  rm -rf "$results"
  mkdir -p "$results"
  for project in "$root"/tests/*/*.csproj; do
    name=$(basename "$project" .csproj)
    report=$results/$name.xml
    log=$results/$name.log
    # The log knows the beginning and the end of every test; who watches sees the rest of it, and every five minutes a test that does not end.
    # Always the same order of tests, so that what failed fails again; LAB_TEST_SEED=NUMBER tries another.
    arguments=(":${LAB_TEST_SEED:-442950320}" -noLogo -noColor -maxThreads 2 -reporter verbose -longRunning 300 -xml "$report")
    [ -z "$filter" ] || arguments+=(-method "*$filter*")
    echo "== $name"
    status=0
    : >"$log"
    tail -n +1 -f -s 0.5 --pid=$$ "$log" > >(sed -u '/ \[STARTING\]$/d; / \[FINISHED\] Time: /d; / \[PASS\]$/d') &
    viewer=$!
    # A test that hangs ends the project, not the whole run's patience. The program stays in the foreground: in the background it would ignore Ctrl-C, and
    # so would the workers that its tests interrupt. Not through a pipe: a process that outlives its test would keep it open.
    (cd "$root" && timeout --kill-after=20 "${LAB_TEST_TIMEOUT:-1800}" dotnet "$(program "$name" "$name")" "${arguments[@]}" </dev/null >"$log" 2>&1) || status=$?
    sleep 1
    kill "$viewer" 2>/dev/null || true
    wait "$viewer" 2>/dev/null || true
    if [ -f "$report" ] && [ -n "$(attribute "$report" passed)" ]; then
      passed=$((passed + $(attribute "$report" passed)))
      failed=$((failed + $(attribute "$report" failed) + $(attribute "$report" errors)))
      skipped=$((skipped + $(attribute "$report" skipped)))
      # A program that reports no failure and still ends badly died after its tests, for example in native code.
      if [ "$status" != 0 ] && [ "$(($(attribute "$report" failed) + $(attribute "$report" errors)))" = 0 ] && [ "$(attribute "$report" total)" != 0 ]; then
        echo "$name ended with exit code $status after its tests."
        failed=$((failed + 1))
      fi
    elif [ -z "$filter" ] || [ "$status" -gt 3 ]; then
      echo "$name ended with exit code $status and left no report: it crashed, ran longer than ${LAB_TEST_TIMEOUT:-1800} s, or holds no test."
      failed=$((failed + 1))
    fi
  done
  if [ $((passed + failed + skipped)) = 0 ]; then
    echo "No test has '$filter' in its full name."
    failed=1
  fi
  # Whoever sees only the end of a long log must still learn what failed.
  for report in "$results"/*.xml; do
    [ ! -f "$report" ] || failures "$report" | sed 's/^/FAILED /'
  done
  for log in "$results"/*.log; do
    [ -f "${log%.log}.xml" ] || unfinished "$log" | sed 's/^/FAILED while it ran: /'
  done
  echo "Tests took $((SECONDS - started)) s; reports are in .lab/tests."
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" = 0 ]
}
