"""The folder of the writer's own critics, and a copy of a critic that is there as a start for another."""

from __future__ import annotations

from pathlib import Path

from editor.core.errors import FileError
from editor.journal.atomic import make_private_folder
from editor.journal.places import Places
from editor.llm.personas import FOLDER, parse_critic
from editor.resources import resource
from editor.services.critics import model_critic, model_critics


def own_folder() -> Path:
    """It need not exist."""
    return Places.standard().root / FOLDER


def made_folder() -> Path:
    """Raises FileError."""
    folder = own_folder()
    try:
        make_private_folder(folder)
    except OSError as error:
        raise FileError("The folder for critics cannot be made", f"{folder}: {error.strerror}.") from error
    return folder


def copied_critic(ident: str) -> Path:
    """The new file, whose critic has a name of its own. Raises FileError, also for a critic that cannot be used."""
    critic = model_critic(ident)
    source = own_folder() / f"{ident}.md" if critic.own else resource("prompts", "critics") / f"{ident}.md"
    folder = made_folder()
    try:
        text = source.read_text(encoding="utf-8-sig").replace(f"name: {critic.name}", f"name: My {critic.name}", 1)
        parse_critic(ident, text, own=True)
        path = _free(folder, ident)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise FileError(f"The critic “{critic.name}” cannot be copied", f"{folder}: {error.strerror}.") from error
    return path


def _free(folder: Path, ident: str) -> Path:
    """No name of a critic that is there, nor of a file that is no critic yet."""
    known = model_critics()
    number = 1
    while True:
        name = f"my-{ident}" if number == 1 else f"my-{ident}-{number}"
        if name not in known.critics and name not in known.troubles and not (folder / f"{name}.md").exists():
            return folder / f"{name}.md"
        number += 1
