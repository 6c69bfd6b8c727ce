# SPDX-License-Identifier: MIT
"""Implements the worker protocol: a script that calls `serve(...)` is a worker."""
import gc
import os
import sys


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
    fetch = marked(fetch)
    runtimes = os.environ.get("LEAKPROOF_RUNTIMES")  # directory of leakproof's own scripts
    print("hello leakproof-worker/1" + "+explain" * bool(runtimes) + "+unread" * unread, version,
          file=answers, flush=True)
    # Unbuffered: an 8 KiB buffer that is allocated and freed would show in the readings.
    for line in open(0, "rb", buffering=0):
        match line.decode().split():
            case ["run", count, url]:
                failed = sum(not succeeds(fetch, url) for _ in range(int(count)))
                print("done", count, failed, file=answers, flush=True)
            case ["settle"]:
                sys._clear_type_cache()  # otherwise it grows for 20,000 fetches
                gc.collect()
                print("settled", file=answers, flush=True)
            case ["explain"] if runtimes:
                if "leakproof_held" not in sys.modules:
                    sys.path.append(runtimes + "/cpython")
                from leakproof_held import explain
                print(*explain(__file__), sep="\n", file=answers, flush=True)
            case ["stop"]:
                break
            case order:
                sys.exit(f"{order[3:] or order}: not known to this worker")


def succeeds(fetch, url):
    try:
        fetch(url)
    except Exception:
        return False
    return True


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
