# SPDX-License-Identifier: MIT
"""Reports how many clients, responses and exceptions with tracebacks are alive, where the clients were
made, and which functions within functions become more, as lines of the worker protocol's answer to
"explain". Runs no code of the program."""
import collections
import gc
import os
import re
import sys
import types

from leakproof_created import places_of
from leakproof_waiting import clean, counted

# The end of the name of the class.
ENDS = {"clients": re.compile("(Client|Session|PoolManager|ConnectionPool)$"), "responses": re.compile("Response$")}
MOST = 8  # lines
MOST_FUNCTIONS = 3
NESTED = 1 << 4  # inspect.CO_NESTED
EXCEPTIONS = "number of exceptions with tracebacks"
TRACEBACK = BaseException.__traceback__
STANDARD = getattr(sys, "stdlib_module_names", frozenset(sys.builtin_module_names))

first_functions = None  # by code: how many at the first call


def live_lines(ours):
    """`ours`: the files whose frames are omitted."""
    names = {}  # by type; empty: not counted
    counts = collections.Counter()
    made = []
    functions = collections.Counter()
    for each in gc.get_objects():
        kind = type(each)
        if kind is types.FunctionType and each.__code__.co_flags & NESTED:
            functions[each.__code__] += 1
            continue
        name = names.get(kind)
        if name is None:
            name = names[kind] = name_of(kind)
        if not name or (name == EXCEPTIONS and TRACEBACK.__get__(each) is None):
            continue
        counts[name] += 1
        if name.startswith("number of clients"):
            made.append(places_of(each, ours))
    return [*(f"container\t{number}\t{name}" for name, number in counts.most_common(MOST)),
            *function_lines(functions, ours), *counted("clients", made)]


def function_lines(functions, ours):
    """What is registered for each fetch is often a function."""
    global first_functions
    if first_functions is None:
        first_functions = functions
        return []
    grown = collections.Counter({code: number for code, number in (functions - first_functions).items()
                                 if code.co_filename not in ours})
    return [f"container\t{functions[code]}\tlist of functions defined at {clean(os.path.basename(code.co_filename))}:"
            f"{code.co_firstlineno}\t{clean(code.co_filename)}\t{code.co_firstlineno}\t{clean(code.co_name)}"
            for code, _ in grown.most_common(MOST_FUNCTIONS)]


def name_of(kind):
    bases = type.mro(kind)
    if BaseException in bases:
        return EXCEPTIONS
    theirs = [base.__name__ for base in bases if str(base.__module__).split(".")[0] not in STANDARD]
    for what, end in ENDS.items():
        if any(map(end.search, theirs)):
            return f"number of {what} ({clean(kind.__name__)})"
    return ""
