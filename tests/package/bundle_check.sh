#!/bin/sh
# bundle_check.sh BUNDLE CLIENTS: runs an unpacked bundle on a bare system: clients that leak and
# clients that do not, in what the system has. CLIENTS is the folder of client.pl and client.py.
# Installs python3 and curl with apt-get once Perl, which is always there, has been tested. Prints a
# table; exit code 1 if a ruling, or the line of an owner, is wrong.
set -u
leakproof=$1/bin/leakproof clients=$2 status=0
log=$(mktemp)

# expect NAME CODE TEXT ARGUMENT...: the exit code of `leakproof run ARGUMENT...`, and its output.
expect() {
  name=$1 wanted=$2 text=$3
  shift 3
  "$leakproof" run "$@" >"$log" 2>&1
  code=$?
  if [ "$code" = "$wanted" ] && grep -q -- "$text" "$log"; then
    printf '  right  %-44s exit code %s, "%s"\n' "$name" "$code" "$text"
  else
    printf '  WRONG  %-44s exit code %s, not %s and "%s":\n' "$name" "$code" "$wanted" "$text"
    cat "$log"
    status=1
  fi
}

"$leakproof" --version
expect "bundled libcurl clients, as declared" 0 "6 of 6 trials as expected" scoped closed naive --on plain,drop-mid-body --expect declared
expect "a bundled client's line" 1 "clients/adapters/closed.cpp:" closed --on drop-mid-body
expect "perl, clean" 0 "1 of 1 trials clean" --on plain -- perl "$clients/client.pl" '{url}'
expect "perl, leaks" 1 "heap_bytes" --on plain -- perl "$clients/client.pl" '{url}' leak
apt-get update -qq >/dev/null && apt-get install -qq --yes --no-install-recommends python3 curl >/dev/null 2>&1 ||
  { echo "  WRONG  python3 and curl cannot be installed"; exit 1; }
expect "python, clean" 0 "1 of 1 trials clean" --on plain -- python3 "$clients/client.py" '{url}'
expect "python, leaks, with its line" 1 "client.py:12" --on plain -- python3 "$clients/client.py" '{url}' leak
expect "curl, clean" 0 "1 of 1 trials clean" --on plain -- curl -s -o /dev/null '{url}?[1-100000]'
expect "curl, keeps every cookie" 1 "heap_bytes" --on unique-cookies -- curl -s -o /dev/null -c /dev/null '{url}?[1-100000]'
rm -f "$log"
exit "$status"
