# SPDX-License-Identifier: MIT
"""The agent in a Python program under test, which imports it through PYTHONPATH: collects garbage
on request, and reports which code holds memory. The program runs unmodified, is not kept alive, and
its standard streams are not used. The user's own sitecustomize is run as usual."""
import _socket
import _thread
import os
import sys
from importlib.machinery import PathFinder

from leakproof_collecting import Collector, tasks


def settle(collector):
    uncollected = 0 if collector.collect() else 1
    return b"settled tasks=%d uncollected=%d\n" % (len(tasks()), uncollected)


def explain():
    if "leakproof_held" not in sys.modules:
        sys.path.append(os.path.dirname(os.path.abspath(__file__)))
    import leakproof_held
    lines = leakproof_held.explain({__file__}, tasks())
    return "".join(line + "\n" for line in lines).encode(errors="replace")


def listen(path):
    order = bytearray(64)
    try:
        supervisor = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        supervisor.connect("\0" + path[1:] if path.startswith("@") else path)
        collector = Collector()
        while supervisor.recv_into(order):
            if order.startswith(b"explain"):
                supervisor.sendall(explain())
                continue
            supervisor.send(settle(collector))
    except OSError:
        pass


def start():
    # Not with threading, which would wait for this thread at the program's exit.
    _thread.start_new_thread(listen, (os.environ["LEAKPROOF_AGENT"],))


def is_main_interpreter():
    # Another may be destroyed while a thread of it runs, which ends the process.
    for name in ("_interpreters", "_xxsubinterpreters"):
        try:
            interpreters = __import__(name)
            ids = [interpreters.get_current(), interpreters.get_main()]
        except (ImportError, AttributeError):
            continue
        current, main = (int(each[0] if isinstance(each, tuple) else each) for each in ids)
        return current == main
    return True


def run_the_users_own():
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [folder for folder in sys.path if os.path.abspath(folder) != here]
    own = PathFinder.find_spec("sitecustomize", sys.path)
    if own and own.loader:
        own.loader.exec_module(sys.modules[__name__])


if "LEAKPROOF_AGENT" in os.environ and is_main_interpreter():
    start()
    os.register_at_fork(after_in_child=start)
run_the_users_own()
