# SPDX-License-Identifier: MIT
"""Checks that compare-clients prints all counters for each adapter, with plausible values."""
import json
import subprocess
import sys

report = json.loads(subprocess.run(
    [sys.argv[1], "--benchmark_filter=(pooled|hoarding)/plain", "--benchmark_format=json"],
    capture_output=True, text=True, check=True).stdout)
rows = {row["name"].split("/")[0]: row for row in report["benchmarks"]}

for name, row in rows.items():
    for counter in ("real_time", "bytes_per_second", "peak_MiB", "connections", "blocks", "bytes"):
        if counter not in row:
            sys.exit(f"{name} has no {counter}")
# hoarding keeps 16 KiB and a list node per fetch, and opens one connection per fetch; pooled
# does neither.
if not (16384 <= rows["hoarding"]["bytes"] < 40000 and rows["hoarding"]["connections"] == 1):
    sys.exit(f"hoarding: {rows['hoarding']}")
if not (rows["pooled"]["bytes"] < 100 and rows["pooled"]["connections"] < 0.01):
    sys.exit(f"pooled: {rows['pooled']}")
if not rows["pooled"].get("allocs_per_iter", 0) > 0:
    sys.exit(f"no memory manager: {rows['pooled']}")
