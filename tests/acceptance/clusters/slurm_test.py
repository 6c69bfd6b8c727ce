# SPDX-License-Identifier: MIT
"""slurm_test.py LEAKPROOF SBATCH [--tasks N] [OPTION OF leakproof run]...: a job
array on a real Slurm must give the same rulings as a single run, even if one of its tasks
is killed. Prints its findings; exit code 77 if Slurm is not installed."""
import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

import slurm


def rulings(file):
    """The trials by name; requires that each occurs once."""
    with open(file) as text:
        trials = json.load(text)["trials"]
    named = {(trial["client"], trial["scenario"], trial["seed"]): trial["ruling"]
             for trial in trials}
    assert len(named) == len(trials), f"{file} has a trial twice"
    return named


def read(file):
    try:
        with open(file) as text:
            return text.read()
    except FileNotFoundError:
        return ""


def process_that_writes(file):
    for pid in filter(str.isdigit, os.listdir("/proc")):
        words = read(f"/proc/{pid}/cmdline").split("\0")
        if "run" in words and file in words:
            return int(pid)
    return None


def trials_so_far(file):
    return read(file).count('"client":')


class Array:
    """One submission and its results."""

    def __init__(self, cluster, given, folder):
        self.cluster = cluster
        self.given = given
        self.folder = folder
        os.mkdir(folder)
        cluster.submit(f"--array=1-{given.tasks}", "--cpus-per-task=1", given.sbatch, folder,
                       *given.options, LEAKPROOF=given.leakproof)

    def kill_one_midway(self):
        file = os.path.join(self.folder, "shard-1.json")
        self.cluster.wait_for("first trial of the first task", lambda: trials_so_far(file) > 0)
        pid = process_that_writes(file)
        assert pid, "the first task had ended before it could be killed"
        os.kill(pid, signal.SIGKILL)

    def merged(self):
        self.cluster.wait_until_all_is_done()
        log = os.path.join(self.folder, "merged.log")
        text = read(log)
        assert re.search(r"^exit code [01]$", text, re.MULTILINE), (
            f"{text}{self.cluster.logs()}\n" +
            "".join(read(os.path.join(self.folder, f"shard-{task}.log"))
                    for task in range(1, self.given.tasks + 1)))
        file = os.path.join(self.folder, "merged.json")
        shards = [os.path.join(self.folder, f"shard-{task}.json")
                  for task in range(1, self.given.tasks + 1)]
        subprocess.run([self.given.leakproof, "merge", *shards, "--quiet", "--json", file],
                       stdout=subprocess.DEVNULL)
        return rulings(file)

    def restarts(self):
        return read(os.path.join(self.folder, "shard-1.log")).count("requeued")


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("leakproof")
    parser.add_argument("sbatch")
    parser.add_argument("--tasks", type=int, default=4)
    given, given.options = parser.parse_known_args()
    return given


def main():
    if missing := slurm.what_is_missing():
        print(f"not installed: {', '.join(missing)} (apt install slurm-wlm munge)")
        return 77
    given = arguments()
    with tempfile.TemporaryDirectory() as folder:
        whole = os.path.join(folder, "whole.json")
        subprocess.run([given.leakproof, "run", *given.options, "--shard", "1/1", "--json", whole],
                       stdout=subprocess.DEVNULL)
        expected = rulings(whole)
        state = os.path.join(folder, "slurm")
        os.mkdir(state)
        start = time.monotonic()
        with slurm.Slurm(state) as cluster:
            print(f"Slurm is up after {time.monotonic() - start:.1f} s")
            undisturbed = Array(cluster, given, os.path.join(folder, "undisturbed")).merged()
            assert undisturbed == expected, differences(expected, undisturbed)
            print(f"{len(expected)} trials in {given.tasks} tasks: every ruling as in one run")
            array = Array(cluster, given, os.path.join(folder, "killed"))
            array.kill_one_midway()
            after_a_kill = array.merged()
            assert array.restarts() == 1, "nothing was requeued"
            assert after_a_kill == expected, differences(expected, after_a_kill)
            print("with a task killed and requeued: the same")
    return 0


def differences(expected, got):
    return "\n".join(f"{trial}: {expected.get(trial)} in one run, {got.get(trial)} in shards"
                     for trial in sorted(expected.keys() | got.keys())
                     if expected.get(trial) != got.get(trial))


sys.exit(main())
