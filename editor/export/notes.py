"""Footnotes: definitions on one line, and labels for the words of models in them.

A note is printed at the end of the post, whatever block it was written in, so no block can label it. A model's note
therefore says in its own first words whose it is.
"""

from __future__ import annotations

import re

from editor.export import labels
from editor.export.site_parser import block_parser
from editor.export.tree import Contribution

_DEFINITION = re.compile(r"(?P<head> {0,3}\[\^[^\] ]+\]:)[ \t]*(?P<body>.*)\Z", re.DOTALL)
_NOTE_IN_TEXT = re.compile(
    r"(?P<ticks>(?<!`)`+(?!`)).*?(?<!`)(?P=ticks)(?!`)|\\.|\$\$.*?\$\$|\$[^\s$](?:[^$]*[^\s$])?\$|(?P<note>\^\[)",
    re.DOTALL,
)


def on_one_line(definition: str) -> str:
    """A definition wrapped over several lines as one; a definition of several blocks as it is."""
    text = definition.strip("\n")
    tokens = block_parser().parse(text)
    inner = [token.type for token in tokens if token.level == 1]
    if inner != ["paragraph_open", "paragraph_close"] or tokens[-1].type != "footnote_reference_close":
        return text
    return " ".join(line.strip().removesuffix("\\") for line in text.split("\n"))


def labelled(definition: str, contribution: Contribution) -> str:
    """A definition by a model, with the label as its first words."""
    found = _DEFINITION.match(definition)
    label = f"{labels.escaped(contribution.label)}:"
    if found is None:
        return f"{label} {definition}"
    if "\n" not in found["body"]:
        return f"{found['head']} {label} {found['body']}"
    return f"{found['head']} {label}\n\n    {found['body']}"


def with_labelled_inline_notes(text: str, contribution: Contribution) -> str:
    """`text` by a model, in which each note written into the line, as in ^[this], begins with the label."""
    if "^[" not in text:
        return text
    label = f"^[{labels.escaped(contribution.label)}: "
    return _NOTE_IN_TEXT.sub(lambda found: label if found["note"] else found[0], text)
