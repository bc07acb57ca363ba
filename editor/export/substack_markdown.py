"""A post for Substack, which knows neither sections that fold nor labelled blocks.

A sentence at the top says which models wrote how much. A short passage is a quotation whose first line is its label,
which outlives every paste, feed and mail. A long one would weigh the essay down: a pointer stands in its place, and the
passage, quoted too, in a part at the end with a heading for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from editor.core.marks import BlockKind
from editor.core.paragraph_row import Paragraph
from editor.export import formulas, labels, notes
from editor.export.enclosing import enclosed
from editor.export.exported import Exported, ExportWarning
from editor.export.lesswrong_warnings import note_warnings
from editor.export.substack_warnings import substack_warnings
from editor.export.titles import titled
from editor.export.tree import Contribution, Section, tree_of, without_blank_lines
from editor.export.unfolding import quoted, unfolded, without_own_label


@dataclass(frozen=True, slots=True)
class SubstackOptions:
    title_in_body: bool = False
    """Leave the title in the body too; Substack has a field of its own for it."""
    longest_in_place: int = 150
    """Words of a passage that still stands where it was written."""
    native_notes: bool = True
    """Notes in the shape Substack gives its own; else a numbered list at the end. Only for HTML."""


def export_substack_markdown(paragraphs: Iterable[Paragraph], options: SubstackOptions | None = None) -> Exported:
    options = options or SubstackOptions()
    head = titled(tree_of(paragraphs), keep=options.title_in_body)
    blocks = [disclosure(head.tree.contributions)] if head.tree.contributions else []
    moved: list[str] = []
    for section in head.tree.sections:
        whose, body = section.contribution, _body(section)
        if whose is None:
            blocks.append(body)
        elif whose.words <= options.longest_in_place:
            blocks.append(quoted(body, _label(whose)))
        else:
            number = len(moved) + 1
            blocks.append(
                f"> **{labels.escaped(_label(whose, number))}**, {_words(whose.words)}, at the end of this post"
            )
            moved.append(f"### {number}. {labels.escaped(whose.particulars)}\n\n{quoted(body, _label(whose, number))}")
    if moved:
        blocks += ["## AI contributions", *moved]
    warnings: list[ExportWarning] = []
    for section in head.tree.notes:
        definition = _note(section)
        blocks.append(definition)
        warnings += note_warnings(section, definition)
    text = "\n\n".join(block for block in blocks if block) + "\n"
    return Exported(text, head.title, (*substack_warnings(head, text), *warnings), head.tree.contributions)


def disclosure(contributions: Iterable[Contribution]) -> str:
    """The sentence that says who wrote what besides the author, as Markdown."""
    shares: dict[str, list[int]] = {}
    for whose in contributions:
        shares.setdefault(whose.model, []).append(whose.words)
    parts = [
        f"{labels.escaped(model)} ({_counted(len(words), 'passage')}, {_words(sum(words))})"
        for model, words in shares.items()
    ]
    return f"*Parts of this post were written with AI: {'; '.join(parts)}. Each is marked as an AI contribution.*"


def _label(whose: Contribution, number: int | None = None) -> str:
    name = "AI contribution" if number is None else f"AI contribution {number}"
    return " – ".join((name, *(part for part in (whose.model, whose.day, whose.purpose) if part)))


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _words(count: int) -> str:
    return _counted(count, "word")


def _body(section: Section) -> str:
    text = "".join(_pieces(section))
    closed = enclosed(text, notes=section.contribution is None, site=False)
    return without_blank_lines(closed.text)


def _pieces(section: Section) -> Iterator[str]:
    whose = section.contribution
    for text, paragraph in zip(section.pieces, section.paragraphs, strict=True):
        piece = formulas.in_dialect(text, paragraph.kind)
        if paragraph.kind in formulas.CODE:
            yield piece
        elif paragraph.kind is BlockKind.SECTION:
            yield unfolded(piece if whose is None else without_own_label(piece)).rstrip("\n") + "\n\n"
        else:
            yield piece if whose is None else notes.with_labelled_inline_notes(piece, whose)


def _note(section: Section) -> str:
    text = notes.on_one_line(formulas.in_dollars(section.text))
    if section.contribution is not None:
        text = notes.with_labelled_inline_notes(text, section.contribution)
        text = notes.labelled(text, section.contribution)
    return text
