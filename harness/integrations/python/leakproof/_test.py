# SPDX-License-Identifier: MIT
"""Which test is running: its name, and the command that runs it alone in a fresh process."""
import collections
import os
import pathlib
import sys

started_by_pytest = None  # makes a Test of the one that pytest runs; set by the plugin


class Test:
    def __init__(self, identity, number, command, folder=None, environment=lambda _: {}, missing=""):
        """`number`: of the assertion in this test, from 1. `environment(folder)`: variables for the command,
        which may write to the folder."""
        self.name = identity if number == 1 else f"{identity}#{number}"
        self.command = command
        self.folder = folder or os.getcwd()
        self.environment = environment
        self.missing = missing


def running():
    if started_by_pytest and (test := started_by_pytest()):
        return test
    frames = list(callers())
    for frame in frames:
        case = frame.f_locals.get("self")
        if is_unittest(case):
            return of_unittest(case)
    return of_program(frames[0])


def count(running_test):
    running_test.leakproof_assertions = getattr(running_test, "leakproof_assertions", 0) + 1
    return running_test.leakproof_assertions


def callers():
    """The frames outside this package, innermost first."""
    here = os.path.dirname(os.path.abspath(__file__))
    frame = sys._getframe()
    while frame:
        if os.path.dirname(os.path.abspath(frame.f_code.co_filename)) != here:
            yield frame
        frame = frame.f_back


def is_unittest(case):
    unittest = sys.modules.get("unittest")
    return unittest is not None and isinstance(case, unittest.TestCase)


def of_unittest(case):
    module = sys.modules[type(case).__module__]
    if module.__name__ == "__main__" and getattr(module, "__spec__", None) is None:  # python3 tests/test_a.py
        words = [sys.executable, module.__file__, case.id().partition(".")[2]]
        return Test(f"{os.path.relpath(module.__file__)}::{words[2]}", count(case), words)
    top = pathlib.Path(module.__file__).resolve().parents[module.__name__.count(".")]
    path = os.pathsep.join(filter(None, [str(top), os.environ.get("PYTHONPATH")]))
    return Test(case.id(), count(case), [sys.executable, "-m", "unittest", case.id()],
                environment=lambda _: {"PYTHONPATH": path})


class Function:
    """Of a program."""


functions = collections.defaultdict(Function)  # by name


def of_program(frame):
    """Another runner's test, or no test: the whole program is run, until it comes here."""
    name = f"{os.path.relpath(frame.f_code.co_filename)}::{frame.f_code.co_name}"
    words = [sys.executable, *(sys.orig_argv if hasattr(sys, "orig_argv") else ["", *sys.argv])[1:]]
    return Test(name, count(functions[name]), words)
