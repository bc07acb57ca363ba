"""Loaded by every Python process that a test starts."""

import socket_watch

socket_watch.begin()
