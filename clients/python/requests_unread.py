#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""stream=True, never read, the response kept"""
from worker import serve


def client():
    import requests

    kept = []

    def fetch(url):
        kept.append(requests.get(url, stream=True))

    return fetch, f"requests {requests.__version__}"


serve(client, name="requests-unread", expect="leaks", needs="python3-requests", unread=True)
