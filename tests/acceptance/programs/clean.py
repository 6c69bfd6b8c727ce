# SPDX-License-Identifier: MIT
"""clean.py MANNER URL: requests URL in a loop, and keeps nothing."""
import sys


def requests_loop(url):
    import requests
    with requests.Session() as session:
        while True:
            session.get(url)


def gather(url):
    """20 coroutines that are awaited together."""
    import asyncio
    import aiohttp

    async def run():
        async with aiohttp.ClientSession() as session:
            async def one():
                async with session.get(url) as response:
                    return len(await response.read())
            while True:
                await asyncio.gather(*(one() for _ in range(20)))

    asyncio.run(run())


def threads(url):
    """8 threads of a pool, which get 64 tasks at a time."""
    from concurrent.futures import ThreadPoolExecutor
    import urllib3
    connections = urllib3.PoolManager(maxsize=8)

    def one(_):
        return len(connections.request("GET", url).data)

    with ThreadPoolExecutor(8) as pool:
        while True:
            sum(pool.map(one, range(64)))


globals()[sys.argv[1]](sys.argv[2])
