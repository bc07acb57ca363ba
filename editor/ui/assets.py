"""Icons: line drawings in one colour, tinted when they are loaded.

The files say `currentColor`, so the same drawing serves every theme. They are read through Qt's image
plug-ins, which costs nothing until the first icon is asked for."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QColor, QIcon, QImage, QImageReader, QPixmap

from editor.resources import resource

_SCALES = (1, 2, 3)


def icon(name: str, colour: QColor, disabled: QColor | None = None, size: int = 16) -> QIcon:
    """The bundled icon `name` in one colour, sharp at one, two and three times `size` pixels.

    Raises FileNotFoundError for a name that is not bundled.
    """
    return _icon(name, colour.name(), disabled.name() if disabled else "", size)


@cache
def _icon(name: str, colour: str, disabled: str, size: int) -> QIcon:
    result = QIcon()
    for scale in _SCALES:
        result.addPixmap(_tinted(name, colour, size, scale), QIcon.Mode.Normal)
        if disabled:
            result.addPixmap(_tinted(name, disabled, size, scale), QIcon.Mode.Disabled)
    return result


def _tinted(name: str, colour: str, size: int, scale: int) -> QPixmap:
    source = resource("icons", "lucide", f"{name}.svg").read_text(encoding="utf-8")
    image = _drawn(source.replace("currentColor", colour), size * scale)
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(scale)
    return pixmap


def _drawn(source: str, side: int) -> QImage:
    buffer = QBuffer()
    buffer.setData(QByteArray(source.encode()))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"svg"))
    reader.setScaledSize(QSize(side, side))
    return reader.read()
