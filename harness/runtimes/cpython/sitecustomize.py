# SPDX-License-Identifier: MIT
"""The agent in a Python program under test, which imports it through PYTHONPATH: collects garbage
on request, and reports which code holds memory. The program runs unmodified, is not kept alive, and
its standard streams are not used. The user's own sitecustomize is run as usual."""
import _socket
import _thread
import gc
import os
import sys
from importlib.machinery import PathFinder


def settle(first):
    # CPython's cache of 4,096 attribute look-ups keeps their names alive: in a program that
    # creates names at run time it grows for 20,000 fetches.
    if hasattr(sys, "_clear_type_cache"):
        sys._clear_type_cache()
    # A program that has switched the collector off never frees what only the collector would.
    if gc.isenabled() and gc.get_threshold()[0] > 0:
        gc.collect()
    # Excludes initial objects from later collections, which makes these faster.
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
        supervisor.connect("\0" + path[1:] if path.startswith("@") else path)
        # Initial objects are those of the first fetches, which may import modules lazily.
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
    # Not with threading, which would wait for this thread at the program's exit.
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
