# SPDX-License-Identifier: MIT
"""Tests in a project's own test suite whether an HTTP client leaks:

    def test_get(leakproof):
        leakproof.check(lambda url: httpx.get(url), on=["plain", "drop-mid-body"])
"""
from leakproof._check import LeakTestFailure, acheck, check

__all__ = ["LeakTestFailure", "acheck", "check"]
