# SPDX-License-Identifier: MIT
"""compare-clients gives each row its counters, and they say what the adapters are."""
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
# 16 KiB and its list node a fetch, and one connection each; and nothing of the kind.
if not (16384 <= rows["hoarding"]["bytes"] < 40000 and rows["hoarding"]["connections"] == 1):
    sys.exit(f"hoarding: {rows['hoarding']}")
if not (rows["pooled"]["bytes"] < 100 and rows["pooled"]["connections"] < 0.01):
    sys.exit(f"pooled: {rows['pooled']}")
if not rows["pooled"].get("allocs_per_iter", 0) > 0:
    sys.exit(f"no memory manager: {rows['pooled']}")
