"""A Word file or a page made into a text file beside it, with its pictures in a folder; the file itself is only read.

The text is then opened like any other, and its words are of the origin *imported*.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from editor.core.errors import FileUnreadable, IntakeError
from editor.core.twins import PAGES, WORD_FILE, draft_name
from editor.intake.pictures import PictureFolder
from editor.intake.readers import html_of_page_file, html_of_word_file, markdown_of, repaired
from editor.intake.word_losses import Losses
from editor.journal.atomic import write_through
from editor.protocol.intake_messages import Imported, ImportFile
from editor.services.import_sentences import of_losses

_TEXTS = (".md", ".markdown", ".txt")


async def import_file(request: ImportFile) -> Imported:
    """Raises IntakeError or FileUnreadable; nothing was written then but, at most, pictures."""
    return await asyncio.to_thread(_imported, request)


def _imported(request: ImportFile) -> Imported:
    made = imported(Path(request.path))
    return Imported(request.id, str(made.path), made.said, made.left_out)


@dataclass(frozen=True, slots=True)
class MadeText:
    path: Path
    said: tuple[str, ...]
    """One sentence for everything that was done."""
    left_out: tuple[str, ...]
    """One sentence or two for everything that did not come along, or not as it was."""


def imported(path: Path) -> MadeText:
    """Raises what `import_file` does."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None and path.suffix.lower() in _TEXTS:
        raise IntakeError(
            f"{path.name} needs no import", "Open it as it is: it is a text file, and its words will count as imported."
        )
    if reader is None:
        raise IntakeError(
            f"{path.name} cannot be imported",
            f"Known are {', '.join(sorted(_READERS))}; .md, .markdown and .txt are opened as they are.",
        )
    target = _free(path)
    pictures = PictureFolder(target)
    try:
        html, losses = reader(path, pictures)
        read = markdown_of(html, pictures.address_of)
        text, lines = repaired(read.markdown)
        if not text.strip():
            raise IntakeError(f"{path.name} holds no text that can be read", "It was left as it is.")
        write_through(target, (text + "\n").encode("utf-8", "surrogatepass"))
    except OSError as error:
        name = Path(str(error.filename or target)).name
        raise FileUnreadable(
            f"{path.name} cannot be imported", f"{name}: {error.strerror or error}. {path.name} was left as it is."
        ) from error
    left_out = (*_of_pictures(read.pictures_left_out), *of_losses(losses, path.name))
    return MadeText(target, tuple(_said(path, target, pictures, lines)), left_out)


def _free(path: Path) -> Path:
    """Beside the file, under its name; neither that text nor its draft nor its pictures may be there already."""
    extras = chain([""], (f" {number}" for number in count(2)))
    for extra in extras:
        target = path.with_name(f"{path.stem}{extra}.md")
        others = (target, target.with_name(draft_name(target.name)), target.with_name(f"{target.stem} images"))
        if not any(os.path.lexists(one) for one in others):
            return target
    raise AssertionError("names never end")


def _said(path: Path, target: Path, pictures: PictureFolder, lines: int) -> Iterator[str]:
    yield f"{path.name} was imported as {target.name}; it was left as it is."
    if pictures.written:
        one = len(pictures.written) == 1
        yield f"{len(pictures.written):,} picture{' is' if one else 's are'} in the folder {pictures.name}."
    if lines:
        yield "Letters read in the wrong encoding were put right."


def _of_pictures(count: int) -> Iterator[str]:
    if count:
        yield f"{count:,} picture{'' if count == 1 else 's'} could not be taken along."


def _word(path: Path, pictures: PictureFolder) -> tuple[str, Losses]:
    made = html_of_word_file(path, pictures)
    return made.html, made.losses


def _page(path: Path, _pictures: PictureFolder) -> tuple[str, Losses]:
    return html_of_page_file(path), Losses()


_READERS: dict[str, Callable[[Path, PictureFolder], tuple[str, Losses]]] = {
    WORD_FILE: _word,
    **dict.fromkeys(PAGES, _page),
}
