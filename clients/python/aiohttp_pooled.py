#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""one ClientSession for all fetches, each response in a with block"""
from worker import serve


def client():
    import asyncio

    import aiohttp

    loop = asyncio.new_event_loop()

    async def opened():
        # Of a time limit, each fetch leaves a cancelled timer, and asyncio sweeps
        # them out only when a hundred have come together.
        return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None))

    session = loop.run_until_complete(opened())

    async def read(url):
        async with session.get(url) as response:
            await response.read()

    return lambda url: loop.run_until_complete(read(url)), f"aiohttp {aiohttp.__version__}"


serve(client, name="aiohttp-pooled", expect="clean", needs="python3-aiohttp")
