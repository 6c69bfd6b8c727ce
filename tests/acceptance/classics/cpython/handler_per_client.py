# SPDX-License-Identifier: MIT
"""handler_per_client.py URL [mended]: each client adds a handler to the root logger, which is never
removed. Mended, the client removes it when it is closed."""
import http.client
import logging
import sys
import urllib.parse


class Client:
    def __init__(self, url):
        self.url = url
        self.connection = http.client.HTTPConnection(url.hostname, url.port)
        self.handler = logging.NullHandler()  # LEAK
        logging.getLogger().addHandler(self.handler)

    def get(self):
        self.connection.request("GET", self.url.path)
        return self.connection.getresponse().read()

    def close(self, mended):
        self.connection.close()
        if mended:
            logging.getLogger().removeHandler(self.handler)
            self.handler.close()


url = urllib.parse.urlsplit(sys.argv[1])
while True:
    client = Client(url)
    client.get()
    client.close("mended" in sys.argv)
