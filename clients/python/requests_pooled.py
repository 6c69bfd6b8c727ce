#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""one Session for all fetches"""
from worker import serve


def client():
    import requests

    session = requests.Session()
    return session.get, f"requests {requests.__version__}"


serve(client, name="requests-pooled", expect="clean", needs="python3-requests")
