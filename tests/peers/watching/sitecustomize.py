"""Loaded by every Python process that a test starts."""

import os

import action_watch
import socket_watch

if path := os.environ.get(action_watch.FILE):
    action_watch.begin(path)
socket_watch.begin()
