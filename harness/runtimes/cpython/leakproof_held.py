# SPDX-License-Identifier: MIT
"""Reports which lines hold memory that was allocated since the first call, according to
tracemalloc, and which containers have grown, as the worker protocol's answer to "explain".
Raises no exception, even if inspecting the program's objects does."""
import collections
import gc
import sys
import tracemalloc

FRAMES = 32
MOST = 64
CONTAINERS = (list, dict, set, bytearray, collections.deque)

lengths = None
names = {}  # by id, so that each container keeps its name


def explain(loop):
    """The lines of an answer. Omits frames of this file and of the file `loop`, which calls
    the client."""
    lines = []
    for tell in (lambda: held_lines({loop, __file__}), container_lines):
        try:
            lines += tell()
        except Exception:  # the report shows which share of the growth is explained
            continue
    return [f"explains tracemalloc {len(lines)}", *lines]


def held_lines(ours):
    if not tracemalloc.is_tracing():
        tracemalloc.start(FRAMES)
    gc.collect()
    lines = []
    for held in tracemalloc.take_snapshot().statistics("traceback"):
        if any(frame.filename == __file__ for frame in held.traceback):
            continue
        frames = [frame for frame in reversed(held.traceback) if frame.filename not in ours]
        if frames and held.traceback[-1].filename not in ours:
            places = [f"{clean(frame.filename)}\t{frame.lineno}\t" for frame in frames]
            lines.append("\t".join(["held", str(held.size), str(held.count), *places]))
        if len(lines) == MOST:
            break
    return lines


def clean(text):
    return " ".join(text.split())[:300].encode(errors="replace").decode()


def container_lines():
    """The containers that have grown most since the first call, at most eight."""
    global lengths
    first = lengths is None
    if first:
        gc.unfreeze()
        lengths = {}
    found = containers()
    if first:
        lengths = {id(each): len(each) for each in found}
        return []
    since = [(len(each) - lengths.setdefault(id(each), len(each)), each) for each in found
             if each is not lengths and each is not names]
    since = sorted((pair for pair in since if pair[0] > 0), key=lambda pair: -pair[0])
    return [f"container\t{len(each)}\t{name_of(each)}" for _, each in since[:8]]


def containers():
    # The garbage collector does not track a dictionary of only numbers and bytes, which
    # can be found only through objects that refer to it.
    tracked = gc.get_objects()
    found = {id(each): each for each in tracked if type(each) in CONTAINERS}
    for each in gc.get_referents(*tracked):
        if type(each) in CONTAINERS:
            found[id(each)] = each
    found.pop(id(tracked), None)
    return list(found.values())


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
    for frame in sys._current_frames().values():
        while frame:
            if frame.f_code.co_name != "<module>" and frame.f_code.co_filename != __file__:
                for name, value in frame.f_locals.items():
                    if value is container:
                        return f"{kind} {name} of {frame.f_code.co_name}()"
            frame = frame.f_back
    for module_name, module in list(sys.modules.items()):
        for name, value in list(getattr(module, "__dict__", {}).items()):
            if value is container:
                return f"{kind} {module_name}.{name}"
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
