# SPDX-License-Identifier: MIT
"""Brings a Python program to rest before it is measured: collects garbage, and counts the tasks of
asyncio that are not done."""
import gc
import sys
import time


class Collector:
    """Collects old objects only at some stops, because in a program that keeps what it creates,
    there are more of them at each. This takes no longer than the fetches in between."""

    def __init__(self):
        # Initial objects are those of the first stops, because a program may import modules lazily.
        self.first_stops = 16
        self.took = 0.0  # the last collection of all objects
        self.ended = 0.0

    def collect(self, at_any_cost=False):
        """Returns whether no garbage is left. Otherwise some may be left among old objects."""
        # CPython's cache of 4,096 attribute look-ups keeps their names alive: in a program that
        # creates names at run time it grows for 20,000 fetches.
        if hasattr(sys, "_clear_type_cache"):
            sys._clear_type_cache()
        # A program that has switched the collector off never frees what only the collector would.
        if not gc.isenabled() or gc.get_threshold()[0] <= 0:
            return True
        self.first_stops -= 1
        begun = time.monotonic()
        if begun - self.ended < self.took and not at_any_cost:
            gc.collect(1)  # young objects; from Python 3.14 on, also some old ones
            return False
        gc.collect()
        # Excludes initial objects from later collections, which makes these faster.
        if self.first_stops >= 0 and hasattr(gc, "freeze"):
            gc.freeze()
        self.ended = time.monotonic()
        self.took = self.ended - begun
        return True


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
