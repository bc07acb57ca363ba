"""The rules of venues that there are: those that come with the program, and those the writer put into a folder.

A file that cannot be used is named with what is wrong in which line, and keeps none of the others from working.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from editor.core.errors import PolicyError
from editor.core.profiles import Profile, load_profile
from editor.resources import resource

FOLDER = "profiles"
"""In the application's data folder."""
DEFAULT_PROFILE = "lesswrong-2026"
_LARGEST = 256 * 1024
"""Bytes; a profile has some three thousand."""


@dataclass(frozen=True, slots=True)
class Shelf:
    profiles: Mapping[str, Profile]
    """By id: ours in the order of their names, then the writer's."""
    troubles: Mapping[str, PolicyError]
    """By the file's name without its ending: why it cannot be used."""


def filled_shelf(own: Path) -> Shelf:
    """Ours and those in the folder `own`, which need not exist. A writer's profile never takes the place of another."""
    profiles: dict[str, Profile] = {}
    troubles: dict[str, PolicyError] = {}
    for path in (*_files(resource("policies")), *_files(own)):
        try:
            profile = load_profile(_text(path), path.stem)
            if profile.id in profiles:
                taken = f"Its id “{profile.id}” is that of “{profiles[profile.id].title}”. Give it another one."
                raise PolicyError(f"The profile “{path.stem}” cannot be used", f"{taken} The other profiles still work.")
            profiles[profile.id] = profile
        except PolicyError as error:
            troubles[path.stem] = error
    return Shelf(profiles, troubles)


def sentences(troubles: Iterable[PolicyError]) -> str:
    return " ".join(f"{one.title}. {one.detail}" for one in troubles)


def _files(folder: Path) -> Iterator[Path]:
    try:
        yield from sorted(path for path in folder.iterdir() if path.suffix == ".toml" and not path.name.startswith("."))
    except OSError:
        return  # there is no such folder, or nobody may look into it: then there are no profiles in it


def _text(path: Path) -> str:
    title = f"The profile “{path.stem}” cannot be used"
    try:
        about = path.stat()
        if not (S_ISREG(about.st_mode) or S_ISDIR(about.st_mode)):  # reading a pipe would wait for ever
            raise PolicyError(title, "It is not a file. The other profiles still work.")
        if about.st_size > _LARGEST:
            raise PolicyError(title, "It is larger than a profile can be. The other profiles still work.")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise PolicyError(title, f"Line {line} is not UTF-8 text. The other profiles still work.") from error
    except OSError as error:
        raise PolicyError(title, f"It cannot be read: {error.strerror}. The other profiles still work.") from error
