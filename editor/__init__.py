"""Palimpsest: a writing desk that knows whose words these are, who worked on them, and for how long."""

from __future__ import annotations

__version__ = "0.1.0"
