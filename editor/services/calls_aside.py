"""Calls of the command line that could not be written into a draft, each in a file of its own in the data folder.

A draft that a window has is written by its worker alone, and a text without a draft has no list of what was sent. Nothing
leaves without being written down, so it is written here; what is about a draft its worker takes into the list.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from editor.journal.atomic import discard, make_private_folder, write_atomically
from editor.journal.places import Places
from editor.store.calls import Call, Calls

_FOLDER = "sent"


def folder_of(places: Places, draft: str) -> Path:
    return places.root / _FOLDER / draft


def put_aside(places: Places, draft: str, call: Call) -> None:
    """In the place of one of the same id. Raises OSError."""
    path = _path(places, draft, call.id)
    make_private_folder(path.parent)
    write_atomically(path, json.dumps(asdict(call), indent=1).encode("ascii"))


def forget_aside(places: Places, draft: str, ident: str) -> None:
    """It is in the draft."""
    discard(_path(places, draft, ident))


def take_in(places: Places, draft: str, calls: Calls) -> None:
    """Into the list of the draft. Raises FileError; what cannot be read stays where it is."""
    for path in sorted(folder_of(places, draft).glob("*.json")):
        try:
            call = Call(**json.loads(path.read_bytes()))
        except (OSError, ValueError, TypeError):
            continue
        calls.put(call)
        discard(path)


def _path(places: Places, draft: str, ident: str) -> Path:
    return folder_of(places, draft) / f"{ident}.json"
