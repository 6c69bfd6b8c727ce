#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""one ClientSession for all fetches, each response in a with block"""
from worker import serve


def client():
    import asyncio

    import aiohttp

    loop = asyncio.new_event_loop()

    async def opened():
        # No time-out: each fetch would leave a cancelled timer behind, and asyncio
        # removes these only when a hundred have accumulated.
        return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None))

    session = loop.run_until_complete(opened())

    async def read(url):
        async with session.get(url) as response:
            await response.read()

    return lambda url: loop.run_until_complete(read(url)), f"aiohttp {aiohttp.__version__}"


serve(client, name="aiohttp-pooled", expect="clean", needs="python3-aiohttp")
