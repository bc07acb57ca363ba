"""A machine on which no window can come up is told so in one sentence, by the real program."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import PySide6
import pytest

from editor.startup_checks import PACKAGES, import_failed, no_screen, no_window

ROOT = Path(__file__).parents[2]
QT = Path(str(PySide6.__file__)).parent / "Qt"
LINKED = (
    "lib/libQt6Core.so.6",
    "lib/libQt6Gui.so.6",
    "lib/libQt6Widgets.so.6",
    "lib/libQt6Network.so.6",
    "lib/libQt6DBus.so.6",
    "lib/libQt6XcbQpa.so.6",
    "lib/libQt6WaylandClient.so.6",
    "plugins/platforms/libqxcb.so",
    "plugins/platforms/libqwayland.so",
)
OF_THE_SYSTEM = re.compile(r"lib(Qt6|q|icu|c\.|m\.|dl\.|rt\.|pthread\.|stdc\+\+|gcc_s|resolv)")
"""Qt's own, and what every Debian has."""


def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("QT_", "PALIMPSEST")) and name not in ("DISPLAY", "WAYLAND_DISPLAY", "LD_LIBRARY_PATH")
    }
    return subprocess.run(
        [sys.executable, "-m", "editor", *arguments],
        env={**inherited, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def hidden(folder: Path, *libraries: str) -> str:
    """A folder for LD_LIBRARY_PATH in which these libraries are empty files, which the linker takes for the real ones."""
    folder.mkdir()
    for name in libraries:
        folder.joinpath(name).touch()
    return str(folder)


def lacking(*names: str) -> Callable[[str], object]:
    """A linker on a machine without these libraries; it stumbles over the first of them in every plug-in."""

    def load(name: str) -> object:
        if name in names or "/" in name:
            culprit = name if name in names else names[0]
            raise OSError(f"{culprit}: cannot open shared object file: No such file or directory")
        return object()

    return load


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1
    assert done.stdout == ""
    lines = [line for line in done.stderr.split("\n") if line and not line.startswith("error: XDG_RUNTIME_DIR")]
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("palimpsest: ")
    return lines[0]


@pytest.mark.parametrize("arguments", [(), ("essay.md",), ("--selftest",), ("--sample",)])
def test_that_without_a_screen_the_program_says_how_to_make_one(arguments: tuple[str, ...]) -> None:
    words = one_sentence(start(*arguments))
    assert "No screen was found" in words
    assert '"xvfb-run -a palimpsest"' in words


def test_that_a_screen_that_does_not_answer_is_named() -> None:
    words = one_sentence(start(DISPLAY=":4077"))
    assert 'DISPLAY=":4077"' in words
    assert '"xvfb-run -a palimpsest"' in words


def test_that_a_wayland_screen_that_does_not_answer_is_named() -> None:
    assert 'WAYLAND_DISPLAY="none-of-the-sort"' in one_sentence(start(WAYLAND_DISPLAY="none-of-the-sort"))


def test_that_a_platform_qt_does_not_have_is_named() -> None:
    assert 'QT_QPA_PLATFORM="paper"' in one_sentence(start(QT_QPA_PLATFORM="paper"))


def test_that_x11_asked_for_by_name_and_without_a_display_is_told_from_a_broken_one() -> None:
    assert "DISPLAY is not set" in one_sentence(start(QT_QPA_PLATFORM="xcb"))


def test_that_all_libraries_the_x11_plug_in_lacks_are_named_at_once_with_their_packages(tmp_path: Path) -> None:
    folder = hidden(tmp_path / "hidden", "libxcb-cursor.so.0", "libxcb-icccm.so.4")
    words = one_sentence(start(DISPLAY=":4077", LD_LIBRARY_PATH=folder))
    assert "libxcb-cursor.so.0, libxcb-icccm.so.4" in words
    assert words.endswith("sudo apt-get install libxcb-cursor0 libxcb-icccm4")


def test_that_a_library_qt_itself_lacks_is_named_with_its_package(tmp_path: Path) -> None:
    words = one_sentence(start(DISPLAY=":4077", LD_LIBRARY_PATH=hidden(tmp_path / "hidden", "libEGL.so.1")))
    assert "libEGL.so.1" in words
    assert words.endswith("sudo apt-get install libegl1")


def test_that_a_library_no_package_is_known_for_is_named_all_the_same() -> None:
    words = no_window({"DISPLAY": ":1"}, QT / "plugins" / "platforms", lacking("libnew.so.3"))
    assert words == "The system library libnew.so.3 is missing or damaged; please install what brings it."


def test_that_x11_libraries_are_not_asked_for_on_a_wayland_screen() -> None:
    load = lacking("libwayland-client.so.0", "libxcb-cursor.so.0")
    words = no_window({"WAYLAND_DISPLAY": "wayland-0"}, QT / "plugins" / "platforms", load)
    assert words.endswith("sudo apt-get install libwayland-client0")


def test_that_a_module_of_python_that_is_missing_is_not_blamed_on_the_system() -> None:
    assert import_failed(ImportError("No module named 'PySide6'"), {"DISPLAY": ":1"}) == ""


def test_that_only_linux_asks_for_a_display() -> None:
    assert no_screen({}, "darwin") == ""
    assert no_screen({}, "win32") == ""
    assert no_screen({"QT_QPA_PLATFORM": "offscreen"}, "linux") == ""


def test_that_every_system_library_qt_is_linked_against_has_its_package_in_the_table() -> None:
    named: set[str] = set()
    for path in LINKED:
        strings = re.findall(rb"\0(lib[\w+.-]+\.so[.\d]*)(?=\0)", QT.joinpath(path).read_bytes())
        named |= {name.decode() for name in strings}
    assert "libxcb-cursor.so.0" in named
    assert {name for name in named if not OF_THE_SYSTEM.match(name)} - set(PACKAGES) == set()


def test_that_the_table_and_the_list_of_the_setup_command_name_the_same_packages() -> None:
    listed = {}
    for line in (ROOT / "packaging" / "debian-packages.txt").read_text(encoding="utf-8").split("\n"):
        if line.startswith("start") and (row := line.split())[2].startswith("library:"):
            listed[row[2].removeprefix("library:")] = row[1]
    assert {name: package for name, package in PACKAGES.items() if name in listed} == {
        name: package for name, package in listed.items() if name in PACKAGES
    }
    assert len(set(listed) & set(PACKAGES)) > 20
