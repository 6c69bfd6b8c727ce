# SPDX-License-Identifier: MIT
"""Names the way to an object from a variable of the program: "cache.items of __main__.client"."""
import gc
import sys

MOST_STEPS = 20
MOST_OBJECTS = 10000
LONGEST = 160
PLAIN = (str, int, float, bytes, bool, type(None))


def path_to(target, ours):
    """The shortest way from a module's global, else from a local variable of a running function;
    None if there is none of at most MOST_STEPS. `ours`: files whose variables do not count."""
    ours = {*ours, __file__}
    variables = local_variables(ours)
    modules = {}
    for name, module in list(sys.modules.items()):
        if hasattr(module, "__dict__"):
            modules.setdefault(id(vars(module)), name)
    above = {id(target): None}  # by id: the object that it leads to
    level = [target]
    local = None
    for _ in range(MOST_STEPS):
        held = next((each for each in level if id(each) in variables), None)
        if local is None and held is not None:
            local = text_of(variables[id(held)], held, above)
        referrers = gc.get_referrers(*level)
        found = []
        children = {id(each): each for each in level}
        for holder in referrers:
            if id(holder) in above or holder is level or holder is children or type(holder).__name__ == "frame":
                continue
            child = next((children[id(each)] for each in gc.get_referents(holder) if id(each) in children), None)
            if child is None:
                continue
            if id(holder) in modules:
                name = next((key for key, value in holder.items() if value is child), None)
                if not name or vars(sys.modules.get(modules[id(holder)], sys)).get("__file__") in ours:
                    continue
                return text_of(f"{modules[id(holder)]}.{name}", child, above)
            above[id(holder)] = child
            if name := suspended_name(holder, child):
                local = local or text_of(name, child, above)
            else:
                found.append(holder)
        del referrers
        if not found or len(above) > MOST_OBJECTS:
            break
        level = found
    return local


def local_variables(ours):
    """The names of what local variables of running functions refer to, by id."""
    found = {}
    for frame in sys._current_frames().values():
        while frame:
            if frame.f_code.co_name != "<module>" and frame.f_code.co_filename not in ours:
                for name, value in frame.f_locals.items():
                    if not isinstance(value, PLAIN):
                        found.setdefault(id(value), f"{name} of {frame.f_code.co_name}()")
            frame = frame.f_back
    return found


def suspended_name(holder, child):
    """As a local variable of a coroutine or generator that waits."""
    for kind in ("cr", "gi", "ag"):
        frame = getattr(holder, f"{kind}_frame", None)
        for name, value in frame.f_locals.items() if frame else ():
            if value is child:
                return f"{name} of {frame.f_code.co_name}()"
    return None


def text_of(variable, root, above):
    steps = ""
    each = root
    while above[id(each)] is not None:
        child = above[id(each)]
        steps += step(each, child, above)
        each = child
    text = f"{variable}{steps}"
    half = LONGEST // 2
    return text if len(text) <= LONGEST else f"{text[:half]}…{text[-half:]}"


def step(holder, child, above):
    """How a holder refers to a child; nothing for the __dict__ of an object, whose keys tell it."""
    if getattr(holder, "__dict__", None) is child or (isinstance(holder, type) and isinstance(child, dict)):
        return ""
    if isinstance(holder, dict):
        key = next((key for key, value in holder.items() if value is child), None)
        if any(isinstance(each, type) or getattr(each, "__dict__", None) is holder
               for each in gc.get_referrers(holder) if id(each) in above):
            return f".{key}"
        return f"[{key!r}]" if isinstance(key, PLAIN) and len(repr(key)) <= 40 else "[…]"
    if isinstance(holder, (list, tuple)):
        return f"[{next((i for i, value in enumerate(holder) if value is child), 0)}]"
    for name in dir(type(holder)):
        if not name.startswith("__") and type(getattr(type(holder), name, None)).__name__ == "member_descriptor":
            if getattr(holder, name, None) is child:
                return f".{name}"
    if type(holder).__name__ == "function":
        return "()"
    for name, value in list(getattr(holder, "__dict__", {}).items()):
        if value is child:
            return f".{name}"
    return "" if type(holder).__name__ in ("cell", "method", "builtin_function_or_method") else f" → {type(holder).__name__}"
