# SPDX-License-Identifier: MIT
"""This process as a worker of leakproof, which has started it and prescribes its fetches."""
import _socket
import logging
import os
import platform
import sys
import warnings

SOCKET, NAME = "LEAKPROOF_WORKER", "LEAKPROOF_TEST"
BROKEN = 2  # exit code


def is_started():
    return NAME in os.environ


def serves(name):
    return os.environ.get(NAME) == name


def serve(fetch):
    """Makes the fetches, and ends the process."""
    with Serving() as serving:
        serving.loop.Blocking().serve(*serving.arguments(fetch))


async def aserve(fetch):
    async def finish(awaitable):
        await awaitable

    with Serving() as serving:
        await serving.loop.serving(finish, *serving.arguments(fetch))


class Serving:
    """Ends the process without the runner's reports, which are those of the test that has started
    leakproof."""

    def __enter__(self):
        # The supervisor's, so that both know the same protocol.
        sys.path.append(os.path.join(os.environ["LEAKPROOF_RUNTIMES"], "cpython"))
        import leakproof_serving
        self.loop = leakproof_serving
        keep_no_messages()
        # Not of the module socket, which the test may have replaced.
        self.socket = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        self.socket.setblocking(True)  # although there may be a default time-out
        address = os.environ.pop(SOCKET)
        self.socket.connect("\0" + address[1:] if address.startswith("@") else address)
        return self

    def arguments(self, fetch):
        orders = open(self.socket.fileno(), "rb", buffering=0, closefd=False)
        answers = open(self.socket.fileno(), "w", closefd=False)
        return orders, answers, fetch, f"Python {platform.python_version()}", "", own_files()

    def __exit__(self, kind, error, trace):
        if kind is not None and not issubclass(kind, (self.loop.UnknownOrder, OSError)):
            return  # the fetch has ended the test
        if error:
            os.write(2, f"{error}\n".encode(errors="replace"))
        os._exit(BROKEN if error else 0)


def keep_no_messages():
    """Runners keep every warning, and pytest every record of a logger, until the test ends."""
    warnings.simplefilter("ignore")
    root = logging.getLogger()
    for handler in list(root.handlers):
        if type(handler).__module__ == "_pytest.logging":
            root.removeHandler(handler)


def own_files():
    folder = os.path.dirname(os.path.abspath(__file__))
    return {os.path.join(folder, name) for name in os.listdir(folder)}
