# SPDX-License-Identifier: MIT
"""The loop of a worker in Python, which obeys the orders of the worker protocol."""
import inspect

from leakproof_collecting import Collector, tasks


class UnknownOrder(Exception):
    """An order that this worker, or the function that fetches, does not support."""


class Blocking:
    """Where no event loop runs. Awaitables are awaited in one that lives as long as this."""

    def __init__(self):
        self.loop = None

    def serve(self, *arguments, **options):
        try:
            serving(self.finish, *arguments, **options).send(None)
        except StopIteration:
            pass

    async def finish(self, awaitable):
        if self.loop is None:
            import asyncio
            self.loop = asyncio.new_event_loop()
        self.loop.run_until_complete(waiting_for(awaitable))


async def serving(finish, orders, answers, fetch, banner, abilities="", own_files=()):
    """Reads orders from a binary file, which must not be buffered: a buffer of 8 KiB that is
    allocated and freed would show in the readings. Writes answers to a text file. `fetch(url)`
    raises an exception on failure. `finish` awaits what it returns, if it is awaitable. Returns after
    "stop", or at the end of the file. `own_files`: those that call this, which reports omit."""
    takes_timeout = takes(fetch, "timeout")
    collector = Collector()
    awaits = False

    def answer(*lines):
        print(*lines, sep="\n", file=answers, flush=True)

    answer(f"hello leakproof-worker/1+explain{abilities} {banner}")
    for line in orders:
        order, *words = line.decode().split()
        if order == "run":
            failed = 0
            count, url, *settings = words
            options = options_from(settings, url, takes_timeout)
            for _ in range(int(count)):
                try:
                    result = fetch(url, **options)
                    if hasattr(type(result), "__await__"):
                        awaits = True
                        await finish(result)
                except Exception:
                    failed += 1
                result = None  # not kept until the next order
            answer(f"done {count} {failed}")
        elif order == "settle":
            if awaits:
                await finish(turns())
            collector.collect(at_any_cost=True)
            answer(f"settled tasks={len(tasks())}")
        elif order == "explain":
            from leakproof_held import explain
            answer(*explain({__file__, *own_files}, tasks()))
        elif order == "stop":
            return
        else:
            raise UnknownOrder(f"{order}: not known to this worker")


def takes(fetch, name):
    try:
        parameters = inspect.signature(fetch).parameters.values()
    except (TypeError, ValueError):  # of a class or function in C
        return False
    return any(each.name == name and each.kind in (each.POSITIONAL_OR_KEYWORD, each.KEYWORD_ONLY)
               for each in parameters)


def options_from(words, url, takes_timeout):
    """The arguments for the words that follow the URL in an order."""
    options = {}
    for word in words:
        name, _, value = word.partition("=")
        if name != "timeout":
            raise UnknownOrder(f"{word}: scenario {url.rpartition('/')[2]} needs a client that can be told this: "
                               "test it with a worker")
        if not takes_timeout:
            raise UnknownOrder(f"{word}: scenario {url.rpartition('/')[2]} sets a time-out: give the function that "
                               "fetches a parameter timeout, in seconds")
        options["timeout"] = int(value) / 1000
    return options


async def waiting_for(awaitable):
    await awaitable


async def turns():
    """Lets asyncio close what it has been told to close, if its event loop runs."""
    import asyncio
    if asyncio._get_running_loop() is None:
        return
    for _ in range(4):
        await asyncio.sleep(0)
