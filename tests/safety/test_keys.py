"""Key leaks (row 13): after a real run with a failed call and a crash the key is in the keyring only.

What stands behind it piece by piece is in `tests/llm`: `test_credentials.py` (a key that does not print),
`test_every_provider.py` (no error or log of a library holds it), `test_keyring_credentials.py` (keyrings that are none).
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from anthropic_server import AnthropicServer
from key_traces import forms_of, traces
from window_driver import Desktop, Program, a_desktop, a_program, missing, until
from worker_process import ROOT, a_worker
from written_draft import WrittenDraft

from editor.own_process import own_import_path
from editor.protocol import messages as wire

KEY = "sk-ant-test/+=0123456789-abcdefgh4f2a"
ESSAY = "# On timing\n\nI spent two months timing myself, and it is very unique to see.\n"
NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
CORES_WANTED = ("sh", "-c", 'ulimit -c unlimited; exec "$0" "$@"')
"""Becomes the program, which may leave as large a core as it likes."""
NEEDED = tuple(name for name in ("gnome-keyring-daemon", "dbus-send") if shutil.which(name) is None)


@pytest.mark.parametrize("form", forms_of(KEY))
def test_that_a_key_left_in_any_form_would_be_found(tmp_path: Path, form: str) -> None:
    (tmp_path / "log").write_bytes(b"words " + forms_of(KEY)[form] + b" words")
    assert f"{tmp_path / 'log'}: {form}" in traces(KEY, tmp_path)
    (tmp_path / "log").write_bytes(b"words " + forms_of("another key, as long as that one")[form])
    assert traces(KEY, tmp_path) == []


# The window and the keyring of the system.


@contextmanager
def a_keyring(desktop: Desktop) -> Iterator[Desktop]:
    """The desktop with an unlocked keyring on its bus, which a program there finds by itself."""
    environment = {name: value for name, value in desktop.environment.items() if name not in NO_KEYRING}
    command = ("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets")
    daemon = subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    assert daemon.stdin
    daemon.stdin.write(b"testword")
    daemon.stdin.close()
    try:
        until(lambda: _is_served(environment), "the keyring")
        yield replace(desktop, environment=environment)
    finally:
        daemon.terminate()
        daemon.wait(20)


def _is_served(environment: dict[str, str]) -> bool:
    asked = "org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"
    command = ("dbus-send", "--session", "--dest=org.freedesktop.DBus", "--print-reply", "/org/freedesktop/DBus", *asked)
    return "boolean true" in subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def server() -> Iterator[AnthropicServer]:
    with AnthropicServer() as running:
        yield running


@pytest.fixture(scope="module")
def desktop(tmp_path_factory: pytest.TempPathFactory, server: AnthropicServer) -> Iterator[Desktop]:
    with a_desktop(tmp_path_factory.mktemp("desktop")) as screen:
        chosen = {"PALIMPSEST_ANTHROPIC_BASE_URL": server.url, "PALIMPSEST_ANTHROPIC_MODEL": "x-400-echo"}
        screen.environment.update(chosen)
        yield screen


def enter_key(program: Program, key: str) -> None:
    program.choose("alt+e", "Connect a Model…")
    program.until_shown("Connect a model")
    program.press("Show the key", "check box")
    program.fill_in("Key", key)
    program.press("Keep")


def crash(program: Program) -> None:
    """Window and worker come to the end that a fault in a library brings about."""
    worker = program.worker()
    os.kill(worker, signal.SIGABRT)
    program.process.send_signal(signal.SIGABRT)
    program.process.wait(30)


def core_limit(pid: int) -> list[str]:
    limits = Path(f"/proc/{pid}/limits").read_text().splitlines()
    return next(line.split()[4:6] for line in limits if line.startswith("Max core file size"))


def leaves_cores(folder: Path) -> bool:
    """Whether a program that crashes here leaves a core beside it, as far as it is let."""
    folder.mkdir()
    script = f"import os; key = {KEY!r}.encode() * 2; os.abort()"
    subprocess.run([*CORES_WANTED, sys.executable, "-c", script], cwd=folder, check=False, capture_output=True)
    return any(KEY.encode() in path.read_bytes() for path in folder.iterdir())


on_a_screen = pytest.mark.skipif(bool(missing() or NEEDED), reason=f"needs {', '.join([*missing(), *NEEDED])}")


@on_a_screen
@pytest.mark.display
def test_that_a_key_kept_by_the_dialog_is_after_a_failed_call_and_a_crash_in_the_keyring_only(
    desktop: Desktop, tmp_path: Path, server: AnthropicServer
) -> None:
    run = tmp_path / "run"
    run.mkdir()
    essay = run / "essay.md"
    essay.write_text(ESSAY)
    with a_keyring(desktop) as keyed:
        with a_program(keyed, run, str(essay), before=CORES_WANTED) as program:
            enter_key(program, KEY)
            program.until_shown("The key is kept in the system's keyring.")
            program.key("Escape")
            program.key("ctrl+End")
            program.type("More.")
            program.key("ctrl+s", "ctrl+Home", "Down", "Down")
            box = until(lambda: program.eyes.one("check box", "Critic Harsh reviewer"), "the critic")
            program.eyes.press(box)
            program.key("ctrl+Return")
            program.until_shown("Send")
            program.press("Send")
            program.until_shown("I got Bearer ****")
            assert server.received[-1].headers["authorization"] == f"Bearer {KEY}"
            pids = (program.pid, program.worker())
            assert [core_limit(pid) for pid in pids] == [["0", "0"]] * 2
            assert all(KEY.encode() not in Path(f"/proc/{pid}/environ").read_bytes() for pid in pids)
            crash(program)
        made = outputs_of(essay, run)
        assert traces(KEY, run) == []
        assert made <= {path.name for path in run.iterdir()}
        with a_program(keyed, run, str(essay)) as program:
            program.choose("alt+e", "Connect a Model…")
            program.until_shown("in the system's keyring, ending …4f2a")
            program.press("Forget the key")
            program.until_shown("No key yet")
            program.must_be_well()
    home = Path(desktop.environment["HOME"])
    assert traces(KEY, home.parent) == []
    assert [path for path in (*run.rglob("core*"), *ROOT.glob("core*")) if path.is_file()] == []
    if leaves_cores(tmp_path / "other"):
        assert traces(KEY, tmp_path / "other")


def outputs_of(essay: Path, run: Path) -> set[str]:
    """Everything the command line makes of the draft, beside it; the names."""
    draft, environment = (
        essay.with_suffix(".palimpsest"),
        {
            **os.environ,
            "PALIMPSEST_DATA": str(run / "data"),
            "PYTHONPATH": own_import_path(os.environ.get("PYTHONPATH", "")),
            **NO_KEYRING,
        },
    )
    made = {
        "post.md": ["export", str(draft), "--for", "lesswrong", "-o", "post.md"],
        "process.html": ["process", str(draft), "-o", "process.html"],
        "film.html": ["replay", str(draft), "-o", "film.html"],
        "annotated.md": ["annotations", "export", str(draft), "-o", "annotated.md"],
        "said.txt": ["report", str(draft), "--json"],
    }
    script = (
        f"from editor.__main__ import main\nassert [main(one) for one in {list(made.values())!r}] == [0] * {len(made)}"
    )
    done = subprocess.run([sys.executable, "-c", script], env=environment, cwd=run, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    (run / "said.txt").write_bytes(done.stdout + done.stderr)
    return set(made)


@on_a_screen
@pytest.mark.display
def test_that_without_a_keyring_the_dialog_says_that_the_key_is_for_this_session_and_forgets_it(
    desktop: Desktop, tmp_path: Path
) -> None:
    (tmp_path / "essay.md").write_text(ESSAY)
    with a_program(desktop, tmp_path, str(tmp_path / "essay.md")) as program:
        enter_key(program, KEY)
        program.until_shown("it is kept for this session only")
        program.until_shown("kept for this session, ending …4f2a")
        program.key("Escape")
        assert program.close() == 0
    assert traces(KEY, tmp_path) == []
    with a_program(desktop, tmp_path, str(tmp_path / "essay.md")) as program:
        program.choose("alt+e", "Connect a Model…")
        program.until_shown("No key yet")


# The worker, with keys as they are pasted.


def test_that_a_key_with_a_newline_behind_it_is_used_without_it_and_stands_nowhere_after_an_abort(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    draft = WrittenDraft(tmp_path / "own", ESSAY).begin()
    environment = {"PALIMPSEST_DATA": str(draft.places.root), "PALIMPSEST_ANTHROPIC_MODEL": "x-400-echo"}
    with (
        AnthropicServer() as server,
        a_worker(PALIMPSEST_ANTHROPIC_BASE_URL=server.url, **environment) as worker,
    ):
        worker.ask(draft.attaching)
        kept = worker.ask(wire.KeepKey, f"{KEY}\r\n")
        assert "this session only" in kept.words
        for broken in (f"{KEY[:9]}\n{KEY[9:]}", f"{KEY}\n{KEY}", f"{KEY}\u200b", f"“{KEY}”"):
            failed = worker.ask(wire.KeepKey, broken)
            assert failed.title == "This does not look like a key"
        shown = worker.ask(wire.PrepareCritique, draft.paragraph(2), "harsh-reviewer", True, draft.n)
        yes = wire.Approval("harsh-reviewer", shown.digest)
        asked = worker.send(wire.Critique, draft.paragraph(2), ("harsh-reviewer",), (yes,), True, draft.n)
        worker.result(asked)
        assert server.received[-1].headers["authorization"] == f"Bearer {KEY}"
        (call,) = worker.ask(wire.ListCalls).calls
        assert "****" in json.dumps(call) or "****" in repr(worker.past)
        assert core_limit(worker.process.pid) == ["0", "0"]
        worker.process.send_signal(signal.SIGABRT)
        assert worker.process.wait(30) == -signal.SIGABRT
        said = worker.end()
        told = json.dumps([repr(one) for one in worker.past])
    draft.close()
    (tmp_path / "own" / "told").write_text(f"{said} {told}")
    assert traces(KEY, tmp_path / "own") == []
