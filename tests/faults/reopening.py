"""A draft opened as a program that was started anew opens it, and what is found there."""

from __future__ import annotations

from pathlib import Path

from editor.core.clock import SystemClock
from editor.core.origins import TYPED
from editor.core.paragraphs import MarkdownSplitter
from editor.core.runs import Fragment
from editor.journal.places import Places
from editor.opening import Opener
from editor.services.drafting import AttachedDraft, DraftAddress
from editor.session.open_draft import OpenDraft
from editor.store.verifying import verify_file

_ONE_MORE = "+"


class NotSound(Exception):
    """The draft opens, but not to the same text everywhere, or it cannot be gone on with."""


def reopened(path: Path, data: Path) -> str:
    """The text found, after it was folded, verified, gone on with and opened once more.

    Raises NotSound with a sentence, or whatever a restarted program would meet.
    """
    text = _looked_at(path, data, "")
    if (further := _looked_at(path, data, _ONE_MORE)) != text + _ONE_MORE:
        raise NotSound(f"a key after it made {further!r} of {text!r}")
    if (again := _looked_at(path, data, "")) != text + _ONE_MORE:
        raise NotSound(f"{text + _ONE_MORE!r} was {again!r} when it was opened again")
    return text


def _looked_at(path: Path, data: Path, typed: str) -> str:
    """The text after the draft was opened, typed in, folded and closed."""
    places = Places(data)
    places.tidy()
    draft = Opener(places, SystemClock(), MarkdownSplitter).open(path)
    try:
        session = draft.session
        session.change(len(session.document), 0, Fragment.of(typed, TYPED))
        text = session.document.text()
        if draft.exists:
            _fold(draft, text)
        return text
    finally:
        draft.close()


def _fold(draft: OpenDraft, text: str) -> None:
    attached = AttachedDraft(
        DraftAddress(draft.database, draft.draft_id, draft.folder, draft.text_path), draft.session.clock
    )
    try:
        attached.fold()
        stored = attached.document(0).text()
    finally:
        attached.close()
    if stored != text:
        raise NotSound(f"the database says {stored!r}, the window {text!r}")
    if problems := verify_file(draft.database):
        raise NotSound(f"the database is not sound: {problems[0]}")
