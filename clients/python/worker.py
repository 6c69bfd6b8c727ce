# SPDX-License-Identifier: MIT
"""The worker protocol: `serve(client)` in a script makes that script a worker."""
import gc
import os
import sys


def serve(client, *, name, expect, needs=None):
    """`client()` gives the fetch, which raises where it fails, and the client's
    version. `needs` is the package of Debian that it takes; the script's docstring
    says what it does, and `expect` what leakproof has to find."""
    if "--list" in sys.argv:
        print(name, expect, sys.modules["__main__"].__doc__.strip(), sep="\t")
        return
    answers = os.fdopen(os.dup(1), "w")  # no print of the client's is taken for one
    os.dup2(2, 1)
    try:
        fetch, version = client()
    except ModuleNotFoundError:
        sys.exit(skip(needs))
    fetch = marked(fetch)
    runtimes = os.environ.get("LEAKPROOF_RUNTIMES")  # where leakproof's own scripts are
    print("hello leakproof-worker/1" + ("+explain" if runtimes else ""), version,
          file=answers, flush=True)
    # Unbuffered: a buffer of eight kilobytes that comes and goes would be read, too.
    for line in open(0, "rb", buffering=0):
        match line.decode().split():
            case ["run", count, url]:
                failed = sum(not succeeds(fetch, url) for _ in range(int(count)))
                print("done", count, failed, file=answers, flush=True)
            case ["settle"]:
                sys._clear_type_cache()  # which else fills for 20,000 fetches
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
    """Under leakproof torture, tells the interposer what is a fetch and what this
    loop, as harness/loop/fetch_mark.hpp does."""
    if "LEAKPROOF_TORTURE" not in os.environ:
        return fetch
    import ctypes
    try:
        process = ctypes.PyDLL(None)
        begins, ends = process.leakproof_fetch_begins, process.leakproof_fetch_ends
    except AttributeError:  # not preloaded
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
