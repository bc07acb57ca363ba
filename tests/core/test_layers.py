"""The layers hold, and each rule about them has teeth.

A contract that can no longer fail looks exactly like one that is kept: a renamed package is enough. So every contract is
broken on purpose in a copy of the code, by one import that somebody might really write, and must report it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")

BREACHES = [
    ("window-layers", "core/runs.py", "from editor import journal"),
    ("window-layers", "journal/__init__.py", "from editor import session"),
    ("window-layers", "session/__init__.py", "from editor import ui"),
    ("worker-layers", "store/__init__.py", "from editor import services"),
    ("worker-layers", "export/__init__.py", "from editor import llm"),
    ("worker-layers", "intake/__init__.py", "from editor import services"),
    ("worker-layers", "services/__init__.py", "from editor import worker"),
    ("worker-layers", "cli.py", "from editor import worker"),
    ("core-alone", "core/runs.py", "from editor.resources import resource"),
    ("core-alone", "core/runs.py", "import sqlite3"),
    ("core-alone", "core/runs.py", "from PySide6.QtCore import QObject"),
    ("core-alone", "core/runs.py", "import random"),
    ("one-clock", "session/__init__.py", "import time"),
    ("protocol-alone", "protocol/__init__.py", "from editor import store"),
    ("protocol-alone", "protocol/__init__.py", "import pydantic"),
    ("journal-alone", "journal/__init__.py", "import sqlmodel"),
    ("journal-alone", "session/__init__.py", "from PySide6.QtCore import QObject"),
    ("window-without-worker", "ui/__init__.py", "from editor import store"),
    ("window-without-worker", "session/__init__.py", "from editor import checkers"),
    ("window-without-worker", "app.py", "from editor import services"),
    ("window-without-worker", "ui/__init__.py", "import keyring"),
    ("first-picture-alone", "glance.py", "from editor.journal import places"),
    ("first-picture-alone", "store/draft_file.py", "from editor.core import ledger"),
    ("keyframe-alone", "store/keyframe.py", "from editor.store import tables"),
    ("keyframe-alone", "store/__init__.py", "import sqlmodel"),
    ("worker-without-window", "services/__init__.py", "from editor import session"),
    ("worker-without-window", "cli.py", "from editor import ui"),
    ("sql-in-store", "services/__init__.py", "from sqlalchemy import select"),
    ("vendors-in-llm", "services/__init__.py", "from google import genai"),
    ("vendors-in-llm", "worker.py", "import keyring"),
    ("qt-in-ui", "session/__init__.py", "from PySide6.QtCore import QObject"),
    ("checkers-in-checkers", "services/__init__.py", "import harper"),
    ("pages-in-intake", "services/__init__.py", "import bs4"),
]

OWNERS = {
    "sql-in-store": {"store"},
    "vendors-in-llm": {"llm"},
    "qt-in-ui": {"ui", "app", "selftest"},
    "checkers-in-checkers": {"checkers"},
    "pages-in-intake": {"intake"},
}


def contracts() -> dict[str, dict[str, Any]]:
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    return {contract["id"]: contract for contract in linter["contracts"]}


def lint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The linter finds the package in the folder it is started in."""
    command = [str(LINTER), "--no-cache", "--config", str(ROOT / "pyproject.toml"), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("contract", "module", "line"), BREACHES)
def test_that_a_forbidden_import_breaks_its_contract(contract: str, module: str, line: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "editor", tmp_path / "editor", ignore=shutil.ignore_patterns("__pycache__"))
    guilty = tmp_path / "editor" / module
    guilty.write_text(guilty.read_text("utf-8") + f"\n{line}\n", "utf-8")
    told = lint(tmp_path, "--contract", contract)
    assert told.returncode == 1, told.stdout + told.stderr
    assert "Contracts: 0 kept, 1 broken." in told.stdout
    name = "editor." + module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    assert f"{name} -> " in told.stdout


def test_that_every_contract_is_broken_once_above() -> None:
    assert {contract for contract, _, _ in BREACHES} == contracts().keys()


@pytest.mark.parametrize("contract", OWNERS)
def test_that_a_contract_of_one_owner_watches_every_other_part(contract: str) -> None:
    parts = {path.stem for path in (ROOT / "editor").iterdir() if path.suffix == ".py" or path.is_dir()}
    parts -= {"__init__", "__pycache__"}
    watched = {module.removeprefix("editor.") for module in contracts()[contract]["source_modules"]}
    assert watched == parts - OWNERS[contract]


def test_that_every_folder_of_code_is_a_package_the_linter_can_see() -> None:
    folders = {path.parent for path in (ROOT / "editor").rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []


def test_that_the_code_keeps_every_contract() -> None:
    told = lint(ROOT)
    assert told.returncode == 0, told.stdout + told.stderr
    assert f"Contracts: {len(contracts())} kept, 0 broken." in told.stdout
