"""Why no window can come up here, said in one sentence before Qt gives up with a core dump.

Nothing is looked at before it has failed, so that a start that goes well pays nothing: only the two variables are read
that tell whether there is a screen at all. What failed is then asked of the linker itself, and everything that is
missing is named at once, with the Debian package it comes in.
"""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

_EVERYWHERE: Mapping[str, str] = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
_X11: Mapping[str, str] = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
_WAYLAND: Mapping[str, str] = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
PACKAGES: Mapping[str, str] = {**_EVERYWHERE, **_X11, **_WAYLAND}
"""The system libraries that Qt and its two screen plug-ins are linked against, and the Debian 12 package of each."""

_OWN_SCREEN = '"xvfb-run -a palimpsest" makes a screen of its own (Debian package xvfb)'
_NO_SCREEN = f"No screen was found: DISPLAY and WAYLAND_DISPLAY are not set; {_OWN_SCREEN}."
_CULPRIT = re.compile(r"(?:^|/)(lib[^/:\s]+\.so[^/:\s]*): (?:cannot open|file too short|invalid ELF|wrong ELF)")
_PLUGINS = {"xcb": "libqxcb.so", "wayland": "libqwayland.so"}

Load = Callable[[str], object]


def no_screen(environment: Mapping[str, str], system: str = sys.platform) -> str:
    """The sentence for a machine without a screen; empty where one is named or another platform was asked for."""
    named = any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    return "" if named or not system.startswith("linux") else _NO_SCREEN


def import_failed(error: ImportError, environment: Mapping[str, str], load: Load = ctypes.CDLL) -> str:
    """The sentence for Qt's modules that do not load; empty where no system library is to blame."""
    culprit = _CULPRIT.search(str(error))
    return _missing(culprit[1], _platform(environment), load) if culprit else ""


def no_window(environment: Mapping[str, str], plugins: Path, load: Load = ctypes.CDLL) -> str:
    """The sentence for a Qt that found no way to the screen; `plugins` is the folder of its platform plug-ins."""
    platform = _platform(environment)
    plugin = plugins / _PLUGINS.get(platform, "")
    culprit = _CULPRIT.search(_trouble(str(plugin), load)) if plugin.is_file() else None
    if culprit:
        return _missing(culprit[1], platform, load)
    if platform not in _PLUGINS:
        return f'Qt cannot show a window as QT_QPA_PLATFORM="{platform}" asks for; please unset that variable.'
    variable = "DISPLAY" if platform == "xcb" else "WAYLAND_DISPLAY"
    if not environment.get(variable):
        return f"No screen was found: {variable} is not set; {_OWN_SCREEN}."
    return f'The screen that {variable}="{environment[variable]}" names does not answer; {_OWN_SCREEN}.'


def _platform(environment: Mapping[str, str]) -> str:
    """The plug-in Qt tries: the one that is asked for, else X11 where there is a DISPLAY."""
    asked = environment.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0]
    if asked:
        return "wayland" if asked.startswith("wayland") else asked
    return "xcb" if environment.get("DISPLAY") else "wayland"


def _missing(first: str, platform: str, load: Load) -> str:
    """Names `first` and whatever else of the platform's libraries is missing, so that one command brings all."""
    wanted = {**_EVERYWHERE, **{"xcb": _X11, "wayland": _WAYLAND}.get(platform, {})}
    names = tuple(dict.fromkeys((first, *(name for name in wanted if _trouble(name, load)))))
    packages = " ".join(dict.fromkeys(PACKAGES[name] for name in names if name in PACKAGES))
    many = len(names) > 1
    head = f"The system librar{'ies' if many else 'y'} {', '.join(names)} {'are' if many else 'is'} missing or damaged"
    if not packages:
        return f"{head}; please install what brings {'them' if many else 'it'}."
    return f"{head}; on Debian, this brings {'them' if many else 'it'}: sudo apt-get install {packages}"


def _trouble(name: str, load: Load) -> str:
    """What the linker says against this library; empty where it loads."""
    try:
        load(name)
    except OSError as error:
        return str(error)
    return ""
