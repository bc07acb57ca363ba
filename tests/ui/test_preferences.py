"""What is remembered between sittings is a cache: nothing in it, whatever it says, keeps the window from opening."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

from editor.ui.preferences import Preferences


def test_that_recent_files_whose_names_no_system_takes_are_left_out(tmp_path: Path) -> None:
    essay = tmp_path / "essay.md"
    essay.write_text("x")
    preferences = Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    preferences.keep("recent", "\n".join(["x" * 5_000, str(tmp_path / "gone.md"), str(essay)]))
    assert preferences.recent() == (essay,)
