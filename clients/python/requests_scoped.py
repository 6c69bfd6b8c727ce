#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""a with block around the response"""
from worker import serve


def client():
    import requests

    def fetch(url):
        with requests.get(url) as response:
            response.content

    return fetch, f"requests {requests.__version__}"


serve(client, name="requests-scoped", expect="clean", needs="python3-requests")
