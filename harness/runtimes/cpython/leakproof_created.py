# SPDX-License-Identifier: MIT
"""Tells where an object was created, according to tracemalloc. Runs no code of the program."""
import sys
import tracemalloc

from leakproof_waiting import until_loop

HAS_MANAGED_ATTRIBUTES = 1 << 4  # Py_TPFLAGS_MANAGED_DICT
FLAGS = type.__dict__["__flags__"]


def places_of(made, ours):
    """Innermost first; empty if that was not traced. `ours`: the files whose frames are omitted."""
    created = tracemalloc.get_object_traceback(made)
    frames = [(frame.filename, frame.lineno) for frame in reversed(created or ())]
    if not created and traceback_at and FLAGS.__get__(type(made)) & HAS_MANAGED_ATTRIBUTES:
        frames = traceback_at(id(made)) or ()
    return tuple((file, line, "") for file, line in until_loop(frames, ours))


def lookup_by_address():
    """In Python 3.11, tracemalloc does not find an object with attributes: it knows nothing of the two
    pointers to them, which are before the two of the garbage collector."""
    if sys.version_info[:2] != (3, 11):
        return None
    try:
        import ctypes
        prototype = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_uint, ctypes.c_size_t)
        lookup = prototype(("_PyTraceMalloc_GetTraceback", ctypes.pythonapi))
        before = 4 * ctypes.sizeof(ctypes.c_void_p)
        return lambda address: lookup(0, address - before)
    except Exception:  # ctypes is not installed, or may not be used
        return None


traceback_at = lookup_by_address()
