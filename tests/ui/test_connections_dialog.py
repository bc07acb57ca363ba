"""Connecting a model: the form, and the whole window against a server on this computer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from openai_server import OpenAIServer
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from editor.parts import open_draft
from editor.protocol.model_messages import ModelRow, ModelsListed
from editor.ui.dialogs.connection_form import ConnectionView, Entered
from editor.ui.dialogs.connections_dialog import ConnectionsDialog, ServerChoice
from editor.ui.flows.model_flow import ModelFlow
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences
from editor.ui.prose import Prose
from editor.ui.theme import load_theme
from editor.ui.workbench import Workbench

LONGEST_MS = 60_000
"""Before a wait is given up; nothing is asserted on it."""
CLAUDE = ConnectionView(
    "anthropic", "Claude", "anthropic", "https://api.anthropic.com", "sonnet", ("sonnet", "opus"), standard=True,
    fallback="20 November 2026",
)  # fmt: skip
MINE = ConnectionView(
    "mine", "Mine", "compatible", "http://127.0.0.1:9/v1", "qwen", ("qwen",), local=True, needs_key=False
)
SERVERS = (ServerChoice("Ollama", "compatible", "http://127.0.0.1:11434/v1"),)


@pytest.fixture
def dialog(qtbot: QtBot) -> ConnectionsDialog:
    made = ConnectionsDialog((CLAUDE, MINE), SERVERS, load_theme("light"))
    qtbot.addWidget(made)
    made.show()
    return made


def line(dialog: ConnectionsDialog, name: str) -> QLineEdit:
    return next(one for one in dialog.findChildren(QLineEdit) if one.accessibleName() == name)


def button(dialog: ConnectionsDialog, words: str) -> QPushButton:
    return next(one for one in dialog.findChildren(QPushButton) if words in (one.text(), one.accessibleName()))


def lists(dialog: ConnectionsDialog, name: str) -> QListWidget:
    return next(one for one in dialog.findChildren(QListWidget) if one.accessibleName() == name)


def said(dialog: ConnectionsDialog) -> str:
    return " | ".join(one.text for one in dialog.findChildren(Prose) if not one.isHidden())


def test_that_it_says_where_the_key_is_kept_before_one_is_entered(dialog: ConnectionsDialog) -> None:
    assert "keyring" in said(dialog)
    assert "this session only" in said(dialog)
    assert not button(dialog, "Keep").isEnabled()
    assert "No key yet" in lists(dialog, "Connections").item(0).text()


def test_that_a_key_is_covered_trimmed_and_no_change_of_the_connection(dialog: ConnectionsDialog, qtbot: QtBot) -> None:
    key = line(dialog, "Key")
    assert key.echoMode() is QLineEdit.EchoMode.Password
    next(box for box in dialog.findChildren(QCheckBox) if box.text() == "Show the key").click()
    assert key.echoMode() is QLineEdit.EchoMode.Normal
    key.setText("  made-up-key \n")
    with qtbot.waitSignal(dialog.kept) as caught:
        button(dialog, "Keep").click()
    (entered,) = caught.args
    assert isinstance(entered, Entered)
    assert (entered.connection, entered.key, entered.changed) == ("anthropic", "made-up-key", False)
    assert "made-up-key" not in repr(entered)


def test_that_another_connection_does_not_show_the_key_of_the_last(dialog: ConnectionsDialog) -> None:
    line(dialog, "Key").setText("made-up-key")
    lists(dialog, "Connections").setCurrentRow(1)
    assert line(dialog, "Key").text() == ""


def test_that_an_address_is_kept_for_good_and_a_vendor_is_not_removed(dialog: ConnectionsDialog) -> None:
    assert line(dialog, "Address").isReadOnly()
    assert not button(dialog, "As at first").isEnabled()
    lists(dialog, "Connections").setCurrentRow(1)
    assert button(dialog, "Remove").isEnabled()


def test_that_the_usual_one_is_marked_and_another_can_be_chosen(dialog: ConnectionsDialog, qtbot: QtBot) -> None:
    dialog.show_connections((replace(CLAUDE, usual=True), MINE))
    assert not button(dialog, "Ask This Usually").isEnabled()
    assert "Asked usually. No key yet" in lists(dialog, "Connections").item(0).text()
    lists(dialog, "Connections").setCurrentRow(1)
    with qtbot.waitSignal(dialog.usual_chosen) as chosen:
        button(dialog, "Ask This Usually").click()
    assert chosen.args == ["mine"]


def test_that_a_test_shows_what_the_server_has_and_warns_of_what_retires(dialog: ConnectionsDialog, qtbot: QtBot) -> None:
    assert "The list of 20 November 2026" in said(dialog)
    dialog.show_models("anthropic", (("sonnet", ""), ("haiku", "is shut down on 3 January 2027")))
    models = lists(dialog, "Models that may be asked")
    assert [models.item(row).text() for row in range(models.count())] == [
        "sonnet",
        "haiku   (is shut down on 3 January 2027)",
        "opus   (not in its list any more)",
    ]
    models.item(1).setCheckState(Qt.CheckState.Checked)
    models.item(2).setCheckState(Qt.CheckState.Unchecked)
    with qtbot.waitSignal(dialog.kept) as caught:
        button(dialog, "Keep").click()
    (entered,) = caught.args
    assert isinstance(entered, Entered)
    assert entered.allowed == ("sonnet", "haiku")
    assert entered.changed


def test_that_a_look_at_another_connection_changes_no_tick_of_one_that_was_tested(dialog: ConnectionsDialog) -> None:
    dialog.show_models("anthropic", (("sonnet", ""), ("haiku", ""), ("opus", "")))
    lists(dialog, "Connections").setCurrentRow(1)
    lists(dialog, "Connections").setCurrentRow(0)
    models = lists(dialog, "Models that may be asked")
    rows = [models.item(row) for row in range(models.count())]
    assert [one.text() for one in rows if one.checkState() is Qt.CheckState.Checked] == ["sonnet", "opus"]
    assert not button(dialog, "Keep").isEnabled()


def test_that_a_key_that_was_only_tested_is_said_not_to_be_kept(dialog: ConnectionsDialog) -> None:
    dialog.show_models("anthropic", (("sonnet", ""), ("opus", "")))
    assert said(dialog).endswith("It answers, and names 2 models.")
    line(dialog, "Key").setText("made-up-key")
    dialog.show_models("anthropic", (("sonnet", ""), ("opus", "")))
    assert said(dialog).endswith("It answers, and names 2 models. Nothing of it is kept yet: press Keep.")
    dialog.reject()
    assert dialog.isVisible()
    assert "What you entered for Claude is not kept: press Keep, or close once more to leave it." in said(dialog)
    lists(dialog, "Connections").setCurrentRow(1)
    assert said(dialog).endswith("What you entered for Claude was not kept.")
    line(dialog, "Key").setText("made-up-key")
    button(dialog, "Keep").click()  # the keyring has not answered yet
    dialog.reject()
    assert not dialog.isVisible()


def test_that_a_tested_server_without_a_name_is_said_to_need_one(dialog: ConnectionsDialog) -> None:
    dialog.begin(ServerChoice("", "compatible", "http://127.0.0.1:8000/v1"))
    dialog.show_models("", (("qwen", ""),))
    assert said(dialog).endswith("It answers, and names 1 model. Nothing of it is kept yet: it needs a name.")


def test_that_what_one_new_server_answers_is_not_taken_for_the_list_of_the_next(
    dialog: ConnectionsDialog, qtbot: QtBot
) -> None:
    answers: list[Any] = []
    bench = SimpleNamespace(ask=lambda make, answer, failed: answers.append(answer))
    flow = ModelFlow(cast(Workbench, bench), dialog)
    dialog.begin(SERVERS[0])
    flow._try(dialog, dialog.form.entered)
    dialog.begin(ServerChoice("LM Studio", "compatible", "http://127.0.0.1:1234/v1"))
    answers[0](ModelsListed(1, "", (ModelRow("of-ollama", "Of Ollama", ""),)))
    assert lists(dialog, "Models that may be asked").count() == 0
    assert line(dialog, "Model that is asked").text() == ""
    assert said(dialog).endswith("Another address stands here now. Test asks that one.")


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer(keyless=True) as running:
        yield running


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Furnishing]:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")  # not the one of whoever runs this
    window = MainWindow(Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)))
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    (tmp_path / "essay.md").write_text("On drafting badly.\n")
    open_draft(window, tmp_path / "essay.md")
    made = Furnishing(window)
    made.finish()
    yield made
    window.close()


def test_that_a_server_on_this_computer_is_typed_tried_kept_and_removed(
    qtbot: QtBot, room: Furnishing, server: OpenAIServer
) -> None:
    def there(words: str) -> Any:
        return lambda: words in said(dialog)

    room.spending.model.open()
    qtbot.waitUntil(lambda: bool(room.window.findChildren(ConnectionsDialog)), timeout=LONGEST_MS)
    dialog = room.window.findChildren(ConnectionsDialog)[0]
    names = lists(dialog, "Connections")
    assert [names.item(row).text().split("\n")[0] for row in range(3)] == ["Claude", "OpenAI", "Gemini"]
    dialog.begin(ServerChoice("", "compatible", server.url))
    line(dialog, "Name of the connection").setText("Attic")
    button(dialog, "Test").click()
    qtbot.waitUntil(there("It answers"), timeout=LONGEST_MS)
    assert line(dialog, "Model that is asked").text()
    assert "authorization" not in server.received[0].headers or KEYLESS in server.received[0].headers["authorization"]
    button(dialog, "Keep").click()
    qtbot.waitUntil(there("Kept."), timeout=LONGEST_MS)
    assert "On this computer, no key needed" in names.item(3).text()
    dialog.begin(ServerChoice("Nobody", "compatible", "http://127.0.0.1:9/v1"))
    button(dialog, "Test").click()
    qtbot.waitUntil(there("could not be reached"), timeout=LONGEST_MS)
    names.setCurrentRow(3)
    button(dialog, "Remove").click()
    qtbot.waitUntil(there("Removed, and its key forgotten with it."), timeout=LONGEST_MS)
    names.setCurrentRow(0)
    line(dialog, "Name of the connection").setText("Mine")
    button(dialog, "Keep").click()
    qtbot.waitUntil(there("Kept."), timeout=LONGEST_MS)
    line(dialog, "Key").setText("made-up-key-0123456789")
    button(dialog, "Keep").click()
    qtbot.waitUntil(lambda: "The key is " in said(dialog), timeout=LONGEST_MS)
    button(dialog, "As at first").click()
    qtbot.waitUntil(there("Claude is as at first. Its key stays."), timeout=LONGEST_MS)
    assert "Attic" not in " ".join(names.item(row).text() for row in range(names.count()))


KEYLESS = "none"
