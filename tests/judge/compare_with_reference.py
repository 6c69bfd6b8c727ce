#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares harness/judge with its reference implementation. On every trace both must reach the same
verdict at the same fetch, with the same rates and the same floor to the printed precision.

usage: compare_with_reference.py <judge_traces> <directory of staircase.py and traces/>
"""
import pathlib
import subprocess
import sys


def lines_of(*command):
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.splitlines()


def main(judge, directory):
    reference = pathlib.Path(directory)
    traces = sorted(str(path) for path in (reference / "traces").rglob("*.csv"))
    if not traces:
        sys.exit(f"no trace below {reference}/traces")

    expected = lines_of(sys.executable, str(reference / "staircase.py"), *traces)
    actual = lines_of(judge, *traces)
    if len(actual) != len(expected) or len(actual) < len(traces):
        sys.exit(f"{len(traces)} traces: {len(expected)} verdicts expected, {len(actual)} given")

    # The reference also prints its reason, after two spaces.
    differing = [(want, got) for want, got in zip(expected, actual)
                 if not want.startswith(got + "  ")]
    for want, got in differing:
        print(f"reference  {want}\njudge      {got}\n")
    print(f"{len(actual) - len(differing)} of {len(actual)} verdicts agree, on {len(traces)} traces")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
