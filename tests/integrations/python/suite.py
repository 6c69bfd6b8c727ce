# SPDX-License-Identifier: MIT
"""A test suite that uses the Python package. integrations_test.py has pytest run its tests one by one,
and says which must fail. The name keeps it from being collected elsewhere."""
import logging
import os
import unittest
import urllib.request
import warnings

import pytest

import leakproof as package

SHORT = {"horizon": 100}
kept = []


def get(url):
    with urllib.request.urlopen(url) as response:
        return response.read()


def keep(url):
    kept.append(get(url))


@pytest.fixture
def hoard():
    return []


def test_clean(leakproof, tmp_path):
    mine = tmp_path / "pid"
    mine.write_text(str(os.getpid()))
    leakproof.check(get, on=["plain", "drop-mid-body"], **SHORT)
    assert mine.read_text() == str(os.getpid())  # not that of the process that was measured


def test_of_its_folder(leakproof, tmp_path):
    with open("folders", "a") as folders:
        folders.write(f"{tmp_path}\n")
    leakproof.check(get, on=["plain", "drop-mid-body"], **SHORT)
    with open("folders") as folders:
        lines = folders.readlines()
    assert len(set(lines)) == len(lines) >= 3  # this process, and one for each scenario


def test_leaky(leakproof):
    leakproof.check(keep, **SHORT)


def test_closure_over_a_fixture(leakproof, hoard):
    leakproof.check(lambda url: hoard.append(get(url)), **SHORT)


@pytest.mark.parametrize("fetch", [get, keep], ids=["get", "keep it[::]"])
def test_of_parameters(leakproof, fetch):
    leakproof.check(fetch, "plain", **SHORT)


def test_second_of_two(leakproof):
    leakproof.check(get, **SHORT)
    leakproof.check(keep, **SHORT)


async def keep_asynchronously(url):
    keep(url)


async def get_asynchronously(url):
    get(url)


@pytest.mark.parametrize("fetch", [get_asynchronously, keep_asynchronously, lambda url: keep_asynchronously(url)],
                         ids=["get", "keep", "lambda"])
def test_of_an_async_function(leakproof, fetch):
    leakproof.check(fetch, **SHORT)


@pytest.mark.asyncio
@pytest.mark.parametrize("fetch", [get_asynchronously, keep_asynchronously, keep], ids=["get", "keep", "blocking"])
async def test_in_an_event_loop(fetch):
    await package.acheck(fetch, **SHORT)


def test_that_raises(leakproof):
    def fetch(url):
        get(url)
        raise ValueError("as a client may")

    leakproof.check(fetch, **SHORT)


def test_of_messages(leakproof):
    """Which pytest would keep."""
    def fetch(url):
        print(get(url))
        warnings.warn(f"{url} {object()}")
        logging.getLogger("client").warning("of %s", url)

    leakproof.check(fetch, **SHORT)


def test_of_a_time_out(leakproof):
    def fetch(url, timeout):
        with urllib.request.urlopen(url, timeout=timeout) as response:
            response.read()

    leakproof.check(fetch, "stall", **SHORT)


def test_without_a_time_out(leakproof):
    leakproof.check(get, "stall", **SHORT)


def test_of_uploads(leakproof):
    leakproof.check(get, "upload", **SHORT)


def test_tolerating(leakproof):
    leakproof.check(keep, tolerating={"heap_bytes": 50_000, "heap_blocks": 2}, **SHORT)


def test_with_wrong_options(leakproof):
    leakproof.check(get, on="no-such-scenario")


class OfUnittest(unittest.TestCase):
    def test_clean(self):
        package.check(get, **SHORT)

    def test_leaky(self):
        package.check(keep, **SHORT)


class OfAsynchronousUnittest(unittest.IsolatedAsyncioTestCase):
    async def test_clean(self):
        await package.acheck(get_asynchronously, **SHORT)

    async def test_leaky(self):
        await package.acheck(keep_asynchronously, **SHORT)
