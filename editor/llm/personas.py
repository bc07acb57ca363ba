"""The critics a model can play: a Markdown file each, ours in `resources/prompts/critics` and the writer's in a folder.

A file is a head of a few lines, a blank line, and the persona, which is all the model is given of it:

    name: Harsh reviewer
    line: What it does, for the list of critics.
    connection: openai          (optional: whom to ask)
    model: o3                   (optional: which of their models)

    # Who you are
    …

A file that cannot be used is named with what is wrong in which line, and keeps none of the others from working.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from editor.core.errors import FileError, FileUnreadable
from editor.resources import resource

DEFAULT_CRITIC = "balanced-editor"
FOLDER = "critics"
"""Of the writer's own, in the application's data folder."""

LARGEST = 64 * 1024
"""Bytes; ours have two thousand. What is longer is not a persona but a text put into the wrong folder."""

_REQUIRED = ("name", "line")
_OPTIONAL = ("connection", "model")
_OTHERS_WORK = "The other critics still work."


@dataclass(frozen=True, slots=True)
class Critic:
    """A persona a model takes on."""

    id: str
    """The name of its file, without the ending."""
    name: str
    line: str
    """What it does, in one line for the list of critics."""
    persona: str
    connection: str = ""
    """Whom it is to be asked of; empty for the usual one."""
    model: str = ""
    """Empty for the usual one."""
    own: bool = False
    """Whether it is the writer's own."""


@dataclass(frozen=True, slots=True)
class Cast:
    critics: Mapping[str, Critic]
    """By id: ours by name, then the writer's."""
    troubles: Mapping[str, FileError]
    """By the file's name without its ending: why it cannot be used."""

    def named(self, ident: str) -> Critic:
        """Raises FileError for a critic that cannot be used or is not there."""
        if ident in self.critics:
            return self.critics[ident]
        if ident in self.troubles:
            raise self.troubles[ident]
        raise FileUnreadable(f"There is no critic named {ident}", f"There are: {', '.join(self.critics)}.")


def cast(own: Path | None = None, taken: Iterable[str] = ()) -> Cast:
    """Our critics and those in the folder `own`, which need not exist.

    A writer's critic never takes the place of one of ours, nor of one of the ids in `taken`.
    """
    critics: dict[str, Critic] = {}
    troubles: dict[str, FileError] = {}
    bundled = resource("prompts", "critics")
    for folder in (bundled, own):
        for path in _files(folder):
            try:
                critic = parse_critic(path.stem, _text(path), own=folder is not bundled)
                if critic.id in critics or critic.id in taken:
                    detail = f"Another critic has its name. Give the file another one. {_OTHERS_WORK}"
                    raise _unusable(path.stem, detail)
                critics[critic.id] = critic
            except FileError as error:
                troubles[path.stem] = error
    in_order = sorted(critics.values(), key=lambda one: (one.own, one.name.casefold(), one.id))
    return Cast({one.id: one for one in in_order}, troubles)


def critic_named(ident: str = DEFAULT_CRITIC) -> Critic:
    """One of ours. Raises FileError if there is none with this id."""
    return cast().named(ident)


def parse_critic(ident: str, text: str, *, own: bool = False) -> Critic:
    """The critic of a file. Raises FileError, naming the line, rather than to let a broken persona be sent."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    head: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            break
        name, colon, value = line.partition(":")
        _check_head(ident, number, name.strip(), colon, value.strip(), head)
        head[name.strip()] = value.strip()
    else:
        raise _unusable(ident, f"A blank line and then the critic's text should come after line {number}.")
    missing = [f"“{name}: …”" for name in _REQUIRED if name not in head]
    if missing:
        raise _unusable(ident, f"Before the blank line in line {number} stands no line {' and no line '.join(missing)}.")
    persona = "\n".join(lines[number:]).strip()
    if not persona:
        raise _unusable(ident, f"Nothing stands after line {number}, where the critic's text should be.")
    return Critic(ident, head["name"], head["line"], persona, head.get("connection", ""), head.get("model", ""), own=own)


def _check_head(ident: str, number: int, name: str, colon: str, value: str, head: Mapping[str, str]) -> None:
    known = (*_REQUIRED, *_OPTIONAL)
    if not colon or name not in known:
        wanted = ", ".join(f"“{one}: …”" for one in known)
        raise _unusable(ident, f"Line {number} is none of {wanted}, and the blank line before the text is missing.")
    if name in head:
        raise _unusable(ident, f"Line {number} says “{name}” a second time.")
    if not value:
        raise _unusable(ident, f"Line {number} says nothing after “{name}:”.")


def _unusable(ident: str, detail: str) -> FileError:
    return FileError(f"The critic “{ident}” cannot be used", detail)


def _files(folder: Path | None) -> Iterator[Path]:
    if folder is None:
        return
    try:
        yield from sorted(path for path in folder.iterdir() if path.suffix == ".md" and not path.name.startswith("."))
    except OSError:
        return  # there is no such folder, or nobody may look into it: then there are no critics in it


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            raise _unusable(path.stem, f"It is not a file. {_OTHERS_WORK}")
        if path.stat().st_size > LARGEST:
            raise _unusable(path.stem, f"It is larger than a critic can be. {_OTHERS_WORK}")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        failed = _unusable(path.stem, f"Line {line} is not UTF-8 text. {_OTHERS_WORK}")
    except OSError as error:
        failed = _unusable(path.stem, f"It cannot be read: {error.strerror}. {_OTHERS_WORK}")
    raise failed
