"""Keeping versions of a paragraph or of the whole draft, and seeing what changed since."""

from __future__ import annotations

from editor.core.clock import Clock
from editor.core.document import Document
from editor.core.errors import EditRefused
from editor.core.rows import runs_row
from editor.core.runs import Fragment
from editor.core.words import prose_words
from editor.protocol.messages import (
    Compared,
    CompareVersion,
    KeepVersion,
    ListVersions,
    Versions,
)
from editor.protocol.parts import DiffRow, VersionRow
from editor.services.differing import word_diff
from editor.services.local_times import moment
from editor.services.opening import Opening
from editor.store.versions import KeptVersion


class Versioning:
    def __init__(self, opening: Opening, clock: Clock) -> None:
        self._opening = opening
        self._clock = clock

    def keep(self, request: KeepVersion) -> Versions:
        """All versions of the same paragraph or draft, the new one last. Without a name it is called by its time."""
        draft = self._opening.draft
        content = _content(draft.document(request.upto), request.paragraph)
        now = self._clock.now()
        name = request.name.strip() or moment(now.wall_ms, now)
        draft.store.versions.keep(name, request.paragraph, draft.folded_n, now.wall_ms, content)
        return self._listed(request.id, request.paragraph)

    def list(self, request: ListVersions) -> Versions:
        return self._listed(request.id, request.paragraph)

    def compare(self, request: CompareVersion) -> Compared:
        """To the present text or the other version. A paragraph that is gone is compared with nothing."""
        version = self._kept(request.version)
        other = self._present(version, request.upto) if request.against is None else self._kept(request.against).text
        pieces = tuple(DiffRow(kind, text) for kind, text in word_diff(version.text, other))
        return Compared(request.id, version.id, pieces)

    def _kept(self, ident: int) -> KeptVersion:
        version = self._opening.draft.store.versions.get(ident)
        if version is None:
            raise EditRefused("This version is not in the draft", "Nothing was changed.")
        return version

    def _present(self, version: KeptVersion, upto: int) -> str:
        document = self._opening.draft.document(upto)
        gone = version.paragraph is not None and not document.paragraphs.has(version.paragraph)
        return "" if gone else _content(document, version.paragraph).text

    def _listed(self, ident: int, paragraph: int | None) -> Versions:
        draft = self._opening.draft
        kept = draft.store.versions.list(paragraph) if draft.begin() else ()
        return Versions(ident, tuple(_row(version) for version in kept))


def _content(document: Document, paragraph: int | None) -> Fragment:
    if paragraph is None:
        return document.fragment(0, len(document))
    if not document.paragraphs.has(paragraph):
        raise EditRefused("This paragraph is no longer in the draft", "Nothing was changed.")
    return document.paragraphs.by_id(paragraph).fragment


def _row(version: KeptVersion) -> VersionRow:
    return VersionRow(
        id=version.id,
        name=version.name,
        paragraph=version.paragraph,
        wall_ms=version.wall_ms,
        words=prose_words(version.text),
        text=version.text,
        runs=tuple(runs_row(version.runs)),
    )
