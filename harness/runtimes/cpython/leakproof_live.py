# SPDX-License-Identifier: MIT
"""Reports how many clients, responses and exceptions with tracebacks are alive, and where the clients
were made, as lines of the worker protocol's answer to "explain". Runs no code of the program."""
import collections
import gc
import re
import sys

from leakproof_created import places_of
from leakproof_waiting import clean, counted

# The end of the name of the class.
ENDS = {"clients": re.compile("(Client|Session|PoolManager|ConnectionPool)$"), "responses": re.compile("Response$")}
MOST = 8  # lines
EXCEPTIONS = "number of exceptions with tracebacks"
TRACEBACK = BaseException.__traceback__
STANDARD = getattr(sys, "stdlib_module_names", frozenset(sys.builtin_module_names))


def live_lines(ours):
    """`ours`: the files whose frames are omitted."""
    names = {}  # by type; empty: not counted
    counts = collections.Counter()
    made = []
    for each in gc.get_objects():
        kind = type(each)
        name = names.get(kind)
        if name is None:
            name = names[kind] = name_of(kind)
        if not name or (name == EXCEPTIONS and TRACEBACK.__get__(each) is None):
            continue
        counts[name] += 1
        if name.startswith("number of clients"):
            made.append(places_of(each, ours))
    return [*(f"container\t{number}\t{name}" for name, number in counts.most_common(MOST)),
            *counted("clients", made)]


def name_of(kind):
    bases = type.mro(kind)
    if BaseException in bases:
        return EXCEPTIONS
    theirs = [base.__name__ for base in bases if str(base.__module__).split(".")[0] not in STANDARD]
    for what, end in ENDS.items():
        if any(map(end.search, theirs)):
            return f"number of {what} ({clean(kind.__name__)})"
    return ""
