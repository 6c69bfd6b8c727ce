# SPDX-License-Identifier: MIT
"""kinds_of_all.py RESULTS: checks the advice for every bundled adapter on every scenario
(`ci/faults` writes the results). A leak must have the kind that its adapter demonstrates;
a clean trial may only get advice on something that is not a leak."""
import collections
import json
import sys

CONNECTION, DESCRIPTOR = "connection never closed", "descriptor never closed"
BLOCK, KEPT, ERROR = "block never freed", "response kept", "leak on error"
KEYS, PEAK, NO_POOL = "per-key cache", "peak follows the payload", "pool not used"

leaks = {
    # Depends on which end closes the connection first.
    "naive": {CONNECTION, DESCRIPTOR},
    "closed": {ERROR},
    "hoarding": {KEPT},
    "header-list-unfreed": {BLOCK},
    "mime-unfreed": {BLOCK},
    "multi-unremoved": {BLOCK},
    "share-uncleaned": {BLOCK},
    "multi": {KEYS},
    "cookies": {KEYS},
    "shared": {KEYS},
}
special = {("multi-unremoved", "unique-hosts"): {CONNECTION}}  # one connection per host remains in its pool


def expected(trial):
    client, scenario = trial["client"], trial["scenario"]
    if trial["ruling"] == "leaks":
        return special.get((client, scenario), leaks.get(client, set()))
    # A huge header counts as a payload, too.
    if scenario in ("large", "huge-header"):
        return {PEAK, NO_POOL, None} if client != "streaming" else {NO_POOL, None}
    return {NO_POOL, None}


def name_of(trial):
    return json.dumps([trial[key] for key in ("client", "scenario", "seed", "client_usage")])


results = json.load(open(sys.argv[1], encoding="utf-8"))
advised = {name_of(one): one for one in results.get("advice", [])}
trials = [trial for trial in results["trials"]
          if trial["ruling"] in ("clean", "leaks")]
kinds = collections.Counter()
wrong = []
for trial in trials:
    advice = advised.get(name_of(trial), {})
    kinds[advice.get("kind", "none")] += 1
    if advice.get("kind") not in expected(trial):
        wrong.append(f"{trial['client']} × {trial['scenario']} {trial['ruling']}: {advice}")
    # On `large`, a client that holds the complete body must get the advice on its peak.
    if trial["scenario"] == "large" and trial["ruling"] == "clean" and trial["client"] != "streaming":
        if advice.get("kind") != PEAK:
            wrong.append(f"{trial['client']} × large: {advice}, and not {PEAK}")
for line in wrong:
    print(line)
print(f"{len(trials) - len(wrong)} of {len(trials)} advised as they should be: {dict(kinds)}")
sys.exit(1 if wrong else 0)
