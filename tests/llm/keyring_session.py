"""Run by `test_keyring_credentials` inside a D-Bus session with a keyring daemon: keeps, finds or forgets a key.

Prints what happened as one JSON line.
"""

from __future__ import annotations

import json
import sys

from editor.core.errors import CredentialError
from editor.llm.credentials import Secret
from editor.llm.keyring_credentials import KeyringCredentials


def take(step: str, credentials: KeyringCredentials) -> dict[str, object]:
    if step == "keep":
        return {"where": credentials.keep("anthropic", Secret("sk-real-keyring")).where}
    if step == "find":
        found = credentials.find("anthropic")
        return {"found": found and found.secret.reveal(), "source": found and found.source}
    try:
        credentials.forget("anthropic")
    except CredentialError as error:
        return {"error": error.title}
    return {"found": credentials.find("anthropic")}


if __name__ == "__main__":
    session = KeyringCredentials({})
    print(json.dumps([take(step, session) for step in sys.argv[1:]]))
