"""LessWrong's Markdown, with every passage of a model in a labelled collapsible section.

    +++ AI contribution (claude-opus-5-5, 2026-11-20, critique)

    %%% llm-output model="claude-opus-5-5"

    what the model wrote

    %%% /llm-output

    +++

The block is what the site's rule asks for, the section what lets a reader pass it by. The result is read again by the
site's rules before it is given out: if a label does not hold exactly what it should, the export fails and nothing is
published wrongly labelled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from editor.core.errors import ExportError
from editor.core.marks import BlockKind
from editor.core.paragraph_row import Paragraph
from editor.export import formulas, labels, notes
from editor.export.enclosing import enclosed, without_label_marks
from editor.export.exported import Exported, ExportWarning
from editor.export.lesswrong_warnings import lesswrong_warnings, note_warnings, warning_of_escape
from editor.export.site_parser import block_parser
from editor.export.titles import titled
from editor.export.tree import Contribution, Section, tree_of, without_blank_lines
from editor.export.unfolding import without_own_label

_PLUSES = re.compile(r"\++")


@dataclass(frozen=True, slots=True)
class LessWrongOptions:
    title_in_body: bool = False
    """Leave the title in the body too; the site has a field of its own for it."""


def export_lesswrong(paragraphs: Iterable[Paragraph], options: LessWrongOptions | None = None) -> Exported:
    """The draft for the site's Markdown editor. Raises ExportError where a label would not hold what it should."""
    options = options or LessWrongOptions()
    head = titled(tree_of(paragraphs), keep=options.title_in_body)
    warnings: list[ExportWarning] = []
    blocks: list[str] = []
    spans: list[tuple[int, int]] = []
    line = 0
    for section in head.tree.sections:
        body, found = _body(section)
        warnings += found
        if section.contribution is not None:
            spans.append((line + 2, line + 7 + body.count("\n")))
            body = _labelled(body, section.contribution)
        blocks.append(body)
        line += body.count("\n") + 2
    for section in head.tree.notes:
        definition, found = _note(section)
        warnings += found
        blocks.append(definition)
    text = "\n\n".join(blocks) + "\n"
    _insist_on(text, spans)
    return Exported(
        text=text,
        title=head.title,
        warnings=(*lesswrong_warnings(head, text), *warnings),
        contributions=head.tree.contributions,
    )


def _body(section: Section) -> tuple[str, list[ExportWarning]]:
    """The Markdown of a section, reaching nowhere beyond itself, and what had to be changed for that."""
    whose = section.contribution
    read = [
        formulas.in_dialect(piece, paragraph.kind)
        for piece, paragraph in zip(section.pieces, section.paragraphs, strict=True)
    ]
    if whose is None:
        pieces, marked = read, set[int]()
    else:
        own = [
            without_own_label(piece) if item.kind is BlockKind.SECTION else piece
            for piece, item in zip(read, section.paragraphs, strict=True)
        ]
        pieces = [_inside_a_label(piece, item, whose) for piece, item in zip(own, section.paragraphs, strict=True)]
        marked = {index for index, piece in enumerate(own) if without_label_marks(piece) != piece}
    closed = enclosed("".join(pieces), list(_written_sections(section, pieces)), notes=whose is None)
    changed = marked | {_piece_at(pieces, line) for line in closed.escaped_lines}
    warnings = [warning_of_escape(section.paragraphs[index], whose) for index in sorted(changed)]
    return without_blank_lines(closed.text), warnings


def _inside_a_label(piece: str, paragraph: Paragraph, whose: Contribution) -> str:
    piece = without_label_marks(piece)
    return piece if paragraph.kind in formulas.CODE else notes.with_labelled_inline_notes(piece, whose)


def _written_sections(section: Section, pieces: Iterable[str]) -> Iterator[range]:
    line = 0
    for piece, paragraph in zip(pieces, section.paragraphs, strict=True):
        length = piece.count("\n")
        if paragraph.kind is BlockKind.SECTION:
            yield range(line, line + length + (not piece.endswith("\n")))
        line += length


def _piece_at(pieces: Iterable[str], line: int) -> int:
    last = 0
    for index, piece in enumerate(pieces):
        last = index
        line -= piece.count("\n")
        if line < 0:
            break
    return last


def _labelled(body: str, whose: Contribution) -> str:
    longest = max((len(run) for run in _PLUSES.findall(body)), default=0)
    fence = "+" * max(3, longest + 1)
    return "\n\n".join(
        (
            f"{fence} {labels.escaped(whose.label)}",
            f'%%% llm-output model="{whose.model}"',
            body,
            "%%% /llm-output",
            fence,
        )
    )


def _note(section: Section) -> tuple[str, list[ExportWarning]]:
    text = notes.on_one_line(formulas.in_dollars(section.text))
    if section.contribution is not None:
        text = without_label_marks(notes.with_labelled_inline_notes(text, section.contribution))
        text = notes.labelled(text, section.contribution)
    return enclosed(text).text, note_warnings(section, text)


def _insist_on(text: str, spans: list[tuple[int, int]]) -> None:
    """Reads the export as the site will, and raises ExportError unless the labels stand where they were put."""
    own = {(start, end) for start, end in spans}
    tokens = block_parser().parse(text)
    stack: list[str] = []
    for token in tokens:
        if token.type == "label_open" and token.map is not None and tuple(token.map) in own:
            if stack and stack != ["section_open", "section_body"]:
                break
            own.discard((token.map[0], token.map[1]))
        if token.nesting == 1:
            stack.append(token.type)
        elif token.nesting == -1:
            stack.pop()
    if own:
        raise ExportError(
            "The export would not hold its labels",
            "A passage by a model would reach out of its label, so nothing was written. Your draft is unchanged.",
        )
