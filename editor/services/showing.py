"""Writing the record of the open draft where the writer wants it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from editor.core.clock import Clock, Instant
from editor.core.document import Document
from editor.export.process_record import Part, ProcessRecord, record_json
from editor.export.record_page import record_page
from editor.protocol.messages import Done
from editor.protocol.record_messages import WriteProcessReport
from editor.resources import resource
from editor.services.opening import Opening
from editor.services.past import whole_past
from editor.services.posts import write_files
from editor.services.process_report import Wanted, process_record
from editor.services.reading import OpenedText
from editor.services.soundness import problems_without_copies


class Showing:
    def __init__(self, opening: Opening, clock: Clock) -> None:
        self._opening = opening
        self._clock = clock

    async def write_report(self, request: WriteProcessReport) -> Done:
        """Raises a FileError where the draft cannot be read or the report cannot be written."""
        draft = self._opening.draft
        document = Document.from_keyframe(draft.document(request.upto).keyframe())  # this one is folded on meanwhile
        address, now = draft.address, self._clock.now()
        database = draft.store.path
        name = (address.text_path or address.path).stem
        parts = frozenset(Part(one) for one in request.parts)

        def written() -> str:
            whole = whole_past(database, address.places.folder)
            record = process_record(
                document, whole, Wanted(parts, tuple(problems_without_copies(database, address.places.folder))), now, name
            )
            return write_report(record, Path(request.path))

        return Done(request.id, await asyncio.to_thread(written))


def write_report(record: ProcessRecord, path: Path) -> str:
    """As JSON where the name says so, else as a page; says what was written. Raises FileUnreadable."""
    return write_files({path: report_text(record, as_json=path.suffix == ".json")})


def report_text(record: ProcessRecord, *, as_json: bool) -> str:
    if as_json:
        return record_json(record)
    return record_page(record, resource("record", "page.css").read_text(encoding="utf-8"))


def report_of(opened: OpenedText, folder: Path, wanted: Wanted, now: Instant) -> ProcessRecord:
    """For a draft that was read from its file and its journal in `folder`. Raises a FileError."""
    return process_record(opened.document, whole_past(opened.database, folder), wanted, now, opened.path.stem)
