"""A writer at a screen: a private X display with a window manager, real keys, and eyes that are a screen reader's.

What stands on the screen is read through the accessibility bus, where the program itself tells what it shows; keys are
pressed by xdotool; files are looked at as files. Nothing is told to the program in any other way, and whoever waits does
so for a state, never for a time.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jeepney.wrappers import DBusErrorResponse
from screen_reader import Eyes, Seen
from Xlib import X
from Xlib.display import Display as XDisplay

ROOT = Path(__file__).parents[2]
NEEDED = ("Xvfb", "openbox", "xdotool", "dbus-daemon")
LONGEST_S = 20.0
_POLL_S = 0.02


def missing() -> tuple[str, ...]:
    """The programs of a screen of one's own that this machine lacks."""
    found = [name for name in NEEDED if shutil.which(name) is None]
    if not Path("/usr/libexec/at-spi-bus-launcher").exists():
        found.append("at-spi2-core")
    return tuple(found)


def until(true: Callable[[], Any], what: str, seconds: float = LONGEST_S) -> Any:
    """The first true value; AssertionError with `what` where none comes."""
    end, pause = time.monotonic() + seconds, threading.Event()
    while not (value := true()):
        assert time.monotonic() < end, f"waited {seconds:.0f} s for: {what() if callable(what) else what}"
        pause.wait(_POLL_S)
    return value


