# SPDX-License-Identifier: MIT
"""thread_never_ends.py URL [mended]: starts a thread for each request that waits for what never
comes. Mended, it is told to end."""
import http.client
import sys
import threading
import urllib.parse


def watch(done):
    done.wait()


url = urllib.parse.urlsplit(sys.argv[1])
connection = http.client.HTTPConnection(url.hostname, url.port)
while True:
    done = threading.Event()
    watcher = threading.Thread(target=watch, args=[done], daemon=True)  # LEAK
    watcher.start()
    connection.request("GET", url.path)
    connection.getresponse().read()
    if "mended" in sys.argv:
        done.set()
        watcher.join()
