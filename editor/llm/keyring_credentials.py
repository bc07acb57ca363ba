"""Keys in the keyring of the system, which is the only place they are ever stored.

A keyring can be missing, locked, or a pretender: one that writes a readable file, or one that takes a key and drops
it. So a key is read back after it is stored, pretenders are refused by name and by their own rating, and whatever goes
wrong the key is kept for the session and the writer is told so once. There is no file of ours with keys.

Backends raise errors of their own (on Windows not even the library's), hence the broad `except`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import keyring
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.errors import PasswordDeleteError

from editor.core.errors import CredentialError
from editor.llm.credentials import (
    Forgotten,
    Found,
    Kept,
    MemoryCredentials,
    Secret,
    Source,
    clean_key,
)

SERVICE = "palimpsest"
"""The name our entries have in the keyring; the user name of an entry is the id of its connection."""

_REFUSED = ("keyrings.alt", "keyring.backends.null", "keyring.backends.fail")

_ONLY_SESSION = "This system has no keyring that can hold the key, so it is kept for this session only."
_NOT_TAKEN = "The system's keyring did not take the key (it may be locked), so it is kept for this session only."


class KeyringCredentials:
    def __init__(self, environment: Mapping[str, str]) -> None:
        self._memory = MemoryCredentials(environment)

    def find(self, connection_id: str) -> Found | None:
        known = self._memory.in_session(connection_id)
        if known is None:
            known = _stored(connection_id)
            if known is not None:
                # A keyring that is locked later must not take away the key that is in use.
                self._memory.remember(connection_id, known)
        return known or self._memory.in_environment(connection_id)

    def keep(self, connection_id: str, secret: Secret) -> Kept:
        backend = _backend()
        if backend is not None and _stores(backend, connection_id, secret):
            self._memory.remember(connection_id, Found(secret, Source.KEYRING))
            return Kept(Source.KEYRING, "The key is kept in the system's keyring.")
        self._memory.keep(connection_id, secret)
        return Kept(Source.SESSION, _ONLY_SESSION if backend is None else _NOT_TAKEN)

    def forget(self, connection_id: str) -> Forgotten:
        forgotten = self._memory.forget(connection_id)
        backend = _backend()
        if backend is not None and not _removed(backend, connection_id):
            raise CredentialError(
                "The key could not be removed from the system's keyring",
                "It is no longer used in this session. Unlock the keyring and try again.",
            )
        return forgotten


def _backend() -> KeyringBackend | None:
    """The system's keyring, or None when there is none that keeps a secret."""
    try:
        chosen = keyring.get_keyring()
        # A chain asks one backend after another, so a plain file could be among them: take its best real one.
        several: Iterable[KeyringBackend] = chosen.backends if isinstance(chosen, ChainerBackend) else (chosen,)
        return next(filter(_keeps_secrets, several), None)
    except Exception:  # noqa: BLE001 - see above
        return None


def _keeps_secrets(backend: KeyringBackend) -> bool:
    return not type(backend).__module__.startswith(_REFUSED) and float(backend.priority) >= 1


def _stored(connection_id: str) -> Found | None:
    backend = _backend()
    if backend is None:
        return None
    try:
        text = backend.get_password(SERVICE, connection_id)
        return Found(clean_key(text), Source.KEYRING) if text else None
    except Exception:  # noqa: BLE001 - see above
        return None


def _stores(backend: KeyringBackend, connection_id: str, secret: Secret) -> bool:
    try:
        backend.set_password(SERVICE, connection_id, secret.reveal())
        return backend.get_password(SERVICE, connection_id) == secret.reveal()
    except Exception:  # noqa: BLE001 - see above
        return False


def _removed(backend: KeyringBackend, connection_id: str) -> bool:
    try:
        backend.delete_password(SERVICE, connection_id)
    except PasswordDeleteError:
        return _nothing_left(backend, connection_id)
    except Exception:  # noqa: BLE001 - see above
        return False
    return True


def _nothing_left(backend: KeyringBackend, connection_id: str) -> bool:
    try:
        return backend.get_password(SERVICE, connection_id) is None
    except Exception:  # noqa: BLE001 - see above
        return False
