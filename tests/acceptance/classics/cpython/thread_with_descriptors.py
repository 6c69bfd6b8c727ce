# SPDX-License-Identifier: MIT
"""thread_with_descriptors.py URL [mended]: a limiter per fetch has a thread and an event loop, whose
descriptors reach their limit long before the first look at threads."""
import asyncio
import sys
import threading
import urllib.request


class Limiter:
    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)  # LEAK
        self.thread.start()

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


def fetch(url):
    limiter = Limiter()
    urllib.request.urlopen(url).read()
    return limiter


while True:
    made = fetch(sys.argv[1])
    if sys.argv[2:] == ["mended"]:
        made.close()
