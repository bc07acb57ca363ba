"""Eyes that are a screen reader's: what a program tells of its windows on the accessibility bus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import DBusErrorResponse, unwrap_msg

_ROOT = "/org/a11y/atspi/accessible/root"
_ACCESSIBLE = "org.a11y.atspi.Accessible"
_TEXT = "org.a11y.atspi.Text"
_FOCUSED, _SHOWING = 12, 25
"""The bits of AT-SPI's states that say that something has the keys, and that it is on the screen."""
_TEXTUAL = ("text", "label")
_QUESTIONS = 4
"""About each thing on the screen, but for its state and its text."""
_LONGEST_S = 10.0


@dataclass(frozen=True, slots=True)
class Seen:
    """Something on the screen, as a screen reader hears of it."""

    role: str
    name: str
    description: str
    text: str
    bus: str
    path: str


class Eyes:
    """Reads the windows of one process through the accessibility bus."""

    def __init__(self, session_bus: str, pid: int) -> None:
        self._pid = pid
        with open_dbus_connection(session_bus) as session:
            where = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
            address = unwrap_msg(session.send_and_get_reply(new_method_call(where, "GetAddress"), timeout=_LONGEST_S))[0]
        self._bus: DBusConnection = open_dbus_connection(address)
        self._name = ""

    def close(self) -> None:
        self._bus.close()

    def found(self) -> bool:
        """Whether the program is on the bus yet."""
        if not self._name:
            root = DBusAddress(_ROOT, "org.a11y.atspi.Registry", _ACCESSIBLE)
            for name, _path in self._call(root, "GetChildren")[0]:
                daemon = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
                with suppress(DBusErrorResponse):
                    if self._call(daemon, "GetConnectionUnixProcessID", "s", name)[0] == self._pid:
                        self._name = name
        return bool(self._name)

    def all(self) -> list[Seen]:
        """Everything that is showing, in the order a screen reader goes through it."""
        return list(self._below(_ROOT))

    def one(self, role: str, name: str) -> Seen | None:
        """The first of this name; nothing behind it is looked at."""
        showing = self._below(_ROOT)
        return next((seen for seen in showing if (seen.role, seen.name) == (role, name)), None)

    def within(self, seen: Seen) -> list[Seen]:
        """What is showing inside of it, the lines of a list for instance."""
        return list(self._below(seen.path))

    def text(self, seen: Seen) -> str:
        return str(self._call(self._text(seen.path), "GetText", "ii", 0, -1)[0])

    def caret(self, seen: Seen) -> int:
        asked = Properties(self._text(seen.path)).get("CaretOffset")
        return int(unwrap_msg(self._bus.send_and_get_reply(asked, timeout=_LONGEST_S))[0][1])

    def selected(self, seen: Seen) -> str:
        """The marked stretch of a text; empty where none is."""
        where = self._text(seen.path)
        start, stop = self._call(where, "GetSelection", "i", 0)
        return str(self._call(where, "GetText", "ii", start, stop)[0]) if stop > start else ""

    def has_keys(self, seen: Seen) -> bool:
        """Whether keys go there."""
        low, _high = self._call(DBusAddress(seen.path, seen.bus, _ACCESSIBLE), "GetState")[0]
        return bool(low >> _FOCUSED & 1)

    def put_caret(self, seen: Seen, place: int) -> None:
        """To a place of a text, in UTF-16 units, as a screen reader does."""
        self._call(self._text(seen.path), "SetCaretOffset", "i", place)

    def letter(self, seen: Seen, place: int) -> tuple[int, int, int, int]:
        """The box of one letter on the screen, pixels."""
        x, y, width, height = self._call(self._text(seen.path), "GetCharacterExtents", "iu", place, 0)
        return x, y, width, height

    def press(self, seen: Seen) -> None:
        """Presses a button as a screen reader does."""
        self._call(DBusAddress(seen.path, seen.bus, "org.a11y.atspi.Action"), "DoAction", "i", 0)

    def box(self, seen: Seen) -> tuple[int, int, int, int]:
        """Left, top, width and height on the screen, pixels."""
        where = DBusAddress(seen.path, seen.bus, "org.a11y.atspi.Component")
        x, y, width, height = self._call(where, "GetExtents", "u", 0)[0]
        return x, y, width, height

    def _below(self, path: str) -> Iterator[Seen]:
        (children,) = self._answers([self._accessible(path, "GetChildren")])
        yield from self._showing(self._own(children))

    def _showing(self, paths: Sequence[str]) -> Iterator[Seen]:
        """Those of these that are on the screen, each before what is in it."""
        states = self._answers([self._accessible(path, "GetState") for path in paths])
        shown = [path for path, state in zip(paths, states, strict=True) if state and state[0][0] >> _SHOWING & 1]
        for seen, children in self._about(shown):
            yield seen
            yield from self._showing(children)

    def _about(self, paths: Sequence[str]) -> list[tuple[Seen, list[str]]]:
        """Each with the paths of what is in it; without those that were gone while we looked."""
        answers = self._answers([question for path in paths for question in self._questions(path)])
        each = [answers[at : at + _QUESTIONS] for at in range(0, len(answers), _QUESTIONS)]
        there = [(path, told) for path, told in zip(paths, each, strict=True) if None not in told[:-1]]
        with_text = [path for path, (role, name, *_) in there if role[0] in _TEXTUAL and name[0][1] != "Draft"]
        said = self._answers([new_method_call(self._text(path), "GetText", "ii", (0, -1)) for path in with_text])
        texts = {path: str(text[0]) for path, text in zip(with_text, said, strict=True) if text}
        return [
            (Seen(role[0], name[0][1], description[0][1], texts.get(path, ""), self._name, path), self._own(children))
            for path, (role, name, description, children) in there
        ]

    def _questions(self, path: str) -> tuple[Message, ...]:
        properties = Properties(DBusAddress(path, self._name, _ACCESSIBLE))
        role, children = self._accessible(path, "GetRoleName"), self._accessible(path, "GetChildren")
        return role, properties.get("Name"), properties.get("Description"), children

    def _accessible(self, path: str, method: str) -> Message:
        return new_method_call(DBusAddress(path, self._name, _ACCESSIBLE), method)

    def _text(self, path: str) -> DBusAddress:
        return DBusAddress(path, self._name, _TEXT)

    def _own(self, children: Any) -> list[str]:
        """The paths of an answer to "GetChildren" that lead to the same program."""
        return [path for name, path in children[0] if name == self._name] if children else []

    def _call(self, where: DBusAddress, method: str, signature: str | None = None, *values: Any) -> Any:
        message = new_method_call(where, method, signature, values)
        return unwrap_msg(self._bus.send_and_get_reply(message, timeout=_LONGEST_S))

    def _answers(self, questions: Sequence[Message]) -> list[Any]:
        """The body of each answer, None where it was an error. All are asked before the first answer is waited for: one
        after the other, nearly all of the time would go into waiting."""
        answers: dict[int, Any] = {}
        serials = [next(self._bus.outgoing_serial) for _ in questions]
        for question, serial in zip(questions, serials, strict=True):
            self._bus.send(question, serial=serial)
        missing = set(serials)
        while missing:
            answer = self._bus.receive(timeout=_LONGEST_S)
            serial = answer.header.fields.get(HeaderFields.reply_serial, -1)
            if serial in missing:
                missing.remove(serial)
                with suppress(DBusErrorResponse):
                    answers[serial] = unwrap_msg(answer)
        return [answers.get(serial) for serial in serials]
