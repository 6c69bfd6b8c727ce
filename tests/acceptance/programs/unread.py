# SPDX-License-Identifier: MIT
"""unread.py MANNER URL: leaves each reply unread.
"pool": at most four connections, which nobody gives back, so that the fifth request waits for ever.
The others wait for five seconds for something else after ten requests, and go on: "timer" for time
to pass, "socket" and "pipe" for another process, "poll" for the same socket by poll()."""
import os
import select
import socket
import sys
import threading
import time
import urllib.parse
import urllib.request

manner, url = sys.argv[1:]
origin = urllib.parse.urlsplit(url)
free = threading.Semaphore(4)
WAIT = 5


def get():
    connection = socket.create_connection((origin.hostname, origin.port))
    connection.sendall(f"GET {origin.path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    return connection


def in_child(serve):
    if os.fork() == 0:
        try:
            serve()
        finally:
            os._exit(0)


def answers_late(listener):
    while True:
        connection, _ = listener.accept()
        time.sleep(WAIT)
        connection.sendall(b"x")
        connection.close()


def wait_for_socket():
    with socket.create_connection(address) as other:
        if manner == "poll":
            poll = select.poll()
            poll.register(other, select.POLLIN)
            poll.poll()
        other.recv(1)


def wait_for_pipe():
    reader, writer = os.pipe()
    in_child(lambda: (time.sleep(WAIT), os.write(writer, b"x")))
    os.close(writer)
    os.read(reader, 1)
    os.close(reader)


listener = socket.create_server(("127.0.0.1", 0))
address = listener.getsockname()
waits = {"timer": lambda: time.sleep(WAIT), "socket": wait_for_socket, "poll": wait_for_socket,
         "pipe": wait_for_pipe}
if manner in ("socket", "poll"):
    in_child(lambda: answers_late(listener))
listener.close()
kept = []
for _ in range(10):
    if manner == "pool":
        free.acquire()
    kept.append(get())
for connection in kept:
    select.select([connection], [], [])  # its reply is there
waits[manner]()
for connection in kept:
    connection.close()
while True:
    with urllib.request.urlopen(url) as response:
        response.read()
