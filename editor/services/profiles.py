"""The rules of venues that come with the program."""

from __future__ import annotations

from editor.core.errors import FileUnreadable, PolicyError
from editor.core.profiles import Profile, load_profile
from editor.resources import resource

DEFAULT_PROFILE = "lesswrong-2026"


def profile_names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in resource("policies").glob("*.toml")))


def profile_named(name: str) -> Profile:
    """Raises PolicyError for a profile that cannot be used or is not there."""
    if name not in profile_names():
        raise PolicyError(f"There is no profile named {name}", f"There are: {', '.join(profile_names())}.")
    try:
        text = resource("policies", f"{name}.toml").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise FileUnreadable(f"The profile {name} cannot be read") from None
    return load_profile(text, name)
