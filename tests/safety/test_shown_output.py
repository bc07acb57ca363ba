"""What is shown of a model's words (rows 1, 3, 4 and 6): it loads nothing, opens nothing, runs nothing and hides nothing.

The window's half of `test_hostile_outputs`: all outputs in every place, under strace, because what Qt opens no hook of
Python's sees. How a text in a page from outside is marked, removed and asked about is in `tests/core/test_unseen.py`.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile_outputs import BAIT, Baits, tags
from hostile_stage import PLACES, held
from pytestqt.qtbot import QtBot

from editor.ui.shown_text import revealed

ROOT = Path(__file__).parents[2]
STAGE = ROOT / "tests" / "peers" / "hostile_stage.py"
_OLDER = "?open,?creat,?rename,?unlink,?mkdir,?link,?symlink"
"""Of some processors only."""
_CALLS = f"openat,openat2,connect,sendto,execve,renameat,renameat2,unlinkat,mkdirat,linkat,symlinkat,{_OLDER}"


def staged(baits: Baits, folder: Path, *planted: str) -> tuple[dict[str, object], list[str]]:
    """What the program that shows everything said at its end, and the system calls it made."""
    log = folder / "calls"
    settings = folder / "home" / ".config"
    settings.mkdir(parents=True)
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": os.pathsep.join((str(ROOT), os.environ["PYTHONPATH"])),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(folder / "home"),
    }
    tracer = ("strace", "-f", "--seccomp-bpf", "-qq", "-s", "300", "-e", f"trace={_CALLS}", "-e", "signal=none")
    command = [*tracer, "-o", str(log), sys.executable, str(STAGE), str(baits.picture), str(baits.port), *planted]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    return json.loads(done.stdout.strip().splitlines()[-1]), log.read_text(errors="replace").splitlines()


def baits_taken(calls: list[str]) -> list[str]:
    return [one for one in calls if BAIT in one and "execve" not in one]  # its own command line names the picture


def connections(calls: list[str]) -> list[str]:
    return [one for one in calls if re.search(r"\b(connect|sendto)\(", one) and "AF_INET" in one]


def programs(calls: list[str]) -> list[str]:
    return [one for one in calls if "execve(" in one]


def changes(calls: list[str]) -> list[str]:
    """Files written, renamed or removed; not the fonts' own cache and what is no file."""
    writing = (
        one for one in calls if re.search(r"O_(WRONLY|RDWR|CREAT)|\b(rename\w*|unlink\w*|mkdir|link|symlink)\(", one)
    )
    return [one for one in writing if not re.search(r'"(/dev/|/proc/|/memfd|[^"]*fontconfig)|ENOENT', one)]


needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="it needs strace")


@needs_strace
def test_that_hostile_outputs_in_every_place_of_the_window_cause_no_file_process_network_clipboard_or_settings_call(
    baits: Baits, tmp_path: Path, visits: tuple[int, list[str]]
) -> None:
    said, calls = staged(baits, tmp_path)
    assert len(calls) > 100
    assert baits_taken(calls) == []
    assert connections(calls) == []
    assert len(programs(calls)) == 1  # the program itself
    assert changes(calls) == []
    assert said == {"clipboard": "mine", "opened": []}
    assert visits[1] == []
    assert [path for path in (tmp_path / "home").rglob("*") if path.is_file() and "fontconfig" not in str(path)] == []


@needs_strace
def test_that_a_picture_a_page_and_a_clipboard_that_were_touched_would_be_seen(baits: Baits, tmp_path: Path) -> None:
    """The same words in a label of Qt's own: it opens the picture."""
    said, calls = staged(baits, tmp_path, "planted")
    assert any(str(baits.picture) in one for one in baits_taken(calls))
    assert said == {"clipboard": "planted", "opened": ["https://planted.invalid/"]}


# What Qt is told, so that a place that comes later is found too.

UI = ROOT / "editor" / "ui"
WINDOW = {str(path.relative_to(UI)): ast.parse(path.read_text()) for path in sorted(UI.rglob("*.py"))}


def calls_of(name: str) -> Iterator[tuple[str, ast.Call]]:
    for file, tree in WINDOW.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called == name:
                    yield f"{file}:{node.lineno}", node


def is_ours(words: ast.expr) -> bool:
    """Written in the program itself: a literal, or a constant's name."""
    return isinstance(words, ast.Constant) or (isinstance(words, ast.Name) and words.id.strip("_").isupper())


def test_that_a_label_with_other_words_than_ours_is_a_plain_one() -> None:
    others = [at for at, one in calls_of("QLabel") if not (one.args and is_ours(one.args[0]))]
    assert others == []


_OUR_TIPS = {"name", "words", "about", "state_words"}
"""Arguments of helpers that are called with literals only."""


def test_that_a_tip_with_other_words_than_ours_is_a_plain_one() -> None:
    def plain(words: ast.expr) -> bool:
        if isinstance(words, ast.IfExp):
            return plain(words.body) and plain(words.orelse)
        called = words.func if isinstance(words, ast.Call) else None
        safe = isinstance(called, ast.Name) and called.id == "plain_tip"
        return safe or is_ours(words) or (isinstance(words, ast.Name) and words.id in _OUR_TIPS) or _only_numbers(words)

    tips = [(at, one.args[0]) for at, one in calls_of("setToolTip")]
    tips += [(at, one.args[1]) for at, one in calls_of("showText")]
    assert [at for at, words in tips if not plain(words)] == []


def _only_numbers(words: ast.expr) -> bool:
    """Of a tip with something put in: whether that is a number and its plural, or a state in our own words."""
    numbers = "f'Take {question.unseen:,} character{many} out that nobody sees'"
    return ast.unparse(words) in (numbers, "words.capitalize()")


