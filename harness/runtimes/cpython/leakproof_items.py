# SPDX-License-Identifier: MIT
"""Tells where the newest item of a list, deque or dictionary was created, or some item of a set.
Runs no code of the program, of whose types the containers may be."""
import collections
import itertools

from leakproof_created import places_of
from leakproof_waiting import clean

MOST = 1000  # of the newest items: some may be older than tracing, and were added again


def newest_places(container, kind, ours):
    """As fields of an answer; empty if that was not traced. `ours`: the files whose frames are
    omitted."""
    try:
        for item in itertools.islice(newest_of(container, kind), MOST):
            if places := places_of(item, ours):
                return [f"{clean(file)}\t{line}\t{function}" for file, line, function in places]
    except (RuntimeError, TypeError):  # another thread changes it, or Python is older than 3.8
        pass
    return []


def newest_of(container, kind):
    """The newest items first; of a dictionary, each value before its key. `kind`: what it is or derives
    from."""
    if kind is dict:
        return itertools.chain.from_iterable((value, key) for key, value in reversed(dict.items(container)))
    if kind in (list, collections.deque):
        return kind.__reversed__(container)
    return set.__iter__(container) if kind is set else ()
