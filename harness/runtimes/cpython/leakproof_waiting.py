# SPDX-License-Identifier: MIT
"""Reports where tasks of asyncio were created and wait, and where threads wait, as lines of the
worker protocol's answer to "explain"."""
import _thread
import collections
import dis
import functools
import itertools
import os
import sys
import threading
import tracemalloc

MOST = 32
DEEPEST = 32


def until_loop(frames, ours):
    """Of frames, innermost first, those of the client, which leakproof's loop calls, or that of asyncio.
    `ours`: the files of leakproof's."""
    loops = lines_of_asyncio()
    return list(itertools.takewhile(lambda frame: frame[0] not in ours and tuple(frame) not in loops, frames))


def lines_of_asyncio():
    """At which asyncio calls what it runs: what called asyncio did not ask for it."""
    found = set()
    for module, function in (("asyncio.events", "Handle._run"), ("asyncio.runners", "Runner.run"), ("asyncio.runners", "run")):
        value = sys.modules.get(module)
        for name in function.split("."):
            value = getattr(value, name, None)
        if code := getattr(value, "__code__", None):
            found |= lines_of(code)
    return found


@functools.lru_cache(maxsize=8)
def lines_of(code):
    return frozenset((code.co_filename, line) for _, line in dis.findlinestarts(code))


def clean(text):
    return " ".join(text.split())[:300].encode(errors="replace").decode()


def task_lines(tasks, ours):
    """The tasks with the same places. `ours`: the files whose frames are omitted."""
    return counted("tasks", (places_of(task, ours) for task in tasks))


def thread_lines(ours):
    """The threads with the same stack. The caller's is omitted."""
    asking = _thread.get_ident()
    stacks = (thread_places(thread, frame, ours) for thread, frame in sys._current_frames().items()
              if thread != asking)
    return counted("threads", stacks)


def fetching(ours, tasks):
    """The stack that waits for the reply, after what it is: of the task that awaits most, else of the first thread that
    does not wait for another one. The caller's is omitted."""
    stacks = [waiting(task.get_coro()) for task in tasks]
    if stacks:
        return (("", 0, "fetch by a task"), *max(stacks, key=len))
    asking = _thread.get_ident()
    for thread, frame in sorted(sys._current_frames().items()):
        stack = stack_of(frame, ours)
        if thread != asking and stack and stack[0][0] != threading.__file__:
            return (("", 0, "fetch by a thread"), *stack)
    return ()


def thread_places(thread, frame, ours):
    """Where the thread was created, if that was traced, and at which line it waits; else only that."""
    waits = stack_of(frame, ours)
    places = [[each.filename, each.lineno, ""] for each in creation_of(threading._active.get(thread))
              if each.filename not in ours and each.filename != threading.__file__]
    if not places or not waits:
        return waits
    file, line, _ = next((place for place in waits if place[0] != threading.__file__), waits[0])
    places[0][2] = f"creates a thread, which waits at {os.path.basename(file)}:{line}"
    return tuple(map(tuple, places))


def creation_of(thread):
    """The frames, innermost first, in which a Thread was created; empty if that was not traced."""
    # Before 3.12, tracemalloc does not find an object with attributes, but a deque within it.
    event = getattr(thread, "_started", None)
    deque = getattr(getattr(event, "_cond", None), "_waiters", None)
    return reversed(tracemalloc.get_object_traceback(deque) or ())


def counted(metric, stacks):
    numbers = collections.Counter(stack for stack in stacks if stack)
    return ["\t".join(["counted", metric, str(number),
                       *(f"{clean(file)}\t{line}\t{clean(function)}" for file, line, function in stack)])
            for stack, number in numbers.most_common(MOST)]


def stack_of(frame, ours):
    places = []
    while frame and len(places) < DEEPEST:
        if frame.f_code.co_filename not in ours:
            places.append((frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name))
        frame = frame.f_back
    for every in ("_bootstrap", "_bootstrap_inner"):  # every thread starts with these
        if places and places[-1][0] == threading.__file__ and places[-1][2] == every:
            places.pop()
    return tuple(places)


def places_of(task, ours):
    """Where the task was created, if that was traced, and at which line it waits; else only that."""
    waits = waiting(task.get_coro())
    created = tracemalloc.get_object_traceback(task)
    if not created:
        return tuple(waits)
    places = [[frame.filename, frame.lineno, ""] for frame in reversed(created)
              if frame.filename not in ours]
    asyncio = os.path.dirname(sys.modules["asyncio"].__file__)
    creator = next((place for place in places if os.path.dirname(place[0]) != asyncio), None)
    if creator and waits:
        # The innermost place of its own coroutine tells more than one in a library.
        file, line, function = waits[-1]
        creator[2] = f"creates {function}(), which waits at {os.path.basename(file)}:{line}"
    return tuple(map(tuple, places))


def waiting(awaited):
    """The frames of a coroutine and of what it awaits, innermost first."""
    places = []
    while awaited is not None and len(places) < DEEPEST:
        frame = first_of(awaited, "cr_frame", "gi_frame", "ag_frame")
        if frame:
            places.append((frame.f_code.co_filename, frame.f_lineno or 0, frame.f_code.co_name))
        awaited = first_of(awaited, "cr_await", "gi_yieldfrom", "ag_await")
    return places[::-1]


def first_of(of, *names):
    return next((value for value in (getattr(of, name, None) for name in names) if value is not None),
                None)
