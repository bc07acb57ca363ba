"""Small drafts for the tests of exports, and a reader of the HTML that comes of them."""

from __future__ import annotations

import os
from html.parser import HTMLParser
from pathlib import Path

from editor.core.document import Document
from editor.core.marks import BlockKind, Mark
from editor.core.origins import TYPED, Origin, OriginKind
from editor.core.paragraph_row import Paragraph
from editor.core.paragraphs import MarkdownSplitter
from editor.core.runs import Fragment

NOON_NOV_20_2026 = 1_795_176_000_000
GOLDEN = Path(__file__).parent.parent / "golden"


def model(
    actor: str = "claude-opus-5-5",
    purpose: str = "critique",
    when_ms: int | None = NOON_NOV_20_2026,
    provider: str = "anthropic",
) -> Origin:
    return Origin(OriginKind.MODEL, actor=actor, provider=provider, purpose=purpose, when_ms=when_ms)


CLAUDE = model()
GEMINI = model("gemini-3-pro", "association", provider="google")


def draft(*pieces: str | tuple[str, Origin]) -> list[Paragraph]:
    """The paragraphs of a draft made of pieces, typed by the writer or given with their origin."""
    whole = Fragment()
    for piece in pieces:
        text, origin = (piece, TYPED) if isinstance(piece, str) else piece
        whole += Fragment.of(text, origin)
    return list(Document.of(whole, MarkdownSplitter()).paragraphs)


def paragraph(ident: int, text: str, *lineage: Origin, kind: BlockKind = BlockKind.PARAGRAPH) -> Paragraph:
    """A paragraph made by hand, whatever Markdown would make of its text."""
    whole = Fragment.of(text, lineage[0] if lineage else TYPED)
    return Paragraph(Mark(ident, len(text), kind, lineage=lineage), text, whole.runs)


class Page(HTMLParser):
    """The visible text of a page, sorted by who is said to have written it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.labelled: list[str] = []
        """One text per labelled block, in order."""
        self.models: list[str | None] = []
        self.titles: list[str] = []
        """Titles of collapsible sections."""
        self.free: list[str] = []
        """Pieces of text outside of every labelled block and of every title."""
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("br", "hr", "img", "meta", "link", "input"):
            return
        named = dict(attrs)
        role = named.get("class") or tag
        if role == "llm-content-block":
            self.labelled.append("")
            self.models.append(named.get("data-model-name"))
        if tag == "summary":
            self.titles.append("")
        self._open.append(role if tag in ("div", "summary", "details") else tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if "llm-content-block" in self._open:
            self.labelled[-1] += data
        elif "detailsBlockTitle" in self._open:
            self.titles[-1] += data
        else:
            self.free.append(data)

    @property
    def outside(self) -> str:
        return "".join(self.free)


def same_as_golden(name: str, text: str) -> bool:
    """Whether `text` is the golden file, byte for byte. With UPDATE_GOLDEN=1 it becomes the golden file."""
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    return path.read_bytes() == text.encode("utf-8")
