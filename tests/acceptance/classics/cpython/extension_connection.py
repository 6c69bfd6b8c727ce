# SPDX-License-Identifier: MIT
"""extension_connection.py URL [mended]: fetches by functions of the C library, so that no object of
Python's knows the connections, which stay open."""
import ctypes
import socket
import sys
from urllib.parse import urlsplit

url, manner = urlsplit(sys.argv[1]), sys.argv[2:]
libc = ctypes.CDLL(None, use_errno=True)
address = (socket.AF_INET.to_bytes(2, "little") + url.port.to_bytes(2, "big") + socket.inet_aton(url.hostname)
           + bytes(8))
request = f"GET {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\n\r\n".encode()
buffer = ctypes.create_string_buffer(1 << 16)


def receive(connection):
    libc.send(connection, request, len(request), 0)
    got = libc.recv(connection, buffer, len(buffer), 0)  # LEAK
    head, _, body = buffer.raw[:got].partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
    left = length - len(body)
    while left > 0:
        left -= libc.recv(connection, buffer, left, 0)


def fetch():
    connection = libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0)
    libc.connect(connection, address, len(address))
    receive(connection)
    if manner == ["mended"]:
        libc.close(connection)


while True:
    fetch()
