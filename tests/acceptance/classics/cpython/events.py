# SPDX-License-Identifier: MIT
"""What a program registers with a module that lives as long as it does."""
callbacks = {}


def subscribe(name, callback):
    callbacks[name] = callback


def unsubscribe(name):
    del callbacks[name]
