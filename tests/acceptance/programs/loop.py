# SPDX-License-Identifier: MIT
"""loop.py MANNER URL [COUNT]: programs that do not use leakproof. They need only Python's
standard library, so that they run wherever Python is installed."""
import ctypes
import http.client
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import urllib.parse

kept = []


def send_request(connection, path):
    connection.request("GET", path)
    return connection.getresponse().read()


def connect(url):
    return http.client.HTTPConnection(url.hostname, url.port)


def forever():
    while True:
        yield


class Manners:
    """Each function is one program; `rounds` determines the number of its requests."""

    def clean(url, rounds):
        connection = connect(url)
        for _ in rounds:
            send_request(connection, url.path)

    def anew(url, rounds):
        for _ in rounds:
            connection = connect(url)
            send_request(connection, url.path)
            connection.close()

    def paths(url, rounds):
        connection = connect(url)
        for number, _ in enumerate(rounds):
            send_request(connection, f"/another/{number}?of={number}")

    def finishes_sending(url, rounds, keep=lambda reply: None):
        """Ends its side of the connection after each request, and reads the reply all the same."""
        for _ in rounds:
            connection = connect(url)
            connection.request("GET", url.path)
            connection.sock.shutdown(socket.SHUT_WR)
            keep(connection.getresponse().read())
            connection.close()

    def finishes_sending_hoarding(url, rounds):
        Manners.finishes_sending(url, rounds, kept.append)

    def hoards(url, rounds):
        connection = connect(url)
        for _ in rounds:
            kept.append(send_request(connection, url.path))

    def keeps_connections(url, rounds):
        for _ in rounds:
            kept.append(connect(url))
            send_request(kept[-1], url.path)

    def at_once(url, rounds):
        def alone():
            Manners.clean(url, forever())

        for _ in range(3):
            threading.Thread(target=alone, daemon=True).start()
        Manners.clean(url, rounds)

    def at_once_hoarding(url, rounds):
        for _ in range(3):
            threading.Thread(target=Manners.clean, args=(url, forever()), daemon=True).start()
        Manners.hoards(url, rounds)

    def forks(url, rounds):
        child = os.fork()
        if child == 0:
            Manners.hoards(url, rounds)
        os.waitpid(child, 0)

    def hands_over(url, rounds):
        """Makes one request; then its child makes all others."""
        Manners.clean(url, range(1))
        Manners.forks(url, rounds)

    def opens_twenty(url, rounds, number=20):
        connection = connect(url)
        for _ in rounds:
            send_request(connection, url.path)
            kept.extend(os.open(os.devnull, os.O_RDONLY) for _ in range(number))

    def opens_seventy(url, rounds):
        Manners.opens_twenty(url, rounds, 70)

    def keeps_unread(url, rounds):
        for _ in rounds:
            kept.append(connect(url))
            kept[-1].request("GET", url.path)
            kept[-1].response = kept[-1].getresponse()

    def hides(url, rounds):
        """Runs as a daemon: in its own session and process group, with another parent."""
        if os.fork() == 0:
            os.setsid()
            if os.fork() != 0:
                os._exit(0)
            Manners.clean(url, rounds)
        os.wait()

    def ignores(url, rounds):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        subprocess.Popen(["sleep", "1001"], start_new_session=True)
        Manners.clean(url, rounds)

    def tries_once_and_says_so(url, rounds):
        try:
            send_request(connect(url), url.path)
        except ConnectionError:
            pass
        print("has tried", flush=True)

    def beside_a_stranger(url, rounds):
        """Another process, which shares nothing with this one, connects to the same server once
        this one has been served, and once the process between them has ended: until then it is a
        descendant of this one."""
        Manners.clean(url, range(1))
        stranger = [sys.executable, __file__, "tries_once_and_says_so", url.geturl()]
        says, writes = os.pipe()
        waits, lets_go = os.pipe()
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.read(waits, 1)
                os.dup2(writes, 1)
                unlimited = resource.getrlimit(resource.RLIMIT_RTTIME)[1]
                resource.setrlimit(resource.RLIMIT_RTTIME, (unlimited, unlimited))  # the mark of a worker
                os.execve(sys.executable, stranger, {"PATH": os.environ["PATH"]})
            os._exit(0)
        os.wait()
        os.write(lets_go, b".")
        os.read(says, 1)
        Manners.clean(url, rounds)

    def gives_up(url, rounds):
        """Waits 3 ms for a reply, and connects again from another address. After 20 times in vain,
        which is more than while a request is held, it waits longer: the machine is slow."""
        in_vain = 0
        for number, _ in enumerate(rounds):
            patience = 0.003 * 1.05 ** max(0, in_vain - 20)
            connection = http.client.HTTPConnection(
                url.hostname, url.port, timeout=patience, source_address=(f"127.0.0.{2 + number % 3}", 0))
            try:
                send_request(connection, url.path)
                in_vain = 0
            except (OSError, http.client.HTTPException):
                in_vain = min(in_vain + 1, 140)  # about a second
            connection.close()

    def maps_past_libc(url, rounds):
        """One page for each request, by a system call that no library function makes."""
        libc = ctypes.CDLL(None)
        libc.syscall.restype = ctypes.c_long
        connection = connect(url)
        for _ in rounds:
            send_request(connection, url.path)
            page = libc.syscall(9, None, ctypes.c_size_t(4096), 3, 0x22, -1, ctypes.c_long(0))
            ctypes.memset(page, 1, 4096)

    def binds_deeply(url, rounds):
        """Loads a library that calls libc's functions directly, past any interposer."""
        kept.append(ctypes.CDLL("libz.so.1", mode=os.RTLD_DEEPBIND | os.RTLD_NOW))
        Manners.clean(url, rounds)

    def raises(url, rounds):
        connection = connect(url)
        for number, _ in enumerate(rounds):
            send_request(connection, url.path)
            if number == 99:
                raise ValueError("no more of this")

    def elsewhere(url, rounds):
        signal.pause()


url = urllib.parse.urlsplit(os.environ["LEAKPROOF_URL"] if sys.argv[2] == "-" else sys.argv[2])
rounds = range(int(sys.argv[3])) if len(sys.argv) > 3 else forever()
getattr(Manners, sys.argv[1])(url, rounds)
