# SPDX-License-Identifier: MIT
"""Reports how many clients and exceptions with tracebacks are alive, as lines of the worker
protocol's answer to "explain". Runs no code of the program."""
import collections
import gc
import sys

from leakproof_waiting import clean

# The modules that define them, and the names of the classes.
CLIENTS = {
    "aiohttp.client": ("ClientSession",),
    "httpx": ("Client", "AsyncClient"),
    "requests.sessions": ("Session",),
    "urllib3.poolmanager": ("PoolManager",),
}
EXCEPTIONS = "number of exceptions with tracebacks"
TRACEBACK = BaseException.__traceback__


def live_lines():
    if hasattr(gc, "unfreeze"):
        gc.unfreeze()  # what is frozen is not listed
    clients = set(client_classes())
    names = {}  # by type; empty: not counted
    counts = collections.Counter()
    for each in gc.get_objects():
        kind = type(each)
        name = names.get(kind)
        if name is None:
            name = names[kind] = name_of(kind, clients)
        if name and (name != EXCEPTIONS or TRACEBACK.__get__(each) is not None):
            counts[name] += 1
    return [f"container\t{number}\t{name}" for name, number in counts.most_common(4)]


def name_of(kind, clients):
    bases = type.mro(kind)
    if BaseException in bases:
        return EXCEPTIONS
    return f"number of clients ({clean(kind.__name__)})" if clients.intersection(bases) else ""


def client_classes():
    for module, names in CLIENTS.items():
        for name in names:
            found = getattr(sys.modules.get(module), name, None)
            if isinstance(found, type):
                yield found
