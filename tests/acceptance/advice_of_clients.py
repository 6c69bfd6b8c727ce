# SPDX-License-Identifier: MIT
"""advice_of_clients.py LEAKPROOF TABLE WORKER...: checks the owners, the line, the kind and the
suggestion of the bundled clients of one kind of worker on the trials of TABLE, a group of
advice_of_clients.json, which must have each leak that a client declares.

A row that leaks has its `owner`: the line that must come first in a series that leaks, whose owners
must explain between 80 and 120 % of its growth; the `advised` line, if that is another; and words of
the suggestion. Owners of a tenth or more must lead through the client's own file."""
import collections
import importlib.machinery
import importlib.util
import itertools
import json
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
root = pathlib.Path(__file__).resolve().parents[2]
loader = importlib.machinery.SourceFileLoader("cases", str(root / "ci" / "cases"))
cases = importlib.util.module_from_spec(importlib.util.spec_from_loader("cases", loader))
loader.exec_module(cases)

LEAKPROOF, TABLE, *WORKERS = sys.argv[1:]
table = json.load(open(pathlib.Path(__file__).with_suffix(".json"), encoding="utf-8"))[TABLE]
rows = {tuple(name.split("/")): row for name, row in table["trials"].items()}


def horizon_of(client, scenario):
    return rows[client, scenario].get("horizon", table["horizon"])


def declared_by(worker):
    """Each client of a worker, and the verdict that it declares."""
    try:
        lines = subprocess.run([worker, "--list"], capture_output=True, text=True, check=True).stdout.splitlines()
    except subprocess.CalledProcessError as error:
        if error.returncode == 127:  # of env, which has not found the interpreter
            sys.exit(77)
        raise
    return {name: verdict for name, verdict, *_ in (line.split("\t") for line in lines)}


def missing(client, verdict):
    """What the table lacks of the leaks that a client declares."""
    told = {scenario for name, scenario in rows if name == client and "owner" in rows[name, scenario]}
    always, _, scenarios = verdict.partition("+")
    lacking = [f"{client} × {each}: is not in the table" for each in scenarios.split(",")
               if scenarios and each not in told]
    if always != "clean" and not told:
        lacking.append(f"{client}: is not in the table, and declares {always}")
    return lacking


def results_of(worker, client, horizon):
    """The trials with this horizon, each with its advice; None if a package of the worker is not installed."""
    on = [scenario for name, scenario in rows if name == client and horizon_of(name, scenario) == horizon]
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        done = subprocess.run([LEAKPROOF, "run", client, "--worker", f"'{worker}'", "--on", ",".join(on),
                               "--horizon", str(horizon), "--quiet", "--no-controls", "--jobs", "1",
                               "--attribution", "--json", file.name], stdout=subprocess.DEVNULL)
        if done.returncode == 77:
            return None
        results = json.load(open(file.name, encoding="utf-8"))
    advised = {one["scenario"]: one for one in results.get("advice", [])}
    return [trial | {"advice": advised.get(trial["scenario"], {})} for trial in results["trials"]]


def other_line(row, trial, file):
    """What the line of the advice is, or that an owner's stack does not lead through the client's file."""
    line = trial["advice"].get("line")
    if not line or not cases.is_owner({"stack": [line]}, row.get("advised", row["owner"]), root):
        return f"advises on {line}"
    strays = [owner["stack"] for owner in trial["owners"]
              if owner["share"] >= 0.1 and not any(place["file"].endswith("/" + file) for place in owner["stack"])]
    return f"does not lead through {file}: {strays}" if strays else ""


def wrong(row, trial, file):
    """What is not as the row has it; empty if all is."""
    kind, ruling = trial["advice"].get("kind"), trial["ruling"]
    if kind != row["kind"] or ruling != ("leaks" if "owner" in row else "clean"):
        return f'{ruling} ({trial["reason"]}), {kind} ({trial["advice"].get("evidence")}), not {row["kind"]}; {trial["ledger"]}'
    if "owner" not in row:
        return ""
    owners = trial | {"advice": {}}  # the line of the advice does not count as an owner
    return (cases.wrong_owner(row | {"explained": True}, owners, root) or
            cases.wrong_advice(row, trial) or other_line(row, trial, file))


def main():
    mistakes, skipped = [], []
    tested = collections.Counter()
    declared = {client: (worker, verdict) for worker in WORKERS for client, verdict in declared_by(worker).items()}
    mistakes += [f"{client}: no such client" for client in {client for client, _ in rows} - declared.keys()]
    for client, (worker, verdict) in declared.items():
        mistakes += missing(client, verdict)
        runs = [results_of(worker, client, horizon)
                for horizon in sorted({horizon_of(*row) for row in rows if row[0] == client})]
        if None in runs:
            skipped.append(client)
            continue
        file = pathlib.Path(worker).name if "." in pathlib.Path(worker).name else client.replace("-", "_") + ".cpp"
        for trial in itertools.chain(*runs):
            said = wrong(rows[client, trial["scenario"]], trial, file)
            mistakes += [f'{client} × {trial["scenario"]}: {said}'] if said else []
            tested[trial["ruling"]] += 1
    print("\n".join(mistakes) or f"as expected: {dict(tested)}; not installed: {skipped or 'nothing'}")
    sys.exit(1 if mistakes else 77 if skipped and not tested else 0)


main()
