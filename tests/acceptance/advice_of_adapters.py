# SPDX-License-Identifier: MIT
"""Checks the kind of leak that is reported for each bundled adapter, on scenarios that distinguish the kinds."""
import collections
import json
import subprocess
import sys
import tempfile

LEAKPROOF = sys.argv[1]
CONNECTION, KEPT, ERROR = "connection never closed", "response kept", "leak on error"
DESCRIPTOR = "descriptor never closed"  # the handle's own descriptor, after its connection was closed
NO_POOL, PEAK, KEYS, BLOCK = ("pool not used", "peak follows the payload", "per-key cache",
                              "block never freed")
expected = {
    ("naive", "plain"): CONNECTION, ("naive", "connection-close"): DESCRIPTOR,
    ("naive", "drop-mid-body"): DESCRIPTOR, ("naive", "large"): CONNECTION,
    ("naive", "unique-urls"): CONNECTION, ("naive", "refused"): DESCRIPTOR,
    ("hoarding", "plain"): KEPT, ("hoarding", "gzip"): KEPT, ("hoarding", "large"): KEPT,
    ("hoarding", "connection-close"): KEPT,
    ("closed", "plain"): NO_POOL, ("closed", "drop-mid-body"): ERROR, ("closed", "large"): PEAK,
    ("closed", "refused"): ERROR, ("closed", "connection-close"): None,
    ("scoped", "plain"): NO_POOL, ("scoped", "large"): PEAK, ("scoped", "drop-mid-body"): None,
    ("streaming", "large"): NO_POOL, ("streaming", "plain"): NO_POOL,
    ("pooled", "plain"): None, ("pooled", "large"): PEAK,
    ("extracting", "json"): NO_POOL,
    ("cookies", "plain"): None, ("cookies", "unique-cookies"): KEYS,
    ("cookies", "unique-hosts"): KEYS,
    ("shared", "plain"): NO_POOL, ("multi", "plain"): None,
    ("header-list-unfreed", "plain"): BLOCK, ("mime-unfreed", "multipart"): BLOCK,
}

wanted = collections.defaultdict(list)
for client, scenario in expected:
    wanted[client].append(scenario)
wrong = []
for client, scenarios in wanted.items():
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        subprocess.run([LEAKPROOF, "run", client, "--on", ",".join(sorted(scenarios)), "--quiet",
                        "--no-controls", "--jobs", "1", "--expect", "declared",
                        "--json", file.name], stdout=subprocess.DEVNULL, check=True)
        results = json.load(open(file.name, encoding="utf-8"))
        advised = {one["scenario"]: one for one in results.get("advice", [])}
        for trial in results["trials"]:
            advice = advised.get(trial["scenario"], {})
            kind = advice.get("kind")
            if kind != expected[client, trial["scenario"]]:
                wrong.append(f"{client} × {trial['scenario']}: {kind} ({advice.get('evidence')}), "
                             f"not {expected[client, trial['scenario']]}; {trial['ledger']}")
print("\n".join(wrong) or f"{len(expected)} kinds as expected")
sys.exit(1 if wrong else 0)
