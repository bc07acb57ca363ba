from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from editor.core.clock import StoppedClock
from editor.core.errors import CredentialError, PolicyError
from editor.protocol.messages import ForgetKey, KeepKey, KeyStatus
from editor.services.asking import Models
from editor.services.configuring import Configuring
from editor.services.profiles import profile_named, profile_names
from editor.services.terms import Terms

KEY = "sk-ant-test-0123456789-abcdefgh4f2a"


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


def no_terms() -> Terms:
    raise AssertionError("nothing is asked here")


def test_that_a_key_can_be_kept_looked_up_and_forgotten_without_being_repeated() -> None:
    configuring = Configuring(Models({}, StoppedClock(), no_terms))

    async def work() -> None:
        assert not (await configuring.key_status(KeyStatus(1))).found
        kept = await configuring.keep_key(KeepKey(2, f"  {KEY}\n"))
        assert kept.found
        status = await configuring.key_status(KeyStatus(3))
        assert status.found
        assert "ending …4f2a" in status.words
        assert KEY not in status.words + kept.words
        assert (await configuring.forget_key(ForgetKey(4))).words
        assert not (await configuring.key_status(KeyStatus(5))).found

    asyncio.run(work())


def test_that_a_key_of_the_environment_is_used_and_named() -> None:
    configuring = Configuring(Models({"ANTHROPIC_API_KEY": KEY}, StoppedClock(), no_terms))
    status = asyncio.run(configuring.key_status(KeyStatus(1)))
    assert status.words == "The key for Claude is from ANTHROPIC_API_KEY, ending …4f2a."


def test_that_what_cannot_be_a_key_is_refused_without_being_repeated() -> None:
    configuring = Configuring(Models({}, StoppedClock(), no_terms))
    with pytest.raises(CredentialError) as caught:
        asyncio.run(configuring.keep_key(KeepKey(1, "sk-broken\nkey")))
    assert "sk-broken" not in str(caught.value)


def test_that_every_bundled_profile_can_be_used_and_no_other_file() -> None:
    assert set(profile_names()) >= {"lesswrong-2025", "lesswrong-2026"}
    assert [profile_named(name).id for name in profile_names()] == list(profile_names())
    with pytest.raises(PolicyError, match="lesswrong-2025"):
        profile_named("../prompts/critique-rules")
