# SPDX-License-Identifier: MIT
"""Names the way to an object from a variable of the program: "__main__.client.cache['x']". Runs no
code of the program, such as properties."""
import gc
import sys
import types

MOST_STEPS = 20
MOST_OBJECTS = 10000
LONGEST = 160
FRAME_OF = {types.CoroutineType: "cr_frame", types.GeneratorType: "gi_frame", types.AsyncGeneratorType: "ag_frame"}
BUILT_IN = (types.GetSetDescriptorType, types.MemberDescriptorType)
PLAIN = (str, int, float, bytes, bool, type(None))


def path_to(target, ours):
    """The shortest way from a module's global, else from a local variable of a running function;
    None if there is none of at most MOST_STEPS. `ours`: files whose variables do not count."""
    ours = {*ours, __file__}
    variables = local_variables(ours)
    modules = {}
    for name, module in list(sys.modules.items()):
        if attributes := attributes_of(module):
            modules.setdefault(id(attributes), name)
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
                if not name or holder.get("__file__") in ours:
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
                    if type(value) not in PLAIN:
                        found.setdefault(id(value), f"{name} of {frame.f_code.co_name}()")
            frame = frame.f_back
    return found


def suspended_name(holder, child):
    """As a local variable of a coroutine or generator that waits."""
    attribute = FRAME_OF.get(type(holder))
    frame = attribute and getattr(holder, attribute)
    for name, value in frame.f_locals.items() if frame else ():
        if value is child:
            return f"{name} of {frame.f_code.co_name}()"
    return None


def attributes_of(each):
    """The dictionary of an object's attributes; None if it has none, or one of the program's making."""
    if any("__dict__" in vars(kind) and type(vars(kind)["__dict__"]) not in BUILT_IN
           for kind in type.mro(type(each))):
        return None
    try:
        return object.__getattribute__(each, "__dict__")
    except AttributeError:
        return None


def slot_of(holder, child):
    """The name of the slot that refers to a child."""
    for kind in type.mro(type(holder)):
        for name, slot in list(vars(kind).items()):
            if type(slot) is types.MemberDescriptorType and not name.startswith("__"):
                try:
                    if slot.__get__(holder) is child:
                        return name
                except AttributeError:
                    continue
    return None


def text_of(variable, root, above):
    steps = ""
    each = root
    while above[id(each)] is not None:
        child = above[id(each)]
        if name := captured_name(each, child, above):
            variable, steps, child = name, "", above[id(child)]
        else:
            steps += step(each, child, above)
        each = child
    text = f"{variable}{steps}"
    half = LONGEST // 2
    return text if len(text) <= LONGEST else f"{text[:half]}…{text[-half:]}"


def captured_name(holder, child, above):
    """As a variable that a function captures."""
    if type(holder) is not types.FunctionType or holder.__closure__ is not child:
        return None
    captured = zip(holder.__code__.co_freevars, child)
    name = next((name for name, cell in captured if cell is above[id(child)]), None)
    return name and f"{name} of {holder.__code__.co_name}()"


def step(holder, child, above):
    """How a holder refers to a child; nothing for the __dict__ of an object, whose keys tell it."""
    kind = type(holder)
    if attributes_of(holder) is child or (issubclass(kind, type) and type(child) is dict):
        return ""
    if issubclass(kind, dict):
        key = next((key for key, value in dict.items(holder) if value is child), None)
        if any(issubclass(type(each), type) or attributes_of(each) is holder
               for each in gc.get_referrers(holder) if id(each) in above):
            return f".{key}"
        return f"[{key!r}]" if type(key) in PLAIN and len(repr(key)) <= 40 else "[…]"
    if kind in (list, tuple):
        return f"[{next((i for i, value in enumerate(holder) if value is child), 0)}]"
    if kind is types.FunctionType:
        return "()"
    if name := slot_of(holder, child):
        return f".{name}"
    for name, value in list((attributes_of(holder) or {}).items()):
        if value is child:
            return f".{name}"
    return "" if kind in (types.CellType, types.MethodType, types.BuiltinMethodType) else f" → {kind.__name__}"
