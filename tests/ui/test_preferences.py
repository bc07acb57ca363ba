"""What is remembered between sittings is a cache: nothing in it, whatever it says, keeps the window from opening."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from editor.ui.preferences import Preferences


def test_that_recent_files_whose_names_no_system_takes_are_left_out(tmp_path: Path) -> None:
    essay = tmp_path / "essay.md"
    essay.write_text("x")
    preferences = Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    preferences.keep("recent", "\n".join(["x" * 5_000, str(tmp_path / "gone.md"), str(essay)]))
    assert preferences.recent() == (essay,)


@pytest.mark.parametrize("there", [False, True])
def test_that_nobody_else_can_read_which_texts_were_open(tmp_path: Path, there: bool) -> None:
    place = tmp_path / "deep" / "settings.ini"
    if there:
        place.parent.mkdir()
        place.write_text("[General]\ntheme=dark\n")
        place.chmod(0o644)
    before = os.umask(0o022)
    try:
        preferences = Preferences(QSettings(str(place), QSettings.Format.IniFormat))
        preferences.keep_rescued(tmp_path / "essay rescued.md")
    finally:
        os.umask(before)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert "rescued.md" in place.read_text()
    assert preferences.text("theme") == ("dark" if there else "")


def test_that_a_place_where_nothing_can_be_kept_keeps_no_window_from_opening(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    preferences = Preferences(QSettings(str(tmp_path / "file" / "settings.ini"), QSettings.Format.IniFormat))
    assert preferences.number("zoom", 100) == 100
