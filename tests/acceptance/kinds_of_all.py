# SPDX-License-Identifier: MIT
"""kinds_of_all.py RESULTS: what every bundled adapter on every scenario is advised
(`ci/faults` writes the results). A leak has the one kind that its adapter is made to
show; a clean trial is told at most what is no leak."""
import collections
import json
import sys

CONNECTION, DESCRIPTOR = "connection never closed", "descriptor never closed"
BLOCK, KEPT, ERROR = "block never freed", "response kept", "leak on error only"
KEYS, PEAK, NO_POOL = "per-key cache", "peak follows the payload", "pool not used"

leaks = {
    # Whichever of its ends hangs up first.
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
special = {("multi-unremoved", "unique-hosts"): {CONNECTION}}  # of each host, in its pool


def expected(trial):
    client, scenario = trial["client"], trial["scenario"]
    if trial["ruling"] == "leaks":
        return special.get((client, scenario), leaks.get(client, set()))
    # The line of a huge header is a payload, too.
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
    # On `large`, who holds the body as a whole is told so.
    if trial["scenario"] == "large" and trial["ruling"] == "clean" and trial["client"] != "streaming":
        if advice.get("kind") != PEAK:
            wrong.append(f"{trial['client']} × large: {advice}, and not {PEAK}")
for line in wrong:
    print(line)
print(f"{len(trials) - len(wrong)} of {len(trials)} advised as they should be: {dict(kinds)}")
sys.exit(1 if wrong else 0)
