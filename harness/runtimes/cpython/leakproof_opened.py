# SPDX-License-Identifier: MIT
"""Reports where the objects of open sockets and files were created, as lines of the worker
protocol's answer to "explain". Sockets that an extension has opened have no object: the line that
waits for the reply meanwhile is the likely one. Runs no code of the program."""
import _io
import _socket
import gc
import os
import tracemalloc

from leakproof_waiting import counted, fetching, until_loop


def descriptor_lines(ours, tasks):
    """`ours`: the files whose frames are omitted. `tasks`: those of asyncio that are not done."""
    if not tracemalloc.is_tracing():
        return []  # nothing is known yet
    sockets, files = with_subclasses(_socket.socket), with_subclasses(_io.FileIO)
    kinds = sockets | files
    opened = [each for each in gc.get_objects() if type(each) in kinds]
    descriptors = [each for each in opened if is_open(each, type(each) in sockets)]
    connections = [each for each in descriptors if type(each) in sockets and is_connected(each)]
    known = {_socket.socket.fileno(each) for each in descriptors if type(each) in sockets}
    foreign = open_sockets() - known
    others = [fetching(ours, tasks)] * len(foreign) if foreign else []
    return (counted("descriptors", [places_of(each, ours) for each in descriptors] + others)
            + counted("connections", [places_of(each, ours) for each in connections] + others))


def open_sockets():
    found = set()
    for number in os.listdir("/proc/self/fd"):
        try:
            if os.readlink(f"/proc/self/fd/{number}").startswith("socket:"):
                found.add(int(number))
        except OSError:  # closed since
            continue
    return found


def with_subclasses(kind):
    kinds = {kind}
    for each in type.__subclasses__(kind):
        kinds |= with_subclasses(each)
    return kinds


def is_open(opened, is_socket):
    if is_socket:
        return _socket.socket.fileno(opened) >= 0
    return not _io.FileIO.closed.__get__(opened)


def is_connected(opened):
    try:
        return isinstance(_socket.socket.getpeername(opened), tuple)  # a Unix socket has a path
    except OSError:
        return False


def places_of(opened, ours):
    created = tracemalloc.get_object_traceback(opened) or ()
    frames = ((frame.filename, frame.lineno, "") for frame in reversed(created))
    return tuple(until_loop(frames, ours))
