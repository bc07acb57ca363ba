"""Making and writing the post of the draft that is open, off the loop's thread."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

from editor.core.annotations import RemarkState
from editor.profile_shelf import DEFAULT_PROFILE
from editor.protocol.messages import Done, ExportPrepared, PrepareExport, WriteExport
from editor.protocol.parts import LookedThrough
from editor.services.accounts import accounts_of
from editor.services.borrowing import Borrowing
from editor.services.export_checks import Draft
from editor.services.opening import Opening
from editor.services.posts import Post, made_post, post_files, refuse_to_overwrite, write_files
from editor.services.profiles import profile_named
from editor.services.timing import report_on


class Exporting:
    def __init__(self, opening: Opening, borrowing: Borrowing) -> None:
        self._opening = opening
        self._borrowing = borrowing

    async def prepare(self, request: PrepareExport) -> ExportPrepared:
        """The post and its checks; writes nothing. Raises PolicyError for a profile that is not there."""
        draft = self._opening.draft
        paragraphs = tuple(draft.document(request.upto).paragraphs)
        ledger = draft.store.activity.rows()
        profile = profile_named(request.profile or DEFAULT_PROFILE)
        folder = (draft.address.text_path or draft.address.path).parent
        remarks = Counter(one.paragraph for one in draft.store.remarks.all() if one.state is RemarkState.OPEN)

        accounts = accounts_of(draft.store.attachments.all(), paragraphs)
        borrowed = await self._borrowing.phrases([LookedThrough.of(item) for item in paragraphs])

        def made() -> Post:
            report = report_on(paragraphs, ledger, profile)
            return made_post(Draft(paragraphs, report, folder, remarks, borrowed, accounts), request.dialect)

        post = await asyncio.to_thread(made)
        return ExportPrepared(request.id, post.dialect, post.title, post.text, post.html, post.checks)

    async def write(self, request: WriteExport) -> Done:
        """Raises ExportError where the post would come out broken, FileUnreadable where it cannot be written."""
        draft = self._opening.draft
        paragraphs = tuple(draft.document(request.upto).paragraphs)
        files = await asyncio.to_thread(post_files, paragraphs, request.dialect, Path(request.path))
        refuse_to_overwrite((draft.address.path, draft.address.text_path), files)
        return Done(request.id, write_files(files))
