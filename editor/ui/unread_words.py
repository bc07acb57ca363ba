"""The words of an answer that could not be read as what was asked for: shown as text, as far as there is room."""

from __future__ import annotations

_LONGEST = 400
"""Characters of it that are shown."""


def its_words(answer: str) -> str:
    """In a sentence that says where the rest is: "Its words: “I think this is …” All of them stand in What Was Sent." """
    line = " ".join(answer.split())
    shown = line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()}…"
    return f"Its words: “{shown}” All of them stand in What Was Sent."
