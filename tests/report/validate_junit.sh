#!/bin/sh
# SPDX-License-Identifier: MIT
# validate_junit.sh SCHEMA MAKE_REPORT [COMMAND...]: checks that reports match the schema.
schema=$1
make_report=$2
shift 2
command -v xmllint > /dev/null || { echo "skipped: not installed: libxml2-utils"; exit 77; }
folder=$(mktemp -d) || exit 1
trap 'rm -r "$folder"' EXIT
check() { xmllint --noout --nonet --schema "$schema" "$1"; }

"$make_report" junit "$folder/made-up.xml" && check "$folder/made-up.xml" || exit 1
# The schema must reject broken reports.
sed 's/ classname="[^"]*"//' "$folder/made-up.xml" > "$folder/broken.xml"
if check "$folder/broken.xml" 2> /dev/null; then echo "the schema missed a test case of no class"; exit 1; fi
[ $# -eq 0 ] && exit 0
"$@" --junit "$folder/run.xml" > /dev/null
check "$folder/run.xml" && grep -q '<testcase classname="scoped"' "$folder/run.xml"