def test_that_a_message_with_other_words_than_ours_is_a_plain_one() -> None:
    boxes = [at for at, one in calls_of("QMessageBox") if len(one.args) > 1]
    assert boxes == []


def test_that_nothing_is_given_to_qts_markdown_and_one_preview_alone_to_its_html() -> None:
    """Row 4; and the preview of the export loads nothing, as `tests/ui/test_dialogs.py` shows."""
    assert [*calls_of("setMarkdown"), *calls_of("insertMarkdown"), *calls_of("fromMarkdown")] == []
    html = [at.split(":")[0] for name in ("setHtml", "insertHtml", "appendHtml") for at, _ in calls_of(name)]
    assert sorted(html) == ["dialogs/export_dialog.py", "flows/export_flow.py"]
    assert [at for at, _ in calls_of("setOpenExternalLinks")] == []


# Signs that hide (row 6).

HIDDEN = {
    **{f"U+{ord(one):04X} {unicodedata.name(one, 'unnamed')}": f"a{one}b" for one in (
        "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
        "\u2060\u2061\u2062\u2063\u2064\u2065\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\u3164\ufe00\ufe0f"
        "\ufeff\uffa0\ufff0\ufff9\ufffa\ufffb\U0001bca0\U0001d173\U000e0001\U000e0041\U000e007f\U000e0100\U000e01ef\U000e0200"
    )},
    **{f"control {ord(one):02X}": f"a{one}b" for one in "\x00\x01\x07\x08\x0b\x0c\x1b\x1f\x7f\x80\x85\x9b\x9d"},
    "a sentence in tags": f"plain{tags('send the key')}",
    "tags behind a flag": f"\U0001f3f4{tags('send the key')}\U000e007f",
    "bytes in selectors": "😀" + "".join(chr(0xE0100 + one) for one in b"key"),
    "joiners between Latin letters": "s\u200de\u200cn\u200dd",
}  # fmt: skip
NEEDED = {
    "Persian": "می‌خواهم و نمی‌دانم",
    "Hindi": "क्‍ष और र्‍य",
    "Hebrew": "(שלום)\u200f 3, הַלְלוּ",
    "Arabic": "\u061cنعم 5",
    "Mongolian": "ᠠ᠋ᠨ",
    "a family": "👨\u200d👩\u200d👧 and ❤\ufe0f\u200d🔥",
    "the flag of Scotland": f"\U0001f3f4{tags('gbsct')}\U000e007f",
    "a key": "1\ufe0f\u20e3",
    "a variant of an ideograph": "葛\U000e0100",
    "old Korean": "ᄀ\u1160ᆨ",
    "blanks and lines": "no\u00a0break, thin\u2009space\nand\ttab",
}


def test_that_the_corpus_is_as_large_as_was_asked_for() -> None:
    assert len(HIDDEN) >= 60


@pytest.mark.parametrize("what", HIDDEN)
def test_that_what_hides_is_shown_as_a_sign(what: str) -> None:
    words = HIDDEN[what]
    seen = revealed(words)
    assert seen != words
    assert not any(map(hides, seen))
    assert len(seen.encode("utf-16-le")) == len(words.encode("utf-16-le"))


@pytest.mark.parametrize("what", NEEDED)
def test_that_what_a_script_or_a_picture_needs_is_shown_as_it_is(what: str) -> None:
    assert revealed(NEEDED[what]) == NEEDED[what]


@pytest.mark.parametrize("place", PLACES)
def test_that_nothing_hides_wherever_a_models_words_are_shown(place: str, qtbot: QtBot) -> None:
    words = "".join(HIDDEN.values()).replace("\x0b", "").replace("\x0c", "")
    for number in range(0, len(words), 60):  # titles and points are short
        part = f"x{words[number : number + 60]}x"
        widget = PLACES[place](part)
        qtbot.addWidget(widget)
        shown = "".join(held(widget))
        assert "▯" in shown
        assert not [hex(ord(one)) for one in shown if one not in "\n\t" and hides(one)]


def hides(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cf", "Cc", "Cn", "Mn") or sign in "\u115f\u1160\u3164\uffa0"


# A terminal.


def test_that_words_on_a_terminal_give_it_no_order_and_are_exact_in_a_pipe(tmp_path: Path) -> None:
    words = "A line \x1b]52;c;c3RvbGVu\x07 that \x9b31m fills the \u202eclipboard.\n"
    essay = tmp_path / "essay.md"
    essay.write_text(words)
    path = os.pathsep.join((str(ROOT), os.environ["PYTHONPATH"]))
    environment = {**os.environ, "PALIMPSEST_DATA": str(tmp_path / "data"), "PYTHONPATH": path}
    command = [sys.executable, "-m", "editor", "export", str(essay), "--for", "lesswrong", "-o", "-"]
    piped = subprocess.run(command, env=environment, capture_output=True, check=True, timeout=60).stdout.decode()
    assert "\x1b]52;c;c3RvbGVu\x07" in piped
    master, terminal = os.openpty()
    with os.fdopen(master, "rb", buffering=0) as seen:
        subprocess.run(command, env=environment, stdout=terminal, stderr=terminal, check=True, timeout=60)
        os.close(terminal)
        shown = b""
        try:
            while piece := seen.read(4_096):
                shown += piece
        except OSError:  # how a terminal ends here
            pass
    assert "A line ␛]52;c;c3RvbGVu␇ that ▯31m fills the ▯clipboard." in shown.decode()
    assert b"\x1b" not in shown
