"""The command line: the services without a window.

What is asked for goes to standard output, everything else to standard error, so that output can be piped. The exit code
is 0 where the task was done, 1 where it was not and a sentence says why, 2 where the call itself was wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from editor.cli_models import Output, add_connections, add_models
from editor.cli_record import Terminal, add_annotations, add_process, add_replay
from editor.core.clock import SystemClock
from editor.core.errors import DraftHeldElsewhere, EditRefused, PalimpsestError
from editor.core.narrowing import NARROWING_NOTE, narrowing_from
from editor.core.paragraphs import MarkdownSplitter
from editor.core.unseen import for_a_terminal
from editor.journal.places import Places
from editor.profile_shelf import DEFAULT_PROFILE
from editor.protocol.parts import BorrowedRow
from editor.services.critics import LOCAL_IDS, LocalDesk
from editor.services.export_checks import FINE, STOP, Draft
from editor.services.heard import borrowed_in
from editor.services.importing import imported
from editor.services.material import Beside, Material, material_of
from editor.services.one_question import Asked, ask_local
from editor.services.posts import DIALECTS, made_post, post_files, refuse_to_overwrite, write_files
from editor.services.profiles import profile_named, profile_names
from editor.services.reading import OpenedText, read_draft
from editor.services.reporting import (
    borrowed_json,
    borrowed_text,
    remarks_json,
    remarks_text,
    report_csv,
    report_json,
    report_table,
)
from editor.services.soundness import problems_of, recover, twin_note, unsure_calls
from editor.services.timing import report_on

DESCRIPTION = "A writing desk that knows whose words these are. Without a command it opens its window."
_EXIT_CODES = "exit codes: 0 done, 1 not done (standard error says why), 2 the call was wrong"


def main(arguments: Sequence[str]) -> int:
    """Does what the arguments say and gives the exit code."""
    options = _parser().parse_args(list(arguments))
    try:
        return int(options.run(options))
    except PalimpsestError as error:
        _say(f"{error.title}. {error.detail}".strip())
    except KeyboardInterrupt:
        _say("Stopped.")
    except BrokenPipeError:
        # Whoever read the output has had enough; the interpreter must not complain about it while it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="palimpsest", description=DESCRIPTION, epilog=_EXIT_CODES)
    parser.usage = "palimpsest [FILE] | --sample | --selftest | --version | COMMAND ... [--help]"
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_critique(commands.add_parser("critique", help="remarks of critics on one paragraph", epilog=_EXIT_CODES))
    _add_report(commands.add_parser("report", help="words, minutes and verdict per paragraph", epilog=_EXIT_CODES))
    _add_borrowed(commands.add_parser("borrowed", help="phrases that a model said before", epilog=_EXIT_CODES))
    _add_export(commands.add_parser("export", help="the post for a venue", epilog=_EXIT_CODES))
    terminal = Terminal(_opened, _print, _say)
    annotations = commands.add_parser("annotations", help="origins to and from other programs", epilog=_EXIT_CODES)
    add_annotations(annotations, terminal, _EXIT_CODES)
    add_process(commands.add_parser("process", help="how a draft came about, to show to others"), terminal, _EXIT_CODES)
    add_replay(commands.add_parser("replay", help="the writing of a draft as a film, in a page"), terminal, _EXIT_CODES)
    output = Output(_print, _say)
    add_connections(commands.add_parser("connections", help="whom models can be asked over"), output, _EXIT_CODES)
    add_models(commands.add_parser("models", help="the models that a provider names"), output, _EXIT_CODES)
    _add_verify(commands.add_parser("verify", help="whether a draft is what was written", epilog=_EXIT_CODES))
    _add_recover(commands.add_parser("recover", help="makes a damaged draft whole again", epilog=_EXIT_CODES))
    _add_import(commands.add_parser("import", help="makes a text file of a Word file or a page", epilog=_EXIT_CODES))
    return parser


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Writes the text of a .docx or .html file as Markdown beside it, under a free name, and its pictures into "
        "a folder. Prints the name; what could not be taken along is said on standard error. The file is only read. "
        "A text file (.md, .txt) needs none of this: it is opened as it is."
    )
    _add_file(parser)
    parser.set_defaults(run=_import)


def _add_critique(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Asks critics about one paragraph. Without --critic it is the local ones, which need no key and send nothing. "
        "In JSON, start and end count code points of the paragraph, blank lines before it not counted."
    )
    _add_file(parser)
    parser.add_argument(
        "--paragraph",
        type=_positive,
        required=True,
        metavar="N",
        help="counted from 1 as in the window: headings, lists, quotes and so on are one paragraph each",
    )
    parser.add_argument(
        "--critic", metavar="NAME", help=f"{', '.join(LOCAL_IDS)}, or one that a model plays, such as balanced-editor"
    )
    parser.add_argument("--model", default="", metavar="NAME", help="the model to ask, in place of the usual one")
    parser.add_argument(
        "--connection", default="", metavar="NAME", help="over which to ask it; palimpsest connections lists them"
    )
    parser.add_argument(
        "--alone", action="store_true", help="send the paragraph without the ones around it and the headings"
    )
    parser.add_argument("--yes", action="store_true", help="agree to what is sent to a model; nothing is sent without it")
    parser.add_argument("--json", action="store_true", help='{"remarks": [{"critic", "quote", "start", "end", ...}]}')
    parser.set_defaults(run=_critique)


def _add_report(parser: argparse.ArgumentParser) -> None:
    parser.description = "Who wrote the words of a draft, and the minutes a human spent on them, against a venue's rule."
    _add_file(parser)
    parser.add_argument("--profile", metavar="NAME", help=f"the rule: {', '.join(profile_names())}")
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true")
    forms.add_argument("--csv", action="store_true", help="one line a paragraph")
    parser.set_defaults(run=_report)


def _add_borrowed(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Phrases of five words or more that a model had said in this draft, in a reply, a remark, a pad or text put in, "
        "and that are not marked as its words. Start and end count code points of the paragraph."
    )
    _add_file(parser)
    parser.add_argument("--json", action="store_true", help='{"outputs", "phrases": [{"paragraph", "phrase", ...}]}')
    parser.set_defaults(run=_borrowed)


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.description = "Writes the post for a venue, with the words of models labelled. Warnings go to standard error."
    _add_file(parser)
    parser.add_argument("--for", dest="dialect", choices=DIALECTS, required=True, help="the venue, or plain Markdown")
    parser.add_argument(
        "-o",
        dest="out",
        required=True,
        metavar="OUT",
        help="the file, - for standard output; a post for Substack is two files, OUT.html and OUT.md",
    )
    parser.add_argument("--profile", metavar="NAME", help=f"the rule for the warnings: {', '.join(profile_names())}")
    parser.set_defaults(run=_export)


def _add_verify(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Checks every text, run, minute and call of a draft, its journal and its safety copies against what was "
        "written. Exit code 0: all is sound; 1: it is not, and each sentence says what."
    )
    _add_file(parser)
    parser.set_defaults(run=_verify)


def _add_recover(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Restores a damaged draft from its newest good safety copy, its journal and what the file still holds. "
        "The damaged file is kept under another name. A sound draft is left as it is."
    )
    _add_file(parser)
    parser.add_argument("--json", action="store_true", help='{"said", "before", "after"}; empty texts for a sound draft')
    parser.add_argument(
        "--from-copies", action="store_true", help="only from a safety copy or the journal, which know the history too"
    )
    parser.add_argument(
        "--take-over",
        action="store_true",
        help="also where the lock names another computer: its program must be gone, or both spoil each other's changes",
    )
    parser.set_defaults(run=_recover)


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a draft (.palimpsest) or a text file")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _opened(path: Path) -> OpenedText:
    opened = read_draft(path, Places.standard(), MarkdownSplitter)
    for note in opened.notes:
        _say(note)
    return opened


# The commands.


def _critique(options: argparse.Namespace) -> int:
    opened = _opened(options.file)
    row = opened.document.paragraphs
    if options.paragraph > len(row):
        raise EditRefused(f"There is no paragraph {options.paragraph}", f"The last one is {len(row)}.")
    item = row[options.paragraph - 1]
    local_only = options.critic is None or options.critic in LOCAL_IDS
    narrowing = None if local_only else narrowing_from(opened.meta.get(NARROWING_NOTE))
    material = material_of(opened.document, item.id, Beside(neighbours=not options.alone), narrowing)
    if material.left_out:
        _say("What is never to be sent was left out.")
    if local_only:
        critics = LOCAL_IDS if options.critic is None else (options.critic,)
        local = LocalDesk()
        lacking = local.missing() if options.critic is None else {}
        for ident, reason in lacking.items():
            _say(f"The critic {ident} is not on this machine: {reason}.")
        asked = ask_local(local, [one for one in critics if one not in lacking], material, SystemClock())
    else:
        answer = _asked_model(options, opened, material)
        if answer is None:
            return 1
        asked = answer
    return _print_remarks(asked, material, options)


def _asked_model(options: argparse.Namespace, opened: OpenedText, material: Material) -> Asked | None:
    """None where the writer has not agreed yet."""
    # By name: asking a model loads a second's worth of code that nothing else here needs.
    module = importlib.import_module("editor.services.model_question")
    question = module.ModelQuestion(opened, Places.standard(), os.environ, _say)
    whom = (options.connection, options.model)
    asked = question.ask(options.critic, material, whom, agreed=options.yes)
    answer: Asked | None = asyncio.run(asked)
    return answer


def _print_remarks(asked: Asked, material: Material, options: argparse.Namespace) -> int:
    blank = len(material.text) - len(material.text.lstrip("\r\n"))
    rows = asked.rows(blank)
    if options.json:
        _print(remarks_json(rows))
    else:
        _print(remarks_text(rows))
    for remark in asked.remarks:
        if remark.anchor is None:
            _say(f"Without a place: {remark.issue} {remark.why}")
    if asked.leftover:
        _say(f"What could not be read as remarks: {asked.leftover}")
    if asked.warning:
        _say(asked.warning)
    if asked.trouble is not None:
        _say(str(asked.trouble))
    return 0 if asked.trouble is None else 1


def _report(options: argparse.Namespace) -> int:
    opened = _opened(options.file)
    profile = profile_named(options.profile or str(opened.meta.get("profile") or DEFAULT_PROFILE))
    report = report_on(tuple(opened.document.paragraphs), opened.ledger, profile)
    form = report_json if options.json else report_csv if options.csv else report_table
    _print(form(report))
    return 0


def _borrowed(options: argparse.Namespace) -> int:
    opened = _opened(options.file)
    found, outputs = _borrowed_in(opened)
    numbered = {item.id: (number, item.text) for number, item in enumerate(opened.document.paragraphs, 1)}
    rows = []
    for one in found:
        number, text = numbered[one.paragraph]
        phrase = " ".join(text[one.start : one.end].split())
        places = {"paragraph": number, "start": one.start, "end": one.end}
        rows.append({**places, "phrase": phrase, "source": one.source, "said": one.said})
    _print((borrowed_json if options.json else borrowed_text)(rows, outputs))
    return 0


def _borrowed_in(opened: OpenedText) -> tuple[tuple[BorrowedRow, ...], int]:
    folder = Places.standard().draft(opened.draft_id).folder if opened.draft_id else None
    return borrowed_in(tuple(opened.document.paragraphs), opened.database, folder)


def _export(options: argparse.Namespace) -> int:
    opened = _opened(options.file)
    paragraphs = tuple(opened.document.paragraphs)
    profile = profile_named(options.profile or str(opened.meta.get("profile") or DEFAULT_PROFILE))
    report = report_on(paragraphs, opened.ledger, profile)
    post = made_post(Draft(paragraphs, report, opened.path.parent, {}, _borrowed_in(opened)[0]), options.dialect)
    numbers = {item.id: number for number, item in enumerate(paragraphs, 1)}
    for row in post.checks:
        if row.state != FINE:
            where = f"Paragraph {numbers[row.paragraph]}: " if row.paragraph in numbers else ""
            _say(f"{'Stopped: ' if row.state == STOP else ''}{row.name}. {where}{row.words}")
    if not post.sound:
        return 1
    if options.out == "-":
        _print(next(iter(post_files(paragraphs, options.dialect, Path("post.md")).values())))
        return 0
    files = post_files(paragraphs, options.dialect, Path(options.out))
    refuse_to_overwrite((opened.path, opened.database), files)
    _say(write_files(files))
    return 0


def _verify(options: argparse.Namespace) -> int:
    problems = problems_of(options.file, Places.standard())
    for problem in problems:
        _say(problem)
    if not problems:
        _print(f"{options.file.name} is sound.\n")
    for note in (*unsure_calls(options.file, Places.standard()), twin_note(options.file, Places.standard())):
        if note:
            _say(note)
    return int(bool(problems))


def _recover(options: argparse.Namespace) -> int:
    places, from_text, take_over = Places.standard(), not options.from_copies, options.take_over
    try:
        mended = recover(options.file, places, SystemClock(), from_text=from_text, take_over=take_over)
    except DraftHeldElsewhere as error:
        how = "--take-over does that; nothing was changed."
        raise DraftHeldElsewhere(error.title, f"{error.detail} {how}") from error
    said = mended.sentence() if mended else f"{options.file.name} is sound; nothing was changed."
    said += " Its lock is free." if take_over else ""
    if options.json:
        texts = {"before": mended.before, "after": mended.after} if mended else {"before": "", "after": ""}
        _print(json.dumps({"said": said, "mended": mended is not None, **texts}) + "\n")
    else:
        _print(f"{said}\n")
    return 0


def _import(options: argparse.Namespace) -> int:
    made = imported(options.file.absolute())
    _print(f"{made.path}\n")
    for sentence in (*made.said, *made.left_out):
        _say(sentence)
    return 0


def _print(text: str) -> None:
    """To the letter into a file or another program; a terminal is told no more than words."""
    words = for_a_terminal(text) if sys.stdout.isatty() else text
    sys.stdout.buffer.write(words.encode("utf-8", "surrogatepass"))
    sys.stdout.flush()


def _say(sentence: str) -> None:
    words = for_a_terminal(sentence) if sys.stderr.isatty() else sentence
    sys.stderr.buffer.write(words.encode("utf-8", "surrogatepass") + b"\n")
    sys.stderr.flush()
