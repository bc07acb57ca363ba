"""The writer's connections, in one private file of the program's data folder. It never holds a key.

The three vendors are there without any file; in it they can have another title, model and list of models, but no other
address. A connection keeps its address for good, because its key lies in the keyring under its id and must not follow
an address that was changed. Where a key may come from the environment, the id is tied to the address it is for.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from editor.core.errors import CredentialError, FileError, FileUnreadable
from editor.journal.atomic import NO_FOLLOW, make_private_folder, publish, write_atomically
from editor.llm.connection_file import Book, BrokenBook, NewerBook, book_bytes, read_book
from editor.llm.connections import ANTHROPIC, FALLBACK_MODELS, KNOWN_SERVERS, Connection, standard_connection
from editor.llm.credentials import ENVIRONMENT_NAMES

FILE = "connections.json"
"""In the application's data folder."""

STANDARD = tuple(FALLBACK_MODELS)
"""The ids of the connections that are always there."""

_LARGEST = 1024 * 1024
"""Bytes; a list of all of OpenRouter's models has some thirty thousand."""


class ConnectionBook:
    """Reads the file when it is made, which takes a moment: off the loop's own thread."""

    def __init__(self, file: Path, environment: Mapping[str, str]) -> None:
        """Raises CredentialError for an address from our own variables that a key must not travel to."""
        self._file = file
        self._standard = {one: standard_connection(one, environment) for one in STANDARD}
        self._own: dict[str, Connection] = {}
        self._removed: frozenset[str] = frozenset()
        """Ids of those that were in the book at some time, and are not."""
        self._usual = ""
        self._locked: FileError | None = None
        self.trouble: FileError | None = None
        """Why the file could not be used, for the writer to see once."""
        self._seen: tuple[int, ...] | None = None
        """What the file was like when it was read or written last."""
        self._read()

    def look_again(self) -> None:
        """Takes in what another program has written since; otherwise it is one look at the folder."""
        if self._locked is None and _mark(self._file) not in (None, self._seen):
            self._read()

    def _read(self) -> None:
        self._seen = _mark(self._file)
        try:
            kept = read_book(_private_bytes(self._file))
            own = {one.id: self._admitted(one) for one in kept.connections}
            self._hold(own, kept.usual)
        except FileNotFoundError:
            pass
        except (BrokenBook, CredentialError) as error:
            self.trouble = self._put_aside(error)
        except NewerBook:
            self.trouble = self._locked = _newer()
        except OSError as error:
            self.trouble = self._locked = _unreadable(error)

    @property
    def connections(self) -> tuple[Connection, ...]:
        """The standard ones first, then the writer's in the order in which they were made."""
        return tuple({**self._standard, **self._own}.values())

    @property
    def usual(self) -> str:
        """The id of the connection that is asked where nobody names one."""
        return self._usual if self._usual in {**self._standard, **self._own} else ANTHROPIC

    def choose_usual(self, connection_id: str) -> None:
        """Raises CredentialError if there is none with this id, FileError where it cannot be written down."""
        self.look_again()
        self._write(self._own, self.connection(connection_id).id)

    def connection(self, connection_id: str) -> Connection:
        """Raises CredentialError if there is none with this id."""
        found = self._own.get(connection_id) or self._standard.get(connection_id)
        if found is None:
            raise CredentialError("There is no such connection any more", "Nothing was sent. Choose another one.")
        return found

    def check(self, connection_id: str, model: str) -> None:
        """Whether a connection that was looked up before may be asked for this model still.

        Raises CredentialError where it was removed since, ModelError where it does not allow the model any more. What was
        never in the book is nobody's to take back.
        """
        if connection_id in self._own:
            self._own[connection_id].check_model(model)
        elif connection_id in self._removed:
            self.connection(connection_id)

    def is_own(self, connection_id: str) -> bool:
        """Whether the writer made it, or said what a vendor's one allows."""
        return connection_id in self._own

    def new_id(self, title: str, but: Container[str] = ()) -> str:
        """An id that no connection has or had a claim to, made from a title, and none of these."""
        slug = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:30] or "connection"
        taken = {*STANDARD, *ENVIRONMENT_NAMES, *self._own}
        return next(name for name in _numbered(slug) if name not in taken and name not in but)

    def keep(self, connection: Connection) -> None:
        """Puts a connection into the book, new or in the place of the one with its id.

        Raises CredentialError for an address its id cannot have, FileError where it cannot be written; the book is then
        as it was.
        """
        self.look_again()
        before = self._own.get(connection.id)
        if before is not None and _where(before) != _where(connection):
            raise CredentialError(
                "A connection keeps its address",
                "Its key would follow to the new one. Nothing was changed. Make a new connection instead.",
            )
        self._write({**self._own, connection.id: self._admitted(connection)}, self._usual)

    def remove(self, connection_id: str) -> None:
        """Takes it out; one of the three vendors' is as at first again. Its key stays until it is forgotten.

        Raises FileError where the book cannot be written; it is then as it was.
        """
        self.look_again()
        own = {one: kept for one, kept in self._own.items() if one != connection_id}
        self._write(own, self._usual if self._usual in {**self._standard, **own} else "")

    def _admitted(self, connection: Connection) -> Connection:
        """The connection as it may be used. Raises CredentialError for an address its id cannot have."""
        standard = self._standard.get(connection.id)
        if standard is not None:
            if connection.provider != standard.provider:
                raise _not_its_address(connection)
            return replace(connection, base_url=standard.base_url)
        known = {server.id: server.base_url for server in KNOWN_SERVERS}.get(connection.id)
        if connection.id in ENVIRONMENT_NAMES and connection.base_url != known:
            raise _not_its_address(connection)
        return connection

    def _write(self, own: dict[str, Connection], usual: str) -> None:
        if self._locked is not None:
            raise self._locked
        data = book_bytes(Book(tuple(own.values()), usual))
        try:
            read_book(data)  # what could not be read again is not written
        except BrokenBook as error:
            raise FileError("The connection cannot be kept", f"{error}. Nothing was changed.") from None
        try:
            make_private_folder(self._file.parent)
            write_atomically(self._file, data)
        except OSError as error:
            raise FileUnreadable(
                "The connections cannot be written down", f"{error.strerror}. Those there were are as they were."
            ) from error
        self._hold(own, usual)
        self._seen = _mark(self._file)

    def _hold(self, own: dict[str, Connection], usual: str) -> None:
        self._removed = (self._removed | self._own.keys()) - own.keys()
        self._own, self._usual = own, usual

    def _put_aside(self, why: Exception) -> FileError:
        """Gives a file that cannot be used another name, so that a new one takes none of it away."""
        title = "The file with your connections cannot be read"
        what = why.title if isinstance(why, CredentialError) else str(why)
        for name in _numbered(f"{self._file.name}.broken"):
            try:
                publish(self._file, self._file.with_name(name))
            except FileExistsError:
                continue
            except OSError as error:
                self._locked = FileError(title, f"{what}. It could not be put aside: {error.strerror}. {_STILL}")
                return self._locked
            return FileError(title, f"{what}. It is kept as {name}, next to where it was. {_STILL}")
        raise AssertionError("numbers do not end")


