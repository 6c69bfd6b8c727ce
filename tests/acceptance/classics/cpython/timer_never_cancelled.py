# SPDX-License-Identifier: MIT
"""timer_never_cancelled.py URL [mended]: each fetch sets a timer, which keeps the body. Most is
allocated by asyncio; the line to change is the one that sets the timer."""
import asyncio
import sys
import urllib.parse


class Client:
    def __init__(self, url):
        self.url = urllib.parse.urlsplit(url)

    async def get(self):
        reader, writer = await asyncio.open_connection(self.url.hostname, self.url.port)
        writer.write(f"GET {self.url.path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        body = await reader.read()
        writer.close()
        await writer.wait_closed()
        return body


async def main(url, mended):
    client = Client(url)
    loop = asyncio.get_running_loop()
    while True:
        body = await client.get()
        timer = loop.call_later(3600, print, len(body), body)  # LEAK
        if mended:
            timer.cancel()


asyncio.run(main(sys.argv[1], "mended" in sys.argv))
