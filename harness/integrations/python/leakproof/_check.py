# SPDX-License-Identifier: MIT
"""The assertion. In the test, it has leakproof run this test in fresh processes, and fails with
what leakproof found; in these processes, it makes the fetches."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

from leakproof import _program, _test, _worker

__unittest = True  # unittest shows no frames of this file
USAGE, SKIPPED = 2, 77  # exit codes of leakproof


class LeakTestFailure(AssertionError):
    """A leak, or no verdict. The text is the evidence; `trials` are those of leakproof's JSON."""

    def __init__(self, text, trials=()):
        super().__init__(text)
        self.trials = list(trials)


LeakTestFailure.__module__ = "leakproof"  # as reports show it


def check(fetch, on=("plain",), **options):
    """Fails if `fetch` leaks. It is called with a URL, makes one fetch, and raises an exception if that
    fails; what it returns is awaited if it is awaitable. `on`: scenarios and groups of them, as
    `leakproof list` shows them. Options:

    horizon: fetches until the first look, which is also the largest cache that is tolerated
    tolerating: growth per fetch that is accepted, such as {"heap_bytes": 16}
    timeout: of a fetch, in milliseconds, in scenarios that set one; worker_timeout: in seconds
    options: further arguments of `leakproof run`, as a list
    """
    __tracebackhide__ = True
    test = _test.running()
    if _worker.is_started():
        if _worker.serves(test.name):
            _worker.serve(fetch)
        return
    judge(test, on, **options)


async def acheck(fetch, on=("plain",), **options):
    """As check(), for a test that is itself run by an event loop, which the fetches then use."""
    __tracebackhide__ = True
    test = _test.running()
    if _worker.is_started():
        if _worker.serves(test.name):
            await _worker.aserve(fetch)
        return
    judge(test, on, **options)


def judge(test, on, **options):
    __tracebackhide__ = True
    program = _program.find(test.missing)
    with tempfile.TemporaryDirectory(prefix="leakproof-") as folder:
        report = pathlib.Path(folder, "results.json")
        words = [program, "run", "--test", test.name, "--on", on if isinstance(on, str) else ",".join(on),
                 "--json", str(report), "--no-controls", "--quiet", *arguments(**options), "--", *test.command]
        done = subprocess.run(words, cwd=test.folder, env={**unmeasured(), **test.environment(folder)},
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              errors="replace")
        trials = trials_in(report)
    text = "\n".join(filter(None, (done.stdout.strip(), done.stderr.strip())))
    if done.returncode == 0 and trials:
        return
    if done.returncode == SKIPPED:
        raise unittest.SkipTest(f"leakproof: {headline(trials) or text}")
    if done.returncode == USAGE:
        raise ValueError(text)
    summary = headline(trials) or f"no verdict: leakproof ended with exit code {done.returncode}"
    raise LeakTestFailure(f"{summary}\n{text}", trials)


def headline(trials):
    """For the line that runners show of a failed test."""
    return "; ".join(f"{trial['ruling']} on {trial['scenario']}: {trial['reason']}" for trial in trials
                     if trial["ruling"] != "clean")


def arguments(horizon=None, tolerating=None, timeout=None, worker_timeout=None, options=()):
    words = []
    if horizon is not None:
        words += ["--horizon", str(horizon)]
    if tolerating:
        words += ["--tolerance", ",".join(f"{metric}={rate}" for metric, rate in tolerating.items())]
    if timeout is not None:
        words += ["--timeout", str(timeout)]
    if worker_timeout is not None:
        words += ["--worker-timeout", str(worker_timeout)]
    return [*words, *options]


def unmeasured():
    """The environment, without what would make coverage measure the fetches."""
    return {name: value for name, value in os.environ.items()
            if not name.startswith(("COV_CORE_", "COVERAGE_PROCESS_"))}


def trials_in(report):
    try:
        return json.loads(report.read_text())["trials"]
    except (OSError, ValueError, KeyError):
        return []
