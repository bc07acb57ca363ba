"""A private X display and what can be seen from outside: windows, pixels, keys, and whether a window answers.

Everything is measured here and nothing in the program that is measured, so that the program and the floor are
treated alike and no probe has to be believed.
"""

from __future__ import annotations

import os
import select
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from Xlib import XK, X
from Xlib.display import Display
from Xlib.error import BadDrawable, BadMatch, BadWindow
from Xlib.ext import damage, xtest
from Xlib.protocol.event import ClientMessage

_SIZE = "2700x1200x24"
"""Room for both windows side by side: what lies outside of the screen is never seen to change."""
_COLOURS = 8
"""Letters with smooth edges show more colours than this; an empty page does not."""
_CARET_PX = 4
"""What changes in a stretch no wider than this is a caret that blinks."""
_GONE = (BadDrawable, BadMatch, BadWindow)
_MODIFIERS = {"ctrl": "Control_L", "shift": "Shift_L", "alt": "Alt_L"}


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a window, in pixels of the window."""

    x: int
    y: int
    width: int
    height: int

    def common(self, other: Region) -> Region | None:
        x, y = max(self.x, other.x), max(self.y, other.y)
        width = min(self.x + self.width, other.x + other.width) - x
        height = min(self.y + self.height, other.y + other.height) - y
        return Region(x, y, width, height) if width > 0 and height > 0 else None


@dataclass(slots=True)
class Pings:
    """Round trips of the question whether a window is alive, in milliseconds."""

    trips: list[float] = field(default_factory=list)
    under_way: dict[int, float] = field(default_factory=dict)
    number: int = 0


class Screen:
    """Xvfb on a free number, from `with` to its end."""

    def __init__(self) -> None:
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", _SIZE, "-nolisten", "tcp", "-noreset"]
        self._server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as told:
            self.name = ":" + told.readline().strip()
        self.display = Display(self.name)
        self.root = self.display.screen().root
        self.root.change_attributes(event_mask=X.SubstructureNotifyMask | X.StructureNotifyMask)
        self.display.query_extension("DAMAGE")
        damage.query_version(self.display)
        self._protocols = self.display.intern_atom("WM_PROTOCOLS")
        self._ping = self.display.intern_atom("_NET_WM_PING")
        self.display.sync()

    def __enter__(self) -> Screen:
        return self

    def __exit__(self, *_: object) -> None:
        self.display.close()
        self._server.terminate()
        self._server.wait()

    # Windows.

    def events(self, seconds: float) -> Iterator[Any]:
        """What the server reports until the time is over. The caller stops when it has seen what it waits for."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if not self.display.pending_events():
                select.select([self.display.fileno()], [], [], left)
            while self.display.pending_events():
                yield self.display.next_event()

    def drain(self) -> None:
        self.display.sync()
        while self.display.pending_events():
            self.display.next_event()

    def new_window(self, seconds: float = 60) -> Any:
        """The next window of some size that is put on the screen. Raises TimeoutError."""
        for event in self.events(seconds):
            if event.type == X.MapNotify and not event.override:
                try:
                    geometry = event.window.get_geometry()
                except _GONE:
                    continue
                if geometry.width >= 300 and geometry.height >= 200:
                    return event.window
        raise TimeoutError("no window came")

    def first_text(self, window: Any, seconds: float = 60) -> float:
        """The moment, by `time.perf_counter`, at which letters are first seen in the window."""
        end = time.perf_counter() + seconds
        geometry = window.get_geometry()
        middle = Region(geometry.width // 4, 100, geometry.width // 2, 240)
        while time.perf_counter() < end:
            pixels = self.pixels(window, middle)
            if len({pixels[at : at + 4] for at in range(0, len(pixels), 4 * 37)}) > _COLOURS:
                return time.perf_counter()
            time.sleep(0.001)
        raise TimeoutError("no text came")

    def pixels(self, window: Any, region: Region) -> bytes:
        image = window.get_image(region.x, region.y, region.width, region.height, X.ZPixmap, 0xFFFFFFFF)
        return bytes(image.data)

    def watch(self, window: Any) -> None:
        """From now on every change of the window's pixels is reported."""
        window.damage_create(damage.DamageReportRawRectangles)
        self.display.sync()

    def focus(self, window: Any) -> None:
        window.set_input_focus(X.RevertToParent, X.CurrentTime)
        self.display.sync()

    # Hands.

    def press(self, combination: str) -> None:
        """One key with its modifiers, as "ctrl+Home", by the names X gives keys."""
        *held, last = combination.split("+")
        codes = [self._code(_MODIFIERS[name]) for name in held]
        for code in codes:
            xtest.fake_input(self.display, X.KeyPress, code)
        for kind in (X.KeyPress, X.KeyRelease):
            xtest.fake_input(self.display, kind, self._code(last))
        for code in reversed(codes):
            xtest.fake_input(self.display, X.KeyRelease, code)
        self.display.flush()

    def type(self, text: str, pause_s: float = 0.03) -> None:
        for sign in text:
            self.press(sign)
            time.sleep(pause_s)

    def click(self, window: Any, x: int, y: int) -> None:
        at = window.translate_coords(self.root, 0, 0)
        xtest.fake_input(self.display, X.MotionNotify, x=x - at.x, y=y - at.y)
        for kind in (X.ButtonPress, X.ButtonRelease):
            xtest.fake_input(self.display, kind, 1)
        self.display.sync()

    def _code(self, name: str) -> int:
        return int(self.display.keysym_to_keycode(XK.string_to_keysym(name)))

    # Measures.

    def key_to_pixels(self, window: Any, key: str, where: Region, seconds: float = 2.0) -> float | None:
        """Milliseconds from a key to the report that pixels inside `where` differ, or None for a key never seen."""
        before = self.pixels(window, where)
        self.drain()
        begin = time.perf_counter()
        self.press(key)
        for event in self.events(seconds):
            now = time.perf_counter()
            if event.__class__.__name__ == "DamageNotify" and event.drawable.id == window.id:
                area = event.area
                part = Region(area.x, area.y, area.width, area.height).common(where)
                if part and part.width > _CARET_PX and self._differs(window, before, where, part):
                    return (now - begin) * 1e3
        return None

    def _differs(self, window: Any, before: bytes, where: Region, part: Region) -> bool:
        left, top, row = (part.x - where.x) * 4, part.y - where.y, where.width * 4
        old = b"".join(
            before[(top + line) * row + left : (top + line) * row + left + part.width * 4] for line in range(part.height)
        )
        return self.pixels(window, part) != old

    def ping(self, window: Any, pings: Pings) -> None:
        """Asks the window whether it is alive; its event loop answers, between two other things it does."""
        pings.number += 1
        data = (32, [self._ping, pings.number, window.id, 0, 0])
        pings.under_way[pings.number] = time.perf_counter()
        window.send_event(ClientMessage(window=window, client_type=self._protocols, data=data))
        self.display.flush()

    def stalls(self, window: Any, act: Callable[[int], float], count: int, every_s: float = 0.004) -> Pings:
        """Round trips while `act(n)` is done `count` times; it returns how long to wait for its turn to come again."""
        pings, turn, due = Pings(), 0, time.perf_counter()
        last = due + 1e9
        while time.perf_counter() < last:
            if turn < count and time.perf_counter() >= due:
                due = time.perf_counter() + act(turn)
                turn += 1
                if turn == count:
                    last = time.perf_counter() + 0.5
            self.ping(window, pings)
            for event in self.events(every_s):
                self._heard(event, pings)
        return pings

    def _heard(self, event: Any, pings: Pings) -> None:
        if event.type & 0x7F == X.ClientMessage and event.client_type == self._protocols:
            kind, number = event.data[1][:2]
            begun = pings.under_way.pop(number, None) if kind == self._ping else None
            if begun is not None:
                pings.trips.append((time.perf_counter() - begun) * 1e3)
