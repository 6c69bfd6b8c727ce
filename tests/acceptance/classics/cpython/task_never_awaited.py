# SPDX-License-Identifier: MIT
"""task_never_awaited.py URL [mended]: starts a task after each reply that waits for what never
comes, and keeps it. Mended, it is cancelled and awaited."""
import asyncio
import sys
import urllib.parse


async def get(reader, writer, url):
    writer.write(f"GET {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\n\r\n".encode())
    length = 0
    while (line := await reader.readline()) != b"\r\n":
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return await reader.readexactly(length)


async def refresh():
    await asyncio.Event().wait()


async def main(text, mended):
    url = urllib.parse.urlsplit(text)
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    tasks = set()
    while True:
        await get(reader, writer, url)
        task = asyncio.create_task(refresh())  # LEAK
        tasks.add(task)
        if mended:
            task.cancel()
            await asyncio.wait([task])
            tasks.discard(task)


asyncio.run(main(sys.argv[1], "mended" in sys.argv))
