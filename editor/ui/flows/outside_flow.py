"""The readable twin was changed by another program: taken in, said, and one step to undo.

Only when the draft has nothing the twin does not have: otherwise both were changed, nothing is taken in, and saving puts
a copy of the other one beside it first. Neither is ever lost, and nothing is replaced silently. Nor is anything taken in
from a file that was emptied or is no text any more: so a fault of a disk or of another program looks. A file that holds
the draft's very text is in step with it, whoever wrote it and whatever was noted of it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from editor.core.text_format import decoded, encoded
from editor.session.open_draft import OpenDraft
from editor.session.outside import take_in
from editor.ui.workbench import Workbench


class OutsideFlow:
    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._told = ""
        self._in_step: tuple[object, ...] = ()
        """What the system said of the file when its content was last found to be the draft's."""

    def opened(self, draft: OpenDraft, twin_digest: str) -> None:
        """The worker said what the program last wrote to the twin."""
        if not twin_digest:
            return
        found, draft.text_digest = draft.text_digest, twin_digest  # until taken in, saving keeps the other one aside
        if found and found != twin_digest:
            self._take(draft, twin_digest)

    def look(self) -> None:
        """The window came to the front: has somebody else been at the file?"""
        draft = self._bench.draft
        if draft is None or draft.text_path is None or not draft.text_digest:
            return
        stamp = _stamp(draft.text_path)
        if stamp == self._in_step:
            return
        data = _content(draft.text_path)
        if data is not None and hashlib.sha256(data).hexdigest() == draft.text_digest:
            self._in_step = stamp
        elif data is not None:
            self._take(draft, draft.text_digest)

    def _take(self, draft: OpenDraft, known: str) -> None:
        """`known` is the digest of the twin as it was last in step with the draft."""
        path = draft.text_path
        if path is None or (data := _content(path)) is None:
            return
        digest = hashlib.sha256(data).hexdigest()
        if _has(draft, digest):
            draft.saved(digest)
        elif not (refusal := _refusal(draft, path, data, known)):
            self._bench.copy_first(lambda: self._take_in(draft, path, known))
        elif digest != self._told:
            self._told = digest
            self._bench.say(refusal)

    def _take_in(self, draft: OpenDraft, path: Path, known: str) -> None:
        """Where something was typed while the copy was made, nothing is taken in; the next look tells."""
        data = _content(path)
        if data is None or _refusal(draft, path, data, known):
            return
        view, digest = self._bench.view, hashlib.sha256(data).hexdigest()
        text, _ = decoded(data)
        count = 0
        for changes in take_in(draft.session, text):
            view.bridge.show(changes)
            count += 1
        draft.saved(digest)
        if count:
            places = "one place" if count == 1 else f"{count} places"
            self._bench.say(
                f"{path.name} {_changed(draft)[0]}. The difference is in, in {places}, marked as of unknown origin; one "
                "undo takes it out again."
            )


def _refusal(draft: OpenDraft, path: Path, data: bytes, known: str) -> str:
    """Why this is not taken in, in sentences; empty where it may be."""
    if b"\0" in data:
        what = "was made something that is no text by another program: it holds zero bytes"
    elif not data.strip() and draft.session.document.text().strip():
        what = "was emptied by another program"
    elif not _has(draft, known):
        said = ", ".join(_changed(draft))
        return f"{path.name} {said}. Nothing was replaced; saving keeps a copy of the other one beside it."
    else:
        return ""
    return (
        f"{path.name} {what}. Nothing was taken in, and the draft is safe; "
        "saving writes it again, and keeps what lies there now beside it."
    )


def _changed(draft: OpenDraft) -> tuple[str, str]:
    """What is said of the file, and behind a comma of the draft. Of one that lacks changes, or that came into another's
    place, nobody can say who wrote the file."""
    if draft.must_be_read:
        return "is not as this draft last knew it", "nor is the draft as it was then"
    return "was changed by another program", "and so was the draft here"


def _has(draft: OpenDraft, digest: str) -> bool:
    """Whether the draft, written as its file is, has this digest."""
    return hashlib.sha256(encoded(draft.session.document.text(), draft.text_format)).hexdigest() == digest


def _stamp(path: Path) -> tuple[object, ...]:
    try:
        found = path.stat()
    except OSError:
        return ()
    return path, found.st_ino, found.st_mtime_ns, found.st_size


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
