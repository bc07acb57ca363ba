"""The verdict of a venue on the draft that is open, with everything that it rests on."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator

from editor.core.policy import Finding, PostVerdict
from editor.core.profiles import Verdict
from editor.protocol.messages import JudgePost, PostJudged
from editor.protocol.parts import FindingRow
from editor.services.opening import Opening
from editor.services.profiles import profile_named
from editor.services.timing import Report, report_on


class Verdicts:
    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    async def judge(self, request: JudgePost) -> PostJudged:
        """Raises PolicyError for a profile that is not there, FileUnreadable where the draft is behind."""
        draft = self._opening.draft
        paragraphs = tuple(draft.document(request.upto).paragraphs)
        ledger, profile = draft.ledger(), profile_named(request.profile)
        report = await asyncio.to_thread(report_on, paragraphs, ledger, profile)
        return PostJudged(
            request.id,
            profile.id,
            report.post.verdict.value,
            (*_of_post(report.post), *_of_paragraphs(report)),
            report.words,
            report.site_words,
        )


def _of_post(post: PostVerdict) -> Iterator[FindingRow]:
    for one in post.findings:
        yield from _rows([one], post.stated.paragraph if post.stated and one is post.disclosure else None)


def _of_paragraphs(report: Report) -> Iterator[FindingRow]:
    for row in report.rows:
        if row.verdict.verdict is not Verdict.FINE:
            yield from _rows((one for one in row.verdict.findings if one.verdict is not Verdict.FINE), row.paragraph)


def _rows(findings: Iterable[Finding], paragraph: int | None) -> Iterator[FindingRow]:
    for one in findings:
        start, end = one.span or (0, 0)
        yield FindingRow(one.verdict.value, one.sentence, paragraph, start, end)
