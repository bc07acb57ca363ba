"""The commands of the command line that show the record or carry it to other programs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from editor.core.clock import SystemClock
from editor.core.errors import FileUnreadable
from editor.export.annotations_reading import AnnotatedText
from editor.export.markdown_annotations import annotated
from editor.export.process_record import NO_PROOF, USUAL, Part
from editor.journal.places import Places
from editor.services.annotating import chosen, read_annotated_file, whole_text
from editor.services.beginning import begin_draft
from editor.services.past import whole_past
from editor.services.posts import refuse_to_overwrite, write_files
from editor.services.process_report import Wanted
from editor.services.reading import OpenedText
from editor.services.replaying import replay_text
from editor.services.showing import report_of, report_text
from editor.services.soundness import problems_without_copies


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the commands need of the command line around them."""

    opened: Callable[[Path], OpenedText]
    show: Callable[[str], None]
    """To standard output."""
    say: Callable[[str], None]
    """One sentence to standard error."""


def add_annotations(parser: argparse.ArgumentParser, terminal: Terminal, epilog: str) -> None:
    parser.description = (
        "Markdown Annotations 0.1: a block at the end of a text that says whose words are whose, which other programs "
        "can read and write."
    )
    ways = parser.add_subparsers(required=True, metavar="WAY")
    out = ways.add_parser("export", help="write the text with its origins", epilog=epilog)
    out.add_argument("file", type=Path, metavar="FILE", help="a draft (.palimpsest) or a text file")
    out.add_argument("-o", dest="out", required=True, metavar="OUT", help="the file, - for standard output")
    out.add_argument("--author", default="Author", metavar="NAME", help="the name your own words stand under")
    out.set_defaults(run=lambda options: _export(options, terminal))
    into = ways.add_parser("import", help="make a draft of an annotated text", epilog=epilog)
    into.add_argument("file", type=Path, metavar="FILE", help="a text that ends in an annotation block")
    into.add_argument("-o", dest="out", type=Path, required=True, metavar="DRAFT", help="the new draft (.palimpsest)")
    into.add_argument("--author", metavar="NAME", help="who of the people is you: these words count as typed")
    into.add_argument(
        "--if-changed",
        choices=("keep", "discard"),
        help="what to do with annotations that do not fit the text; without it nothing is made of such a file",
    )
    into.set_defaults(run=lambda options: _import(options, terminal))


def add_process(parser: argparse.ArgumentParser, terminal: Terminal, epilog: str) -> None:
    parser.description = (
        "How a draft came about, as a page that can be shown and printed, or as JSON: words by origin, minutes, "
        f"sessions, pastes, calls to models, versions, and what is not known. It is {NO_PROOF}."
    )
    parser.epilog = epilog
    parser.add_argument("file", type=Path, metavar="FILE", help="a draft (.palimpsest) or its text file")
    parser.add_argument(
        "-o", dest="out", required=True, metavar="OUT", help="OUT.html or OUT.json; - for standard output"
    )
    parser.add_argument("--json", action="store_true", help="JSON, whatever the name is")
    names = ", ".join(Part)
    parser.add_argument("--without", nargs="+", choices=tuple(Part), default=(), metavar="PART", help=f"of: {names}")
    parser.add_argument("--call-texts", action="store_true", help="put in the exact text of every call to a model")
    parser.set_defaults(run=lambda options: _process(options, terminal))


def _process(options: argparse.Namespace, terminal: Terminal) -> int:
    opened = terminal.opened(options.file)
    folder = _folder(opened)
    parts = (USUAL | {Part.CALL_TEXTS} if options.call_texts else USUAL) - frozenset(options.without)
    found = problems_without_copies(opened.database, folder) if opened.database else opened.notes
    wanted = Wanted(parts, tuple(found))
    record = report_of(opened, folder, wanted, SystemClock().now())
    text = report_text(record, as_json=options.json or options.out.endswith(".json"))
    return _put(text, options.out, opened, terminal)


def add_replay(parser: argparse.ArgumentParser, terminal: Terminal, epilog: str) -> None:
    parser.description = (
        "The draft as a film from its log, in one page of HTML that needs no network. Words that were written and "
        f"removed again are in it too. It is {NO_PROOF}."
    )
    parser.epilog = epilog
    parser.add_argument("file", type=Path, metavar="FILE", help="a draft (.palimpsest) or its text file")
    parser.add_argument("-o", dest="out", required=True, metavar="OUT", help="OUT.html; - for standard output")
    parser.set_defaults(run=lambda options: _replay(options, terminal))


def _replay(options: argparse.Namespace, terminal: Terminal) -> int:
    opened = terminal.opened(options.file)
    past = whole_past(opened.database, _folder(opened))
    return _put(replay_text(past.past.log, opened.path.stem), options.out, opened, terminal)


def _folder(opened: OpenedText) -> Path:
    """Where the journal of a draft lies. Raises FileUnreadable for a text that is no draft."""
    if opened.draft_id is None:
        name = opened.path.name
        raise FileUnreadable(f"Nothing is recorded of {name}", "Only a draft that was written here has a past.")
    return Places.standard().draft(opened.draft_id).folder


def _export(options: argparse.Namespace, terminal: Terminal) -> int:
    opened = terminal.opened(options.file)
    text = annotated(whole_text(opened.document), options.author)
    return _put(text, options.out, opened, terminal)


def _put(text: str, name: str, opened: OpenedText, terminal: Terminal) -> int:
    """To standard output or into a file, but never over the draft. Raises FileUnreadable."""
    if name == "-":
        terminal.show(text)
        return 0
    out = Path(name)
    refuse_to_overwrite((opened.path, opened.database), [out])
    terminal.say(write_files({out: text}))
    return 0


def _import(options: argparse.Namespace, terminal: Terminal) -> int:
    found = read_annotated_file(options.file)
    for sentence in found.trouble:
        terminal.say(sentence)
    if found.trouble and options.if_changed is None:
        terminal.say(
            "Nothing was made. --if-changed keep takes the origins in as they are named, --if-changed discard takes the "
            "text in with all words of unknown origin."
        )
        return 1
    if options.author and options.author not in found.people():
        raise FileUnreadable(f"Nobody is called {options.author} in {options.file.name}", _people(found))
    keep = not found.trouble or options.if_changed == "keep"
    begin_draft(options.out, chosen(found, keep=keep, writer=options.author), SystemClock())
    terminal.say(f"Made {options.out}. {options.file.name} is as it was.")
    return 0


def _people(found: AnnotatedText) -> str:
    return f"It names: {', '.join(found.people()) or 'nobody'}. Nothing was made."
