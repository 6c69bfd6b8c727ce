#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""urlopen in a with block"""
from worker import serve


def client():
    import platform
    import urllib.error
    import urllib.request

    def fetch(url):
        try:
            with urllib.request.urlopen(url) as response:
                response.read()
        except urllib.error.HTTPError as reply:  # a status of 400 or above, with a body
            with reply:
                reply.read()

    return fetch, f"urllib of Python {platform.python_version()}"


serve(client, name="urllib-scoped", expect="clean", needs="python3")
