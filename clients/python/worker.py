# SPDX-License-Identifier: MIT
"""Implements the worker protocol: a script that calls `serve(...)` is a worker."""
import os
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "harness/runtimes/cpython"))
from leakproof_serving import Blocking, UnknownOrder


def serve(client, *, name, expect, needs=None, unread=False):
    """Runs the worker loop. `client()` returns the fetch function, which raises an
    exception on failure, and the client's version. `needs` names the Debian package that
    it requires. `unread`: the client does not read the bodies of replies. The script's docstring
    is the client's summary; `expect` is the verdict that leakproof must reach."""
    if "--list" in sys.argv:
        print(name, expect, sys.modules["__main__"].__doc__.strip(), sep="\t")
        return
    answers = os.fdopen(os.dup(1), "w")  # output that the client prints is not mistaken for an answer
    os.dup2(2, 1)
    try:
        fetch, version = client()
    except ModuleNotFoundError:
        sys.exit(skip(needs))
    try:
        Blocking().serve(open(0, "rb", buffering=0), answers, marked(fetch), version, "+unread" * unread, {__file__})
    except UnknownOrder as error:
        sys.exit(str(error))


def marked(fetch):
    """Under leakproof torture, marks the begin and end of each fetch for the interposer, as
    harness/loop/fetch_mark.hpp does."""
    if "LEAKPROOF_TORTURE" not in os.environ:
        return fetch
    import ctypes
    try:
        process = ctypes.PyDLL(None)
        begins, ends = process.leakproof_fetch_begins, process.leakproof_fetch_ends
    except AttributeError:  # the interposer is not preloaded
        return fetch

    def between_marks(url):
        begins()
        try:
            fetch(url)
        finally:
            ends()

    return between_marks


def skip(package):
    sys.stderr.write(f"not installed: apt install {package}\n")
    return 77
