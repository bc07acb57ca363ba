"""Why the newest words lie in no file, in sentences: what happened, what holds them, what can be done."""

from __future__ import annotations

import errno

NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_REFUSED = frozenset({errno.EACCES, errno.EPERM})
_NO_FOLDER = frozenset({errno.EEXIST, errno.ENOTDIR})
_ONLY = "the newest words are only in memory"
REMOVED = f"The journal is gone: {_ONLY}. If this stays, save the text elsewhere."


def only_in_memory(error: OSError) -> str:
    """For a journal that this error keeps from being begun or written."""
    if error.errno in NO_SPACE:
        return f"The disk is full: {_ONLY}. Free some space, or save the text elsewhere."
    if error.errno == errno.EROFS:
        return f"The disk cannot be written to: {_ONLY}. Make it writable, or save the text elsewhere."
    if error.errno in _REFUSED:
        return f"The data folder may not be written to: {_ONLY}. Allow it, or save the text elsewhere."
    if error.errno in _NO_FOLDER:
        return f"A file lies in the place of the data folder: {_ONLY}. Move it away, or save the text elsewhere."
    return f"The journal cannot be written ({error.strerror}): {_ONLY}. Save the text elsewhere."


def not_kept(error: OSError) -> str:
    """For a disk that took the words and could not write them down."""
    return f"The disk did not keep the newest words ({error.strerror}). Save the text elsewhere."
