"""The commands of the command line that tell whom there is to ask; nothing of any draft goes along with them."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from editor.journal.places import Places


@dataclass(frozen=True, slots=True)
class Output:
    show: Callable[[str], None]
    """To standard output."""
    say: Callable[[str], None]
    """One sentence to standard error."""


def add_connections(parser: argparse.ArgumentParser, output: Output, epilog: str) -> None:
    parser.description = (
        "Whom models can be asked over, the usual one marked with a star: id, title, address, model, and where the key "
        "is. Asks nobody. --connection of other commands takes an id or a title."
    )
    parser.epilog = epilog
    parser.add_argument("--json", action="store_true", help='[{"connection", "title", "usual", "models", ...}]')
    parser.set_defaults(run=lambda options: _connections(options, output))


def add_models(parser: argparse.ArgumentParser, output: Output, epilog: str) -> None:
    parser.description = (
        "Asks a provider which models it has at this moment, with the key of the connection. Those that may be asked "
        "over it are marked with a star. Nothing of any draft goes along, and it costs nothing."
    )
    parser.epilog = epilog
    parser.add_argument(
        "connection", nargs="?", default="", metavar="CONNECTION", help="its id or title; the usual one without it"
    )
    parser.add_argument("--json", action="store_true", help='[{"model", "name", "allowed", "warning"}]')
    parser.set_defaults(run=lambda options: _models(options, output))


def _listing() -> Any:
    # By name: it loads a second's worth of code that no other command needs.
    module = importlib.import_module("editor.services.model_listing")
    return module.ModelListing(os.environ, Places.standard())


def _connections(options: argparse.Namespace, output: Output) -> int:
    rows, trouble = asyncio.run(_listing().connections())
    if options.json:
        output.show(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    else:
        output.show("".join(map(_connection_lines, rows)))
    if trouble:
        output.say(trouble)
    return 0


def _connection_lines(row: dict[str, Any]) -> str:
    star = "*" if row["usual"] else " "
    key = f"key {row['key']}" if row["key"] else "no key yet" if row["needs_key"] else "no key needed"
    return f"{star} {row['connection']}: {row['title']}, {row['address']}\n    {row['model']}; {key}\n"


def _models(options: argparse.Namespace, output: Output) -> int:
    rows = asyncio.run(_listing().models(options.connection))
    if options.json:
        output.show(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    else:
        output.show("".join(map(_model_line, rows)))
    return 0


def _model_line(row: dict[str, Any]) -> str:
    name = f"   {row['name']}" if row["name"] != row["model"] else ""
    warning = f"   ({row['warning']})" if row["warning"] else ""
    return f"{'*' if row['allowed'] else ' '} {row['model']}{name}{warning}\n"
