# SPDX-License-Identifier: MIT
"""A cache on a method keeps each page for ever. asyncio's loop receives the reply, so that the stack of
its memory has no line of the program's but the one that runs the loop."""
import asyncio
import sys
import urllib.parse


class Reply(asyncio.Protocol):
    def __init__(self, ended):
        self.ended = ended
        self.parts = []

    def data_received(self, data):
        self.parts.append(data)

    def connection_lost(self, error):
        self.ended.set_result(self.parts)


class Page:
    cache = {}

    def __init__(self, url):
        self.url = urllib.parse.urlsplit(url)

    async def body(self):
        loop = asyncio.get_running_loop()
        ended = loop.create_future()
        transport, _ = await loop.create_connection(lambda: Reply(ended), self.url.hostname, self.url.port)
        transport.write(f"GET {self.url.path} HTTP/1.1\r\nHost: {self.url.netloc}\r\nConnection: close\r\n\r\n".encode())
        parts = await ended
        self.cache[self] = [len(parts), *parts]  # LEAK
        if "mended" in sys.argv:
            self.cache.clear()
        return parts


async def main(url):
    while True:
        await Page(url).body()


asyncio.run(main(sys.argv[1]))
