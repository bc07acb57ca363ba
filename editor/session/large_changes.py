"""What the interpreter is spared while a book is pasted, or taken back.

A change of many thousand paragraphs makes millions of objects that stay. Left to itself the collector of cycles goes
through all of them again and again while they come, which takes as long as the change itself, and once more at some key
after it.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

LARGE = 200_000
"""Code points put in or taken out; below that the collector costs less than a key."""


@contextmanager
def nothing_collected(code_points: int) -> Iterator[None]:
    """For a change of this size: what is made within stays, and is never looked through."""
    if code_points < LARGE or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
