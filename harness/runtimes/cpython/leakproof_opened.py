# SPDX-License-Identifier: MIT
"""Reports where the objects of open sockets and files were created, if that was traced, as lines of
the worker protocol's answer to "explain"."""
import _io
import _socket
import gc
import tracemalloc

from leakproof_waiting import counted


def descriptor_lines(ours):
    """`ours`: the files whose frames are omitted."""
    if hasattr(gc, "unfreeze"):
        gc.unfreeze()  # what is frozen is not listed
    opened = [each for each in gc.get_objects()
              if issubclass(type(each), (_socket.socket, _io.FileIO)) and is_open(each)]
    connected = [each for each in opened if is_connected(each)]
    return (counted("descriptors", [places_of(each, ours) for each in opened])
            + counted("connections", [places_of(each, ours) for each in connected]))


def is_open(opened):
    if issubclass(type(opened), _socket.socket):
        return _socket.socket.fileno(opened) >= 0
    return not opened.closed


def is_connected(opened):
    try:
        return issubclass(type(opened), _socket.socket) and bool(_socket.socket.getpeername(opened))
    except OSError:
        return False


def places_of(opened, ours):
    created = tracemalloc.get_object_traceback(opened) or ()
    return tuple((frame.filename, frame.lineno, "") for frame in reversed(created)
                 if frame.filename not in ours)
