"""Keys: how one is held, cleaned and found.

A key leaks through whatever prints, pickles or copies it: tracebacks with variables, logs, crash reports. So it is
wrapped from the moment it is entered until the moment it goes on the wire, and only the adapters unwrap it.

Sources, in order: this session's memory, the system's keyring (`keyring_credentials`), the environment. A key from
the environment is used and never copied elsewhere.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn, Protocol

from editor.core.errors import CredentialError

ENVIRONMENT_NAMES: Mapping[str, tuple[str, ...]] = {
    "anthropic": ("ANTHROPIC_API_KEY",),
    "google": ("GEMINI_API_KEY", "GOOGLE_API_KEY"),
    "openai": ("OPENAI_API_KEY",),
    "mistral": ("MISTRAL_API_KEY",),
}
"""Where a key is looked for in the environment, by the id of a connection. Only connections to these vendors' own
addresses can have such an id (`connection_book`), so that the key of one does not travel to another."""

_HIDDEN = "****"


class Secret:
    """A key that does not print, pickle, copy or serialise itself."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        if not text:
            raise ValueError("a key has at least one sign")
        self._text = text

    def reveal(self) -> str:
        """The key itself. Only for the line that hands it to a vendor or to the keyring."""
        return self._text

    @property
    def ending(self) -> str:
        """The last four characters, to tell keys apart; nothing of a key too short to spare them."""
        return self._text[-4:] if len(self._text) >= 16 else ""

    def hidden_in(self, text: str) -> str:
        """The text with the key blotted out, for words that come from elsewhere."""
        return text.replace(self._text, _HIDDEN)

    def begun_in(self, text: str) -> int:
        """How many characters at the end of a text may be the beginning of the key."""
        longest = min(len(text), len(self._text) - 1)
        return next((length for length in range(longest, 0, -1) if text.endswith(self._text[:length])), 0)

    def __repr__(self) -> str:
        return _HIDDEN

    __str__ = __repr__

    def __format__(self, _spec: str) -> str:
        return _HIDDEN

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._text.encode(), other._text.encode())

    __hash__ = None  # type: ignore[assignment]  # a key is not for tables

    def _refuse(self) -> NoReturn:
        raise TypeError("a key is not copied or stored")

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        self._refuse()

    def __copy__(self) -> NoReturn:
        self._refuse()

    def __deepcopy__(self, _memo: object) -> NoReturn:
        self._refuse()


def clean_key(text: str) -> Secret:
    """A pasted key without the blanks around it.

    Raises CredentialError for an empty one, and for one with blanks or anything but printable ASCII inside: a line
    break would end up readable in a network library's error, and curly quotes or invisible signs never work.
    """
    stripped = text.strip()
    usable = stripped.isascii() and stripped.isprintable() and " " not in stripped
    empty = not stripped
    if usable and not empty:
        return Secret(stripped)
    del text, stripped  # a traceback that lists variables would show them
    if empty:
        raise CredentialError("The key is empty", "Nothing was changed. Paste the key again.")
    raise CredentialError(
        "This does not look like a key",
        "It holds a blank, a line break or an unusual sign. Nothing was changed. Copy the key again, alone.",
    )


class Source(StrEnum):
    SESSION = "session"
    KEYRING = "keyring"
    ENVIRONMENT = "environment"


@dataclass(frozen=True, slots=True)
class Found:
    secret: Secret
    source: Source
    variable: str = ""
    """The name of the variable, for a key from the environment."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a key is now, and the sentence that says so."""

    where: Source
    sentence: str


@dataclass(frozen=True, slots=True)
class Forgotten:
    """`still` is where a key is found nevertheless, which this program cannot change."""

    still: Source | None
    sentence: str


class Credentials(Protocol):
    """Keys by the id of their connection, which is the provider's name for the vendors' own.

    Calls may block for as long as the system's keyring asks its owner: never on the loop's own thread.
    """

    def find(self, connection_id: str) -> Found | None:
        """The key to use, or None. Raises CredentialError for one in the environment that cannot be a key."""
        ...

    def keep(self, connection_id: str, secret: Secret) -> Kept:
        """Makes it the key to use from now on. Never fails: at the least it is kept for this session."""
        ...

    def forget(self, connection_id: str) -> Forgotten:
        """Raises CredentialError when the keyring holds it and does not let go."""
        ...


class MemoryCredentials:
    """Keys of this session and of the environment; nothing is written anywhere."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._session: dict[str, Found] = {}

    def find(self, connection_id: str) -> Found | None:
        return self._session.get(connection_id) or self.in_environment(connection_id)

    def in_session(self, connection_id: str) -> Found | None:
        return self._session.get(connection_id)

    def in_environment(self, connection_id: str) -> Found | None:
        name = self._variable(connection_id)
        return Found(clean_key(self._environment[name]), Source.ENVIRONMENT, name) if name else None

    def remember(self, connection_id: str, found: Found) -> None:
        """Holds on to a key for this session, whichever place it came from."""
        self._session[connection_id] = found

    def keep(self, connection_id: str, secret: Secret) -> Kept:
        self.remember(connection_id, Found(secret, Source.SESSION))
        return Kept(Source.SESSION, "The key is kept for this session only.")

    def forget(self, connection_id: str) -> Forgotten:
        self._session.pop(connection_id, None)
        name = self._variable(connection_id)
        if name:
            return Forgotten(
                Source.ENVIRONMENT, f"The key is forgotten. The one in {name} is outside this program and stays."
            )
        return Forgotten(None, "The key is forgotten.")

    def _variable(self, connection_id: str) -> str:
        """The variable that holds something for it; empty if none does."""
        names = ENVIRONMENT_NAMES.get(connection_id, ())
        return next((name for name in names if self._environment.get(name, "").strip()), "")
