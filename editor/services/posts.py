"""A post for a venue: its text, its HTML for the clipboard, its checks, and the files it is written to."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from editor.core.errors import ExportError, FileUnreadable
from editor.core.paragraph_row import Paragraph
from editor.core.twins import DRAFT
from editor.export.exported import Exported
from editor.export.lesswrong_check import check_lesswrong
from editor.export.lesswrong_html import rendered_for_lesswrong
from editor.export.lesswrong_markdown import export_lesswrong
from editor.export.plain_markdown import export_plain
from editor.export.substack_html import export_substack_html, rendered_for_substack
from editor.export.substack_markdown import export_substack_markdown
from editor.journal.atomic import write_through
from editor.protocol.parts import CheckRow
from editor.services.export_checks import STOP, Draft, checks

LESSWRONG, SUBSTACK, MARKDOWN = "lesswrong", "substack", "markdown"
DIALECTS = (LESSWRONG, SUBSTACK, MARKDOWN)


@dataclass(frozen=True, slots=True)
class Post:
    dialect: str
    title: str
    text: str
    """Markdown; empty where the export would come out broken."""
    html: str
    """For the clipboard, empty where the form has none."""
    checks: tuple[CheckRow, ...]

    @property
    def sound(self) -> bool:
        return not any(row.state == STOP for row in self.checks)


def made_post(draft: Draft, dialect: str) -> Post:
    """An export that would come out broken has one check, which says why."""
    try:
        exported = exported_as(draft.paragraphs, dialect)
    except ExportError as error:
        return Post(dialect, "", "", "", (CheckRow("Form", STOP, f"{error}"),))
    rows = checks(draft, exported, labels=dialect != MARKDOWN)
    problems = check_lesswrong(exported.text) if dialect == LESSWRONG else []
    broken = tuple(CheckRow("Form", STOP, f"{problem}.") for problem in problems)
    return Post(dialect, exported.title, exported.text, _html(exported, dialect), (*broken, *rows))


def exported_as(paragraphs: Sequence[Paragraph], dialect: str) -> Exported:
    """Raises ExportError, also for a form that is not known."""
    match dialect:
        case "lesswrong":
            return export_lesswrong(paragraphs)
        case "substack":
            return export_substack_markdown(paragraphs)
        case "markdown":
            return export_plain(paragraphs)
    raise ExportError(f"There is no form named {dialect}", f"There are: {', '.join(DIALECTS)}.")


def post_files(paragraphs: Sequence[Paragraph], dialect: str, path: Path) -> dict[Path, str]:
    """What is written where. A post for Substack is two files, a page to copy from and Markdown, of one name.

    A post for LessWrong is Markdown, or in a file named .html what that site's own editor takes.
    """
    exported = exported_as(paragraphs, dialect)
    if dialect == LESSWRONG and path.suffix in (".html", ".htm"):
        return {path: rendered_for_lesswrong(exported.text)}
    if dialect != SUBSTACK:
        return {path: exported.text}
    page = export_substack_html(paragraphs).text
    return {path.with_suffix(".html"): page, path.with_suffix(".md"): exported.text}


def refuse_to_overwrite(draft: Iterable[Path | None], files: Iterable[Path]) -> None:
    """Raises FileUnreadable where one of the files is one of the draft's own, by whatever name, or any draft."""
    own = {os.path.realpath(path) for path in draft if path is not None}
    for path in files:
        if os.path.realpath(path) in own or path.suffix == DRAFT:
            raise FileUnreadable(f"{path.name} was not written", "It is the draft itself. Choose another name.")


def write_files(files: Mapping[Path, str]) -> str:
    """Writes each whole or not at all, and says which."""
    for path, text in files.items():
        try:
            write_through(path, text.encode("utf-8", "surrogatepass"))
        except OSError as error:
            raise FileUnreadable(f"{path.name} cannot be written", f"{error.strerror}. The draft is safe.") from error
    return f"Written to {' and '.join(str(path) for path in files)}."


def _html(exported: Exported, dialect: str) -> str:
    if dialect == LESSWRONG:
        return rendered_for_lesswrong(exported.text)
    return rendered_for_substack(exported.text) if dialect == SUBSTACK else ""
