"""What a writer may say of a paragraph's lineage: that a model's edit makes it model text, or that it is written anew.

The first is always believed. The second passes only where no character of a model is left and no phrase is one that a
model said in this draft: a retyped sentence is not a rewritten one. The test is ours; no venue has published one, and
LessWrong's rule of 2026 knows no amount of editing that ends a lineage.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from editor.core.marks import Mark
from editor.core.origins import Origin, OriginKind
from editor.core.paragraph_row import Paragraph
from editor.core.runs import model_origins

_SHOWN = 60
_STAYS = "The mark stays, and nothing was changed."


def why_not_rewritten(paragraph: Paragraph, borrowed: str, source: str) -> str:
    """Why the paragraph cannot be called written anew, in sentences; empty where it can.

    `borrowed` is a phrase in it that a model said in this draft, empty where there is none, and `source` says which model
    and when.
    """
    if not paragraph.mark.lineage:
        return "This paragraph has no mark of a model's text that could be taken away."
    if not any(char.isalnum() for char in paragraph.text):
        return f"There is nothing written here yet that could be yours. {_STAYS}"
    if left := _first_of_the_models(paragraph):
        return f"“{_shortened(left)}” is still the model's. Write it anew, or take it out. {_STAYS}"
    if borrowed:
        return f"“{_shortened(borrowed)}” was said by {source}. Say it in words of your own. {_STAYS}"
    return ""


def rewritten(mark: Mark) -> Mark:
    """The mark without lineage, also where paragraphs that were merged into it lie asleep."""
    asleep = tuple(replace(one, mark=rewritten(one.mark)) for one in mark.absorbed)
    return replace(mark, lineage=(), replaced=(), absorbed=asleep)


def without_passing(before: Mark, paragraph: Paragraph, passing: Collection[Origin]) -> Mark:
    """The mark without those of `passing` that the paragraph neither holds now nor was marked for `before`.

    For words that stood there for a moment and belong elsewhere: a page's plain text, before the page itself was read.
    """
    held = model_origins(paragraph.text, paragraph.runs)
    stays = (one for one in paragraph.mark.lineage if one in before.lineage or one in held or one not in passing)
    return replace(paragraph.mark, lineage=tuple(stays))


def taken_as_model_text(paragraph: Paragraph) -> Mark:
    """The mark with every model whose text stands in the paragraph."""
    models = (*paragraph.mark.lineage, *model_origins(paragraph.text, paragraph.runs))
    return replace(paragraph.mark, lineage=tuple(dict.fromkeys(models)), replaced=())


def _first_of_the_models(paragraph: Paragraph) -> str:
    position = 0
    for run in paragraph.runs:
        text = paragraph.text[position : position + run.length].strip()
        if text and run.origin.kind is OriginKind.MODEL:
            return text
        position += run.length
    return ""


def _shortened(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1].rstrip()}…"
