#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""get, and every response is kept in a list"""
from worker import serve


def client():
    import requests

    kept = []

    def fetch(url):
        kept.append(requests.get(url))

    return fetch, f"requests {requests.__version__}"


serve(client, name="requests-hoarding", expect="leaks", needs="python3-requests")
