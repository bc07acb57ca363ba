"""How a text file was written, so that saving gives the same bytes back.

Inside the program lines end with "\\n" and there is no byte order mark. A file whose line ends are all alike is turned
into that and back; one with mixed line ends keeps its odd carriage returns as characters. Bytes that are not UTF-8 are
read as Windows-1252 or, where even that fails, Latin-1, and saved as such while every character still fits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class TextFormat:
    bom: bool = False
    newline: str = "\n"
    encoding: str = "utf-8"

    def row(self) -> dict[str, Any]:
        return {"bom": self.bom, "newline": self.newline, "encoding": self.encoding}

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> TextFormat:
        return cls(bool(row.get("bom")), str(row.get("newline", "\n")), str(row.get("encoding", "utf-8")))


_ASSUMED = {"cp1252": "Western European (Windows-1252)", "latin-1": "Western European (ISO 8859-1)"}


def assumed_words(form: TextFormat) -> str:
    """What whoever sees odd letters has to know: which encoding was taken for the file's. Empty for UTF-8, which proves
    itself; the bytes of every other one fit many, and say nothing of which it is.
    """
    if form.encoding not in _ASSUMED:
        return ""
    return f"It is not UTF-8 and was read as {_ASSUMED[form.encoding]}; if letters look wrong, save it as UTF-8."


def decoded(data: bytes) -> tuple[str, TextFormat]:
    """The text as the program holds it, and what `encoded` needs to give `data` back byte for byte."""
    encoding = next(name for name in ("utf-8", "cp1252", "latin-1") if _fits(data, name))
    text = data.decode(encoding)
    bom = text.startswith(_BOM)
    text = text.removeprefix(_BOM)
    newline = _newline(text)
    if newline != "\n":
        text = text.replace(newline, "\n")
    return text, TextFormat(bom, newline, encoding)


def encoded(text: str, form: TextFormat) -> bytes:
    """The bytes to save. A character the old encoding has no place for turns the file into UTF-8."""
    whole = (_BOM if form.bom else "") + (text if form.newline == "\n" else text.replace("\n", form.newline))
    try:
        return whole.encode(form.encoding)
    except UnicodeEncodeError:
        return whole.encode("utf-8", "surrogatepass")


def _fits(data: bytes, encoding: str) -> bool:
    try:
        return data.decode(encoding).encode(encoding) == data
    except UnicodeError:
        return False


def _newline(text: str) -> str:
    """The line end all lines share, where putting it back gives the same text; else the plain one."""
    for newline in ("\r\n", "\r"):
        if newline in text and text.replace(newline, "\n").replace("\n", newline) == text:
            return newline
    return "\n"
