#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""stream=True and iter_content, no chunk kept"""
from worker import serve


def client():
    import requests

    def fetch(url):
        with requests.get(url, stream=True) as response:
            for _ in response.iter_content(64 * 1024):
                pass

    return fetch, f"requests {requests.__version__}"


serve(client, name="requests-streaming", expect="clean", needs="python3-requests")
