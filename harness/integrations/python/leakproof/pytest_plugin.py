# SPDX-License-Identifier: MIT
"""The pytest plugin: the fixture `leakproof`, and how pytest runs one test again."""
import os
import shlex
import sys

import pytest

import leakproof as package
from leakproof import _test


def pytest_addoption(parser):
    parser.addini("leakproof_missing", "what leak tests do where leakproof is not installed: fail or skip",
                  default="fail")


@pytest.hookimpl(tryfirst=True)  # before the folder of tmp_path is chosen
def pytest_configure(config):
    if "LEAKPROOF_WORKER" in os.environ and config.option.basetemp:
        # pytest empties it, and several scenarios may be judged at once.
        config.option.basetemp = f"{config.option.basetemp}-{os.getpid()}"
    config.pluginmanager.register(RunningTest(), "leakproof-running-test")


@pytest.fixture
def leakproof():
    """The functions check() and acheck() of the package leakproof."""
    return package


class RunningTest:
    def __init__(self):
        self.item = None

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item):
        self.item, outer = item, _test.started_by_pytest
        _test.started_by_pytest = self.test
        yield
        _test.started_by_pytest = outer

    def pytest_runtest_setup(self, item):
        item.leakproof_assertions = 0  # it may be run a second time

    def test(self):
        item = self.item
        return _test.Test(item.nodeid, _test.count(item), command(item), environment=own_folders,
                          folder=str(item.config.invocation_params.dir),
                          missing=item.config.getini("leakproof_missing"))


def command(item):
    """Runs the test alone, with the options of this run. Its output is leakproof's to read."""
    config = item.config
    path = os.path.relpath(item.path, config.invocation_params.dir)
    words = [sys.executable, "-m", "pytest", *options_of(config), "--capture=no",
             "-p", "no:unraisableexception", "-p", "no:threadexception"]
    if config.pluginmanager.hasplugin("xdist"):
        words.append("-n0")
    if config.pluginmanager.hasplugin("_cov") or config.pluginmanager.hasplugin("pytest_cov"):
        words.append("--no-cov")
    return [*words, "::".join([path, *item.nodeid.split("::")[1:]])]


def own_folders(folder):
    """So that nothing that this run has written is overwritten."""
    options = ["--basetemp", f"{folder}/basetemp", "-o", f"cache_dir={folder}/cache"]
    return {"PYTEST_ADDOPTS": " ".join([os.environ.get("PYTEST_ADDOPTS", ""), shlex.join(options)])}


# Of files that this run writes, and of what asks a person.
DROPPED = ("--junitxml", "--junit-xml", "--report-log", "--html", "--json-report-file", "--log-file", "--basetemp")
DROPPED_FLAGS = ("--pdb", "--trace", "--collect-only", "--co")


def options_of(config):
    """The options on the command line of this run, without the tests that it selects."""
    if hasattr(config, "workerinput"):  # of pytest-xdist
        words = list(config.workerinput["mainargv"][1:])
    else:
        words = [str(word) for word in config.invocation_params.args]
    selected = set(map(str, config.args)) | set(getattr(config.option, "file_or_dir", None) or ())
    kept = []
    while words:
        word = words.pop(0)
        if word in DROPPED:
            words = words[1:]
        elif word not in selected and word not in DROPPED_FLAGS and word.partition("=")[0] not in DROPPED:
            kept.append(word)
    return kept
