#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""one Client for all fetches"""
from worker import serve


def client():
    import httpx

    session = httpx.Client(follow_redirects=True)
    return session.get, f"httpx {httpx.__version__}"


serve(client, name="httpx-pooled", expect="clean", needs="python3-httpx")
