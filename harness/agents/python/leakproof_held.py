# SPDX-License-Identifier: MIT
"""Who holds what, in the interpreter's own words (tracemalloc), as lines of the
worker protocol's answer to "explain". Of what was allocated since the first call."""
import gc
import sys
import tracemalloc

FRAMES = 32
MOST = 64
CONTAINERS = (list, dict, set)

lengths = None


def explain(loop):
    """The lines of an answer. Frames of the file `loop`, which calls the client,
    are none of its doing, nor are those of this one."""
    global lengths
    if not tracemalloc.is_tracing():
        tracemalloc.start(FRAMES)
    if lengths is None:
        gc.unfreeze()
        lengths = {id(each): len(each) for each in containers()}
    gc.collect()
    ours = {loop, __file__}
    lines = []
    for held in tracemalloc.take_snapshot().statistics("traceback"):
        frames = [frame for frame in reversed(held.traceback) if frame.filename not in ours]
        # What only the loop or this file allocates is theirs.
        if frames and held.traceback[-1].filename not in ours:
            places = [f"{clean(frame.filename)}\t{frame.lineno}\t" for frame in frames]
            lines.append("\t".join(["held", str(held.size), str(held.count), *places]))
        if len(lines) == MOST:
            break
    lines += [f"container\t{len(each)}\t{clean(name_of(each))}" for each in grown()]
    return [f"explains tracemalloc {len(lines)}", *lines]


def clean(text):
    return " ".join(text.split())[:300]


def containers():
    return [each for each in gc.get_objects() if isinstance(each, CONTAINERS)]


def grown():
    """The containers that have grown most since the first call, at most eight."""
    since = [(len(each) - lengths.get(id(each), len(each)), each) for each in containers()]
    since = [pair for pair in since if pair[0] > 0 and pair[1] is not lengths]
    return [each for _, each in sorted(since, key=lambda pair: -pair[0])[:8]]


def name_of(container):
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
        for name, value in list(getattr(holder, "__dict__", {}).items()):
            if value is container:
                return f"{kind} {name} of a {type(holder).__qualname__}"
    return f"a {kind}"
