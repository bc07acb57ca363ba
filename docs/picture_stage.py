"""A screen on which the program is acted out for a picture, and the camera before it."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # for what is drawn here; the program gets a screen of its own

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "e2e"), str(ROOT / "tests" / "peers")]

from PySide6.QtGui import QImage, QImageWriter  # noqa: E402
from window_driver import Desktop, Program, a_desktop, until  # noqa: E402
from Xlib import X  # noqa: E402
from Xlib.display import Display  # noqa: E402

IMAGES = ROOT / "docs" / "images"
SMALL, LARGE = "1366x768", "1920x1080"
OPENBOX = """<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew></focus>
  <theme><name>Clearlooks</name></theme>
  <mouse><context name="Client"><mousebind button="Left" action="Press">
    <action name="Focus"/><action name="Raise"/></mousebind></context></mouse>
  <applications><application type="normal"><maximized>yes</maximized></application></applications>
</openbox_config>
"""
ESSAY = "\n\n".join(
    (
        "# On keeping a hot kitchen",
        "My grandmother cooked for nine people on two rings and was never once in a hurry. For years I took this for"
        " talent.",
        "Then I spent a week at her stove, and it was very unique to watch: she did nothing early. The onions waited"
        " until the pan was ready, the pan waited until the table was laid, and she waited for for neither.",
        "## What the week taught me",
        "I had always prepared everything first. Bowls of chopped things stood about and went grey, and by the time"
        " the pan was hot I had forgotten which of them was for what. It goes without saying that order is not the"
        " same thing as preparation.",
        "What she had was a sequence. At every moment exactly one thing was being done, and the next one was already"
        " decided.\n",
    )
)


@contextlib.contextmanager
def a_stage(size: str = SMALL, theme: str = "light") -> Iterator[tuple[Desktop, Path]]:
    """A screen on which every window is as large as the screen, and a folder with settings that choose the colours."""
    with tempfile.TemporaryDirectory(prefix="screenshots-") as name:
        folder = Path(name)
        config = folder / "openbox.xml"
        config.write_text(OPENBOX, encoding="utf-8")
        (folder / "settings.ini").write_text(f"[General]\ntheme={theme}\n", encoding="utf-8")
        with a_desktop(folder, size, ("--config-file", str(config))) as desktop:
            yield desktop, folder


def to_paragraph(program: Program, words: str) -> None:
    """Finds the paragraph as a writer would, and leaves the caret at its start."""
    program.key("ctrl+f")
    program.until_shown("Find and replace")
    program.type(words)
    program.key("Return")
    until(lambda: program.selected() == words, f"{words!r} to be found")
    program.key("Escape", "Left")
    until(lambda: not program.selected(), "the mark to go")
    program.until_shown(f" {words[:12]}")


def shoot(desktop: Desktop, name: str) -> None:
    """Takes the picture once the screen no longer changes, but for the caret."""
    image = until(lambda: settled(desktop), "a screen that stands still")
    save(image, name)


def settled(desktop: Desktop) -> QImage | None:
    before = grab(desktop)
    desktop.run("xdotool", "sleep", "0.7")  # the desk follows the caret after 0.4 s
    after = grab(desktop)
    return after if changed_pixels(before, after) < 200 else None


def grab(desktop: Desktop) -> QImage:
    display = Display(desktop.environment["DISPLAY"])
    try:
        root = display.screen().root
        size = root.get_geometry()
        data = root.get_image(0, 0, size.width, size.height, X.ZPixmap, 0xFFFFFFFF).data
    finally:
        display.close()
    return QImage(data, size.width, size.height, QImage.Format.Format_RGB32).copy()


def changed_pixels(one: QImage, other: QImage) -> int:
    """How many bytes of two pictures of one size differ; a caret is about two by twenty pixels."""
    first, second = bytes(one.constBits()), bytes(other.constBits())
    if first == second:
        return 0
    return sum(a != b for a, b in zip(first[::4], second[::4], strict=True))


def save(image: QImage, name: str) -> None:
    path = IMAGES / f"{name}.png"
    writer = QImageWriter(str(path))
    writer.setCompression(100)
    if not writer.write(with_palette(image)):
        raise OSError(f"{path}: {writer.errorString()}")
    print(f"{path.relative_to(ROOT)}  {image.width()}x{image.height()}  {path.stat().st_size // 1024} KB")


def with_palette(image: QImage) -> QImage:
    """The picture in its 256 commonest colours; the rest, in the edges of letters, go to the nearest of them."""
    pixels = memoryview(bytes(image.convertToFormat(QImage.Format.Format_RGB32).constBits())).cast("I")
    counted = Counter(pixels)
    kept = [colour for colour, _ in counted.most_common(256)]
    places = {colour: place for place, colour in enumerate(kept)}
    channels = [_channels(colour) for colour in kept]
    for colour in counted.keys() - places.keys():
        red, green, blue = _channels(colour)
        places[colour] = min(
            range(len(kept)),
            key=lambda at: (channels[at][0] - red) ** 2 + (channels[at][1] - green) ** 2 + (channels[at][2] - blue) ** 2,
        )
    small = bytes(map(places.__getitem__, pixels))
    result = QImage(small, image.width(), image.height(), image.width(), QImage.Format.Format_Indexed8).copy()
    result.setColorTable([0xFF000000 | colour for colour in kept])
    return result


def _channels(colour: int) -> tuple[int, int, int]:
    return colour >> 16 & 255, colour >> 8 & 255, colour & 255
