# SPDX-License-Identifier: MIT
"""Reports which lines hold memory that was allocated since the first call, according to
tracemalloc, which containers have grown, where sockets and files were opened, and where tasks
and threads wait, as the worker protocol's answer to "explain".
Raises no exception, even if inspecting the program's objects does."""
import collections
import gc
import itertools
import sys
import tracemalloc

from leakproof_items import newest_places
from leakproof_live import live_lines
from leakproof_opened import descriptor_lines
from leakproof_path import path_to
from leakproof_waiting import clean, task_lines, thread_lines, until_loop

FRAMES = 32
MOST = 64
SMALLEST = 16  # a container that has grown by less than this part of the first is not told
CONTAINERS = (list, dict, set, bytearray, collections.deque)

lengths = None  # by id: a container, what it is or derives from, and how long it was at the first call
names = {}  # by id, so that each container keeps its name


def explain(own_files, tasks=()):
    """The lines of an answer. Omits frames of this file and of `own_files`, which call the client.
    `tasks`: those of asyncio that are not done."""
    ours = {*own_files, __file__}
    unfreeze()  # what is frozen is not listed
    # Containers before memory, so that what this remembers of them is not traced.
    told = [told_by(lambda: container_lines(ours)), told_by(lambda: descriptor_lines(ours, tasks)),
            told_by(lambda: live_lines(ours)), told_by(lambda: held_lines(ours)),
            told_by(lambda: task_lines(tasks, ours)), told_by(lambda: thread_lines(ours))]
    lines = [line for some in told for line in some]
    return [f"explains tracemalloc {len(lines)}", *lines]


def told_by(tell):
    try:
        return tell()
    except BaseException:  # the report shows which share of the growth is explained
        return []


def held_lines(ours):
    freeze()
    if not tracemalloc.is_tracing():
        tracemalloc.start(FRAMES)
    gc.collect()
    # The statistics of a snapshot take ten times as long. Equal stacks are one object here.
    traces = tracemalloc._get_traces()
    sizes = collections.Counter()
    counts = collections.Counter(id(trace[2]) for trace in traces)
    for trace in traces:
        sizes[id(trace[2])] += trace[1]
    stacks = {id(trace[2]): trace[2] for trace in traces}  # frames are innermost first
    lines = []
    for stack, size in sizes.most_common():
        frames, count = stacks[stack], counts[stack]
        files = [file for file, _ in frames]
        if files[0] in ours or __file__ in files:
            continue
        called = until_loop(frames, ours)
        places = [f"{clean(file)}\t{line}\t" for file, line in called]
        running = list(itertools.takewhile(lambda frame: frame[0] not in ours, frames[len(called):]))
        if running:
            places += ["\t0\tfetch by an event loop", *(f"{clean(file)}\t{line}\t" for file, line in running)]
        lines.append("\t".join(["held", str(size), str(count), *places]))
        if len(lines) == MOST:
            break
    return lines


def container_lines(ours):
    """The containers that have grown most since the first call, at most eight, and where their
    newest items were created."""
    global lengths
    if lengths is None:
        lengths = {}
        find_containers()
        return []
    # A length that the program defines is not asked for.
    since = [(kind.__len__(each) - before, each, kind) for each, kind, before in lengths.values()]
    since = sorted((grown for grown in since if grown[0] > 0), key=lambda grown: -grown[0])
    # What grows steadily has grown by now. Lengths are compared and paths searched for a long time
    # where much is kept.
    for identity in set(lengths) - {id(each) for _, each, _ in since}:
        del lengths[identity]
    since = [grown for grown in since[:8] if grown[0] * SMALLEST >= since[0][0]]
    return ["\t".join(["container", str(kind.__len__(each)), name_of(each), *newest_places(each, kind, ours)])
            for _, each, kind in since]


def find_containers():
    tracked = gc.get_objects()
    kinds = {}  # by type: the container that it is or derives from
    # The garbage collector does not track a dictionary of only numbers and bytes, which
    # can be found only through objects that refer to it.
    for each in itertools.chain(tracked, gc.get_referents(*tracked)):
        kind = kinds.get(type(each), False)
        if kind is False:
            kind = kinds[type(each)] = next((base for base in type.mro(type(each)) if base in CONTAINERS), None)
        if kind and each is not lengths and each is not names and each is not kinds:
            lengths[id(each)] = each, kind, kind.__len__(each)


def freeze():
    # Only objects that are created from now on are traced, so that only they need be collected.
    getattr(gc, "freeze", gc.collect)()


def unfreeze():
    getattr(gc, "unfreeze", gc.collect)()


def name_of(container):
    if id(container) not in names:
        try:
            name = clean(first_name_of(container))
        except Exception:  # for example, a property of the program raised it
            name = f"a {type(container).__name__}"
        # A number distinguishes containers with the same name.
        taken = list(names.values())
        number = next((n for n in range(2, 1000) if f"{name} ({n})" not in taken), 0)
        names[id(container)] = name if name not in taken else f"{name} ({number})"
    return names[id(container)]


def first_name_of(container):
    kind = type(container).__name__
    if path := path_to(container, {__file__}):
        return f"{kind} {path}"
    for holder in gc.get_referrers(container):
        if isinstance(holder, dict):  # the __dict__ of an object
            keys = [key for key, value in holder.items() if value is container]
            for owner in gc.get_referrers(holder):
                if keys and getattr(owner, "__dict__", None) is holder:
                    return f"{kind} {keys[0]} of a {type(owner).__qualname__}"
        elif hasattr(holder, "__dict__") and not isinstance(holder, type(sys)):
            for name, value in list(vars(holder).items()):
                if value is container:
                    return f"{kind} {name} of a {type(holder).__qualname__}"
    return f"a {kind}"
