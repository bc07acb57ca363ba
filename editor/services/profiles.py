"""The rules of venues, for the services: ours, and the writer's own in the application's data folder."""

from __future__ import annotations

from editor.core.errors import PolicyError
from editor.core.profiles import Profile
from editor.journal.places import Places
from editor.profile_shelf import FOLDER, Shelf, filled_shelf


def profile_names() -> tuple[str, ...]:
    return tuple(_shelf().profiles)


def profile_named(name: str) -> Profile:
    """Raises PolicyError for a profile that cannot be used or is not there."""
    shelf = _shelf()
    if name in shelf.profiles:
        return shelf.profiles[name]
    if name in shelf.troubles:
        raise shelf.troubles[name]
    raise PolicyError(f"There is no profile named {name}", f"There are: {', '.join(shelf.profiles)}.")


def _shelf() -> Shelf:
    return filled_shelf(Places.standard().root / FOLDER)
