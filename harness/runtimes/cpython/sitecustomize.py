# SPDX-License-Identifier: MIT
"""The agent in a Python program under test, which imports it through PYTHONPATH: collects garbage
on request, and reports which code holds memory. The program runs unmodified, is not kept alive, and
its standard streams are not used. The user's own sitecustomize is run as usual."""
import _socket
import _thread
import gc
import os
import sys
import time
from importlib.machinery import PathFinder


class Collector:
    """Collects old objects only at some stops, because in a program that keeps what it creates,
    there are more of them at each. This takes no longer than the fetches in between."""

    def __init__(self):
        # Initial objects are those of the first stops, because a program may import modules lazily.
        self.first_stops = 16
        self.took = 0.0  # the last collection of all objects
        self.ended = 0.0

    def collect(self):
        """Returns whether no garbage is left. Otherwise some may be left among old objects."""
        # A program that has switched the collector off never frees what only the collector would.
        if not gc.isenabled() or gc.get_threshold()[0] <= 0:
            return True
        self.first_stops -= 1
        begun = time.monotonic()
        if begun - self.ended < self.took:
            gc.collect(1)  # young objects; from Python 3.14 on, also some old ones
            return False
        gc.collect()
        # Excludes initial objects from later collections, which makes these faster.
        if self.first_stops >= 0 and hasattr(gc, "freeze"):
            gc.freeze()
        self.ended = time.monotonic()
        self.took = self.ended - begun
        return True


def settle(collector):
    # CPython's cache of 4,096 attribute look-ups keeps their names alive: in a program that
    # creates names at run time it grows for 20,000 fetches.
    if hasattr(sys, "_clear_type_cache"):
        sys._clear_type_cache()
    uncollected = 0 if collector.collect() else 1
    return b"settled tasks=%d uncollected=%d\n" % (len(tasks()), uncollected)


def tasks():
    """The tasks that are not done, of all event loops."""
    module = sys.modules.get("asyncio.tasks")
    found = set()
    for name in ("_all_tasks", "_scheduled_tasks", "_eager_tasks"):
        found.update(list_of(getattr(module, name, ())))
    if sys.version_info >= (3, 14) and hasattr(module, "all_tasks"):
        for loop in running_loops():
            found.update(module.all_tasks(loop))
    return [task for task in found if not task.done()]


def list_of(weak):
    for _ in range(1000):
        try:
            return list(weak)
        except RuntimeError:  # another thread has changed it
            continue
    return []


def running_loops():
    # From Python 3.14 on, tasks are listed by their loop.
    for frame in sys._current_frames().values():
        while frame:
            if frame.f_code.co_name in ("run_forever", "run_until_complete"):
                loop = frame.f_locals.get("self")
                if hasattr(loop, "create_task"):
                    yield loop
            frame = frame.f_back


def explain():
    if "leakproof_held" not in sys.modules:
        sys.path.append(os.path.dirname(os.path.abspath(__file__)))
    import leakproof_held
    lines = leakproof_held.explain(__file__, tasks())
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
