# SPDX-License-Identifier: MIT
"""Imported into a Python program under test (PYTHONPATH): collects garbage when
it is asked to, and says who holds what. The program is not changed, is not kept alive, and finds nothing
of this on its own streams. A sitecustomize of the user's is run as ever."""
import _socket
import _thread
import gc
import os
import sys
from importlib.machinery import PathFinder


def settle(first):
    # CPython's own cache of 4,096 attribute lookups keeps their names: a program
    # that builds names fills it for 20,000 fetches.
    if hasattr(sys, "_clear_type_cache"):
        sys._clear_type_cache()
    gc.collect()
    # What was there at first need not be looked through again and again.
    if first and hasattr(gc, "freeze"):
        gc.freeze()


def explain():
    if "leakproof_held" not in sys.modules:
        sys.path.append(os.path.dirname(os.path.abspath(__file__)))
    import leakproof_held
    return "".join(line + "\n" for line in leakproof_held.explain(__file__)).encode(errors="replace")


def listen(path):
    order = bytearray(64)
    try:
        supervisor = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        supervisor.connect(path)
        # Some fetches into the program, when it has imported what it puts off.
        first = 16
        while supervisor.recv_into(order):
            if order.startswith(b"explain"):
                supervisor.sendall(explain())
                continue
            settle(first > 0)
            first -= first > 0
            supervisor.send(b"settled\n")
    except OSError:
        pass


def start():
    # Not of threading: this one is not waited for when the program ends.
    _thread.start_new_thread(listen, (os.environ["LEAKPROOF_AGENT"],))


def run_the_users_own():
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [folder for folder in sys.path if os.path.abspath(folder) != here]
    own = PathFinder.find_spec("sitecustomize", sys.path)
    if own and own.loader:
        own.loader.exec_module(sys.modules[__name__])


if "LEAKPROOF_AGENT" in os.environ:
    start()
    os.register_at_fork(after_in_child=start)
run_the_users_own()
