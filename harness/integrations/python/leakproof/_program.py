# SPDX-License-Identifier: MIT
"""Finds the program leakproof: the one in this package, else on PATH, else the one that the variable
LEAKPROOF names."""
import os
import pathlib
import shutil
import sys
import unittest

INSTALL = """leakproof is not installed: the program is neither in the Python package, nor on PATH, nor \
named by the variable LEAKPROOF.
Install the package's wheel for Linux (pip install leakproof-*.whl). To skip leak tests where it is missing, \
set LEAKPROOF_MISSING=skip, or leakproof_missing = skip in pytest's configuration."""


class NotInstalled(AssertionError):
    pass


def carried():
    return pathlib.Path(__file__).resolve().parent / "programs" / "bin" / "leakproof"


def is_ours(command):
    """Is it only what starts the program that this package should carry?"""
    with open(command, "rb") as file:
        return b"from leakproof.__main__ import" in file.read(1000)


def find(missing=""):
    """`missing`: "fail" or "skip", what the test does where there is none; the variable LEAKPROOF_MISSING
    decides first."""
    if not sys.platform.startswith("linux"):
        raise unittest.SkipTest(f"leakproof measures processes on Linux only, and this is {sys.platform}")
    for candidate in (str(carried()), "leakproof", os.environ.get("LEAKPROOF", "")):
        if (found := candidate and shutil.which(candidate)) and not is_ours(found):
            return found
    missing = os.environ.get("LEAKPROOF_MISSING") or missing or "fail"
    if missing == "skip":
        raise unittest.SkipTest(INSTALL.split(":")[0])
    if missing != "fail":
        raise ValueError(f"LEAKPROOF_MISSING or leakproof_missing must be fail or skip, got {missing!r}")
    raise NotInstalled(INSTALL)