@dataclass(slots=True)
class Desktop:
    """A screen, a window manager and a session bus of one's own."""

    environment: dict[str, str]
    log: Path

    @property
    def session_bus(self) -> str:
        return self.environment["DBUS_SESSION_BUS_ADDRESS"]

    def run(self, *command: str) -> str:
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=60, check=True)
        return done.stdout.strip()

    def key(self, *keys: str) -> None:
        """Presses keys as xdotool calls them, one after another: "ctrl+k", "Return"."""
        self.run("xdotool", "key", "--delay", "8", "--clearmodifiers", *keys)

    def type(self, text: str, delay_ms: int = 6) -> None:
        self.run("xdotool", "type", "--delay", str(delay_ms), "--clearmodifiers", "--", text)

    def typing(self, text: str, delay_ms: int) -> subprocess.Popen[bytes]:
        """Types while something else happens."""
        return subprocess.Popen(
            ["xdotool", "type", "--delay", str(delay_ms), "--clearmodifiers", "--", text], env=self.environment
        )

    def click(self, x: int, y: int) -> None:
        self.run("xdotool", "mousemove", str(x), str(y), "click", "1")

    def colour(self, x: int, y: int) -> str:
        """Of one pixel of the screen, as "#rrggbb"."""
        return self.picture((x, y, 1, 1)).colours((x, y, 1, 1))[0]

    def picture(self, box: tuple[int, int, int, int]) -> Picture:
        """What is painted in a part of the screen now: left, top, width and height, pixels."""
        display = XDisplay(self.environment["DISPLAY"])
        try:
            return Picture(box, display.screen().root.get_image(*box, X.ZPixmap, 0xFFFFFFFF).data)
        finally:
            display.close()


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of the screen as it was at one moment."""

    box: tuple[int, int, int, int]
    data: bytes
    """Row by row; of every pixel blue, green, red and nothing."""

    def colours(self, box: tuple[int, int, int, int]) -> list[str]:
        """Of the pixels of a box of the screen, row by row, as "#rrggbb", without those outside of the picture."""
        left, top, width, height = box
        x, y, wide, high = self.box
        found = []
        for row in range(max(top, y), min(top + height, y + high)):
            for column in range(max(left, x), min(left + width, x + wide)):
                at = 4 * ((row - y) * wide + column - x)
                found.append(f"#{self.data[at + 2]:02x}{self.data[at + 1]:02x}{self.data[at]:02x}")
        return found


@contextmanager
def a_desktop(folder: Path, size: str = "1366x768", openbox: tuple[str, ...] = ()) -> Iterator[Desktop]:
    """Comes up on a free display; everything that was started in it is gone afterwards."""
    with ExitStack() as stack:
        log = folder / "desktop.log"
        output = stack.enter_context(log.open("wb"))
        home = folder / "home"
        home.mkdir(exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_PASSED_ON)}
        environment = {
            **kept,
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(_private(folder / "runtime")),
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_QPA_PLATFORM": "xcb",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
        }
        environment["DISPLAY"] = _screen(stack, environment, size, output)
        environment["DBUS_SESSION_BUS_ADDRESS"] = _bus(stack, environment, output)
        desktop = Desktop(environment, log)
        _manage(stack, desktop, ("openbox", "--sm-disable", *openbox), output)
        yield desktop


_NOT_PASSED_ON = (
    *("QT_", "PALIMPSEST", "XDG_", "DBUS_", "DISPLAY", "WAYLAND", "AT_SPI"),
    *("ANTHROPIC", "OPENAI", "GOOGLE", "GEMINI", "MISTRAL"),
)


def _private(folder: Path) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _begin(
    stack: ExitStack,
    command: tuple[str, ...],
    environment: dict[str, str],
    output: Any,
    descriptors: tuple[int, ...] = (),
) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        command, env=environment, stdout=output, stderr=output, stdin=subprocess.DEVNULL, pass_fds=descriptors
    )
    stack.callback(_end, process)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _told(read: int) -> str:
    """The line a daemon writes about itself once it can be used."""
    with open(read, encoding="ascii") as pipe:
        return pipe.readline().strip()


def _screen(stack: ExitStack, environment: dict[str, str], size: str, output: Any) -> str:
    read, write = os.pipe()
    command = ("Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-dpi", "96")
    _begin(stack, command, environment, output, (write,))
    os.close(write)
    return f":{_told(read)}"


def _bus(stack: ExitStack, environment: dict[str, str], output: Any) -> str:
    read, write = os.pipe()
    command = ("dbus-daemon", "--session", "--nofork", "--nopidfile", f"--print-address={write}")
    _begin(stack, command, environment, output, (write,))
    os.close(write)
    return _told(read)


def _manage(stack: ExitStack, desktop: Desktop, command: tuple[str, ...], output: Any) -> None:
    """Begins the window manager, again where it ended before the screen or the bus was ready for it."""
    manager = _begin(stack, command, desktop.environment, output)

    def up() -> bool:
        nonlocal manager
        if manager.poll() is not None:
            manager = _begin(stack, command, desktop.environment, output)
        return _managed(desktop)

    until(up, lambda: f"the window manager; {desktop.log.read_text(errors='replace')[-500:]}", 3 * LONGEST_S)


def _managed(desktop: Desktop) -> bool:
    with suppress(subprocess.CalledProcessError):
        return bool(desktop.run("xdotool", "get_num_desktops"))
    return False


def bound_by_permissions() -> tuple[str, ...]:
    """What to start a program with, so that read-only files are read-only for it, also where we are root."""
    if os.geteuid() != 0:
        return ()
    return ("setpriv", "--inh-caps=-dac_override,-dac_read_search", "--bounding-set=-dac_override,-dac_read_search")


@dataclass(slots=True)
class Program:
    """The program in one window, with a folder for its data and settings."""

    desktop: Desktop
    process: subprocess.Popen[bytes]
    eyes: Eyes
    data: Path
    errors: Path
    _draft: Seen | None = field(default=None)

    @property
    def pid(self) -> int:
        return self.process.pid

    # Looking.

    def shown(self) -> str:
        """The text on the page. Right after the start another page may take its place between two looks."""
        try:
            return self.eyes.text(self._page())
        except DBusErrorResponse:
            self._draft = None
            return self.eyes.text(self._page())

    def caret(self) -> int:
        """UTF-16 units from the start of the draft."""
        return self.eyes.caret(self._page())

    def words(self) -> str:
        """Whatever can be read on the screen but the draft: labels, buttons, lists, panels, dialogs; one a line."""
        return "\n".join(words for seen in self.eyes.all() for words in (seen.name, seen.description, seen.text) if words)

    def selected(self) -> str:
        """The marked stretch of the draft."""
        return self.eyes.selected(self._page())

    def letter_height(self) -> int:
        """Of the first letter of the draft, pixels."""
        return self.letter_box(0)[3]

    def letter_box(self, place: int) -> tuple[int, int, int, int]:
        """Left, top, width and height of a letter of the draft on the screen, pixels; `place` in UTF-16 units."""
        return self.eyes.letter(self._page(), place)

    def page_box(self) -> tuple[int, int, int, int]:
        """Of the page with its margins, as `letter_box`."""
        return self.eyes.box(self._page())

    def put_caret(self, place: int) -> None:
        """To a place of the draft, in UTF-16 units."""
        self.eyes.put_caret(self._page(), place)
        until(lambda: self.caret() == place, f"the caret at {place}")

    def title(self) -> str:
        return self.desktop.run("xdotool", "getwindowname", self._window())

    def _window(self) -> str:
        return self.desktop.run("xdotool", "search", "--onlyvisible", "--pid", str(self.pid)).split("\n")[-1]

    def look_away_and_back(self) -> None:
        """Puts the window away and fetches it again, as one does who was in another program."""
        window = self._window()
        self.desktop.run("xdotool", "windowminimize", "--sync", window)
        self.until_shown("Paused: window not in front")
        self.desktop.run("xdotool", "windowactivate", "--sync", window)
        until(self.focused, "the window to have the keys")

    def focused(self) -> bool:
        with suppress(subprocess.CalledProcessError):
            return self.desktop.run("xdotool", "getactivewindow", "getwindowpid") == str(self.pid)
        return False

    def until_shown(self, words: str) -> None:
        """Waits for words anywhere outside of the draft."""
        seen = [""]

        def there() -> bool:
            self.must_be_well()
            seen[0] = self.words()
            return words in seen[0]

        until(there, lambda: f"{words!r} among:\n{seen[0]}")

    def until_text(self, text: str) -> None:
        seen = [""]

        def there() -> bool:
            self.must_be_well()
            seen[0] = self.shown()
            return seen[0] == text

        until(there, lambda: f"the draft {text!r}, which is {seen[0]!r}")

    def must_be_well(self) -> None:
        """AssertionError with what the program wrote when a fault of it was caught on the way."""
        words = self.errors.read_text()
        assert "Traceback" not in words, words

    def _page(self) -> Seen:
        if self._draft is None:
            self._draft = until(lambda: self.eyes.one("text", "Draft"), "the page")
        return self._draft

    # Hands.

    def key(self, *keys: str) -> None:
        self.desktop.key(*keys)

    def type(self, text: str) -> None:
        self.desktop.type(text)

    def press(self, name: str, role: str = "push button") -> None:
        """Presses the button of this name."""
        self.eyes.press(until(lambda: self.eyes.one(role, name), f"a {role} {name!r}"))

    def click(self, name: str, role: str = "push button") -> None:
        """Clicks into the middle of what has this name."""
        x, y, width, height = self.eyes.box(until(lambda: self.eyes.one(role, name), f"a {role} {name!r}"))
        self.desktop.click(x + width // 2, y + height // 2)

    def fill_in(self, field: str, words: str) -> None:
        """Clicks into a field and types. What opens beside it may shift the field away from under a click."""
        until(lambda: self.click(field, "text") or self._has_keys(field), f"the keys in the field {field!r}")
        self.key("ctrl+a")
        self.type(words)
        until(lambda: (now := self.eyes.one("text", field)) and now.text == words, f"{words!r} in the field {field!r}")

    def _has_keys(self, field: str) -> bool:
        found = self.eyes.one("text", field)
        return found is not None and self.eyes.has_keys(found)

    def choose(self, key: str, *names: str) -> None:
        """Opens a menu by its key and goes down to an entry, through submenus.

        A menu takes no click where the pointer was when it came up, so that goes to the page first.
        """
        x, y, width, height = self.eyes.box(self._page())
        self.desktop.run("xdotool", "mousemove", str(x + width // 2), str(y + height // 2))
        self._open_menu(key, names[0])
        for name in names:
            x, y, width, height = self.eyes.box(until(lambda name=name: self._entry(name), f"the entry {name!r}"))
            self.desktop.click(x + width // 2, y + height // 2)

    def _open_menu(self, key: str, name: str) -> None:
        """A key that came while the window was not in front yet opened nothing, and is pressed again."""
        for _ in range(3):
            self.key(key)
            with suppress(AssertionError):
                until(lambda: self._entry(name), f"the entry {name!r}", 6)
                return
            self.key("Escape")

    def choose_in_list(self, words: str) -> None:
        """Clicks the entry of a list that begins with these words."""
        entries = (seen for seen in self.eyes.all() if seen.role == "list item" and seen.name.startswith(words))
        x, y, width, height = self.eyes.box(until(lambda: next(entries, None), f"an entry {words!r}"))
        self.desktop.click(x + width // 2, y + height // 2)

    def _entry(self, name: str) -> Seen | None:
        return next((seen for seen in self.eyes.all() if seen.name == name and seen.role.endswith("menu item")), None)

    def answer_file_dialog(self, path: Path, button: str) -> None:
        """Names a file in the file dialog that is coming up."""
        until(lambda: self.eyes.one("push button", button), "the file dialog")
        self.key("ctrl+a")
        self.type(str(path))
        self.key("Return")
        until(lambda: self.eyes.one("push button", button) is None, "the file dialog to go")

    # Processes and files.

    def worker(self) -> int:
        """The process id of the worker that runs, or 0."""
        done = subprocess.run(
            ("pgrep", "-P", str(self.pid), "-f", "--", "--worker"), capture_output=True, text=True, check=False
        )
        return int(done.stdout.split()[0]) if done.stdout.strip() else 0

    def journals(self) -> bytes:
        """All that lies in the journals."""
        return b"".join(path.read_bytes() for path in sorted(self.data.glob("drafts/*/journal-*.jsonl")))

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(LONGEST_S)

    def kill_all(self) -> None:
        """The window and its worker at one stroke."""
        os.killpg(self.pid, signal.SIGKILL)
        self.process.wait(LONGEST_S)

    def close(self) -> int:
        """Quits as a writer does; the exit code."""
        self.key("ctrl+q")
        return self.process.wait(LONGEST_S)


@contextmanager
def a_program(desktop: Desktop, folder: Path, *arguments: str, before: tuple[str, ...] = ()) -> Iterator[Program]:
    """Starts the program in `folder`, where its data and settings lie too, and waits for its window to have the keys.

    `before` is a command that becomes the program, with other rights than ours.
    """
    with a_starting_program(desktop, folder, *arguments, before=before) as program:
        until(program.focused, "the window to have the keys")
        until(lambda: program.eyes.one("text", "Draft"), "the page")
        until(lambda: program.must_be_well() or program.worker(), "the worker")
        yield program


@contextmanager
def a_starting_program(
    desktop: Desktop, folder: Path, *arguments: str, before: tuple[str, ...] = ()
) -> Iterator[Program]:
    """The same as soon as it can be looked at, whatever may be on its screen by then."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen = {
        "PALIMPSEST_DATA": str(folder / "data"),
        "PALIMPSEST_SETTINGS": str(folder / "settings.ini"),
        "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", "")))),
    }
    errors = folder / "errors.txt"
    with errors.open("ab") as output:
        process = subprocess.Popen(
            [*before, sys.executable, "-m", "editor", *arguments],
            env={**desktop.environment, **chosen},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            process_group=0,
        )
    with ExitStack() as stack:
        stack.callback(_stop, process)
        eyes = Eyes(desktop.session_bus, process.pid)
        stack.callback(eyes.close)
        program = Program(desktop, process, eyes, folder / "data", errors)
        until(lambda: process.poll() is not None or eyes.found(), "the program on the accessibility bus")
        assert process.poll() is None, errors.read_text()
        yield program


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
        process.wait()
