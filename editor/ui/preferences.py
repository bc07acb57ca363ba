"""What the program remembers between sittings that is not part of any draft: look, size, recent files.

A cache that may be deleted at any time; keys and texts are never in it.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

_RECENT = 12


class Preferences:
    def __init__(self, settings: QSettings | None = None) -> None:
        self._settings = settings or QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "palimpsest", "palimpsest"
        )
        _make_private(self._settings.fileName())

    def text(self, name: str, default: str = "") -> str:
        value = self._settings.value(name, default)
        return value if isinstance(value, str) else default

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.text(name, str(default)))
        except ValueError:
            return default

    def flag(self, name: str, default: bool) -> bool:
        return self.text(name, "yes" if default else "no") == "yes"

    def keep(self, name: str, value: str | int | bool) -> None:
        words = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        self._settings.setValue(name, words)

    def bytes(self, name: str) -> QByteArray:
        value = self._settings.value(name)
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_bytes(self, name: str, value: QByteArray) -> None:
        self._settings.setValue(name, value)

    def recent(self) -> tuple[Path, ...]:
        """Files opened lately that are still there, the newest first."""
        names = self.text("recent").split("\n")
        return tuple(Path(name) for name in names if name and os.path.exists(name))  # Path's own raises for long names

    def opened(self, path: Path) -> None:
        others = [str(one) for one in self.recent() if one != path]
        self.keep("recent", "\n".join([str(path), *others][:_RECENT]))

    def rescued(self) -> tuple[Path, ...]:
        """Files with the text of drafts whose newest words went nowhere else, not told of yet."""
        return tuple(Path(name) for name in self.text("rescued").split("\n") if name)

    def keep_rescued(self, *paths: Path) -> None:
        """On the disk when this returns, as far as there is room."""
        self.keep("rescued", "\n".join(map(str, paths)))
        self._settings.sync()


def _make_private(name: str) -> None:
    """The file names texts and folders, which are nobody else's business; one that is there already keeps what it says.

    Qt keeps the rights that it finds. Where they cannot be set, the look of the window is as good as it was.
    """
    try:
        if not os.path.exists(name):
            os.makedirs(os.path.dirname(name), 0o700, exist_ok=True)
            os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        elif stat.S_IMODE(os.stat(name).st_mode) & 0o077:
            os.chmod(name, 0o600)
    except OSError:
        pass