_STILL = "The connections to Claude, OpenAI and Gemini work, and no key was in it."


def _numbered(name: str) -> Iterable[str]:
    yield name
    for number in count(2):
        yield f"{name}-{number}"


def _mark(file: Path) -> tuple[int, ...] | None:
    """Which file it is and in which state; None where there is none. Whoever writes it puts a new one in its place."""
    try:
        found = file.lstat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _where(connection: Connection) -> tuple[str, str]:
    parts = urlsplit(connection.base_url)
    return parts.scheme, parts.netloc.casefold()


def _not_its_address(connection: Connection) -> CredentialError:
    return CredentialError(
        f"The connection {connection.id} belongs to another address",
        "Its key would follow to this one. Nothing was changed. Make a connection with another name.",
    )


def _newer() -> FileError:
    return FileError(
        "The file with your connections was made by a newer version",
        f"It is left as it is, and nothing can be added to it. {_STILL}",
    )


def _unreadable(error: OSError) -> FileError:
    return FileUnreadable(
        "The file with your connections cannot be read",
        f"{error.strerror}. It is left as it is, and nothing can be added to it. {_STILL}",
    )


def _private_bytes(file: Path) -> bytes:
    """The file's bytes, once nobody but its owner may read it. Raises OSError, and BrokenBook for one too large."""
    descriptor = os.open(file, os.O_RDONLY | NO_FOLLOW)
    with os.fdopen(descriptor, "rb") as opened:
        if os.name == "posix" and stat.S_IMODE(os.fstat(descriptor).st_mode) & 0o077:
            os.fchmod(descriptor, 0o600)
        data = opened.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise BrokenBook("It is larger than such a file can be")
    return data
