from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringLocked, PasswordDeleteError

from editor.core.errors import CredentialError
from editor.llm.credentials import Credentials, Found, Secret, Source
from editor.llm.keyring_credentials import SERVICE, KeyringCredentials

KEY = Secret("sk-ant-0123456789-4f2a")


class MemoryKeyring(KeyringBackend):
    """A keyring of the size of a dictionary, which can be locked."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.entries: dict[tuple[str, str], str] = {}
        self.trouble: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        if (service, username) not in self.entries:
            raise PasswordDeleteError("No such password")
        del self.entries[service, username]

    def _check(self) -> None:
        if self.trouble is not None:
            raise self.trouble


class ForgetfulKeyring(MemoryKeyring):
    """Takes everything, keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class WeakKeyring(MemoryKeyring):
    """Rates itself as one that writes a readable file does."""

    priority = 0.5  # type: ignore[assignment]


PretendedAlt = type("PlaintextKeyring", (MemoryKeyring,), {"__module__": "keyrings.alt.file"})


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


@pytest.fixture
def backend() -> MemoryKeyring:
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    return backend


def test_that_a_kept_key_is_found_in_the_next_session(backend: MemoryKeyring) -> None:
    first: Credentials = KeyringCredentials({})
    assert first.keep("anthropic", KEY).where is Source.KEYRING
    assert backend.entries == {(SERVICE, "anthropic"): KEY.reveal()}
    assert KeyringCredentials({}).find("anthropic") == Found(KEY, Source.KEYRING)


def test_that_the_keyring_comes_before_the_environment(backend: MemoryKeyring) -> None:
    environment = {"ANTHROPIC_API_KEY": "outside"}
    assert KeyringCredentials(environment).find("anthropic") == Found(
        Secret("outside"), Source.ENVIRONMENT, "ANTHROPIC_API_KEY"
    )
    KeyringCredentials({}).keep("anthropic", KEY)
    assert KeyringCredentials(environment).find("anthropic") == Found(KEY, Source.KEYRING)


def test_that_a_key_from_the_environment_is_never_copied_into_the_keyring(backend: MemoryKeyring) -> None:
    KeyringCredentials({"ANTHROPIC_API_KEY": "outside"}).find("anthropic")
    assert backend.entries == {}


def test_that_a_keyring_locked_later_does_not_take_the_key_in_use(backend: MemoryKeyring) -> None:
    KeyringCredentials({}).keep("anthropic", KEY)
    credentials = KeyringCredentials({})
    credentials.find("anthropic")
    backend.trouble = KeyringLocked("locked")
    assert credentials.find("anthropic") == Found(KEY, Source.KEYRING)


@pytest.mark.parametrize("trouble", [KeyringLocked("locked"), RuntimeError("win32"), OSError("bus")])
def test_that_a_keyring_in_trouble_leaves_the_key_in_this_session_and_says_so(
    backend: MemoryKeyring, trouble: Exception
) -> None:
    backend.trouble = trouble
    credentials = KeyringCredentials({})
    kept = credentials.keep("anthropic", KEY)
    assert kept.where is Source.SESSION
    assert "this session only" in kept.sentence
    assert credentials.find("anthropic") == Found(KEY, Source.SESSION)
    assert KeyringCredentials({}).find("anthropic") is None


@pytest.mark.parametrize(
    "pretender", [fail.Keyring, null.Keyring, ForgetfulKeyring, WeakKeyring, PretendedAlt], ids=lambda kind: kind.__name__
)
def test_that_a_keyring_that_does_not_keep_secrets_is_not_used(pretender: type[KeyringBackend]) -> None:
    stored = pretender()
    keyring.set_keyring(stored)
    kept = KeyringCredentials({}).keep("anthropic", KEY)
    assert kept.where is Source.SESSION
    assert "this session only" in kept.sentence
    assert getattr(stored, "entries", {}) == {}
    assert KeyringCredentials({}).find("anthropic") is None


def test_that_forgetting_empties_the_keyring_and_the_session(backend: MemoryKeyring) -> None:
    credentials = KeyringCredentials({})
    credentials.keep("anthropic", KEY)
    assert credentials.forget("anthropic").still is None
    assert backend.entries == {}
    assert credentials.find("anthropic") is None
    assert credentials.forget("anthropic").still is None


def test_that_a_keyring_that_does_not_let_go_is_reported(backend: MemoryKeyring) -> None:
    credentials = KeyringCredentials({})
    credentials.keep("anthropic", KEY)
    backend.trouble = KeyringLocked("locked")
    with pytest.raises(CredentialError) as caught:
        credentials.forget("anthropic")
    assert "no longer used in this session" in caught.value.detail
    assert caught.value.__context__ is None


def test_that_a_keyring_setting_that_names_nothing_is_as_good_as_no_keyring() -> None:
    env = {**os.environ, "PYTHON_KEYRING_BACKEND": "nowhere.at.all"}
    assert _run([sys.executable, _SESSION, "keep", "find"], env) == [
        {"where": "session"},
        {"found": "sk-real-keyring", "source": "session"},
    ]


# The system's own keyring

_SESSION = str(Path(__file__).parent / "keyring_session.py")
_NEEDED = ("dbus-run-session", "gnome-keyring-daemon")


def _run(command: list[str], env: dict[str, str]) -> list[dict[str, object]]:
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr
    results: list[dict[str, object]] = json.loads(done.stdout.strip().split("\n")[-1])
    return results


def _in_session(folder: Path, daemon: str, *steps: str) -> list[dict[str, object]]:
    missing = [name for name in _NEEDED if shutil.which(name) is None]
    if missing:
        pytest.skip(f"the packages dbus and gnome-keyring are needed: {', '.join(missing)} not found")
    for name in ("data", "run", "home"):
        (folder / name).mkdir(mode=0o700, exist_ok=True)
    env = {
        **{name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")},
        "HOME": str(folder / "home"),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_RUNTIME_DIR": str(folder / "run"),
    }
    script = f'{daemon} >/dev/null 2>&1; exec "$0" "$@"'
    return _run(["dbus-run-session", "--", "sh", "-c", script, sys.executable, _SESSION, *steps], env)


_UNLOCKED = "printf testword | gnome-keyring-daemon --unlock --components=secrets"
_LOCKED = "gnome-keyring-daemon --start --components=secrets"


def test_that_the_real_keyring_keeps_finds_and_forgets_a_key_across_sessions(tmp_path: Path) -> None:
    assert _in_session(tmp_path, _UNLOCKED, "keep") == [{"where": "keyring"}]
    assert _in_session(tmp_path, _UNLOCKED, "find", "forget") == [
        {"found": "sk-real-keyring", "source": "keyring"},
        {"found": None},
    ]


def test_that_a_locked_real_keyring_leaves_the_key_in_this_session(tmp_path: Path) -> None:
    _in_session(tmp_path, _UNLOCKED, "keep")
    assert _in_session(tmp_path, _LOCKED, "keep", "find") == [
        {"where": "session"},
        {"found": "sk-real-keyring", "source": "session"},
    ]
