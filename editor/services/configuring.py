"""Keys: keeping one, forgetting it, saying where it is.

A key is used from where it lies and is never repeated: what is said about it is at most its last four characters.
"""

from __future__ import annotations

import asyncio

from editor.llm.connections import PROVIDER_NAMES
from editor.llm.credentials import Found, Source, clean_key
from editor.protocol.messages import Done, ForgetKey, KeepKey, KeyState, KeyStatus
from editor.services.asking import Models


class Configuring:
    def __init__(self, models: Models) -> None:
        self._models = models

    async def key_status(self, request: KeyStatus) -> KeyState:
        found = await self._models.key(request.provider)
        who = PROVIDER_NAMES.get(request.provider, request.provider)
        words = f"The key for {who} is {where_from(found)}." if found else f"There is no key for {who} yet."
        return KeyState(request.id, found is not None, words)

    async def keep_key(self, request: KeepKey) -> KeyState:
        """Raises CredentialError for what cannot be a key."""
        secret = clean_key(request.key)
        credentials = await self._models.credentials()
        kept = await asyncio.to_thread(credentials.keep, request.provider, secret)
        return KeyState(request.id, True, kept.sentence)

    async def forget_key(self, request: ForgetKey) -> Done:
        """Raises CredentialError when the keyring does not let go."""
        credentials = await self._models.credentials()
        forgotten = await asyncio.to_thread(credentials.forget, request.provider)
        return Done(request.id, forgotten.sentence)


def where_from(found: Found | None) -> str:
    """ "in the system's keyring, ending …4f2a"; empty where there is none."""
    if found is None:
        return ""
    ending = f", ending …{found.secret.ending}" if found.secret.ending else ""
    match found.source:
        case Source.SESSION:
            return f"kept for this session{ending}"
        case Source.KEYRING:
            return f"in the system's keyring{ending}"
        case Source.ENVIRONMENT:
            return f"from {found.variable}{ending}"
