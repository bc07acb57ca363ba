"""What a writer looks at before publishing, as a table: fine, look at it, or cannot go out like this.

Only output that would come out broken stops an export. Everything else is for the writer to judge, with the paragraph
to look at.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from markdown_it.token import Token

from editor.core.ledger import minutes_text
from editor.core.marks import BlockKind
from editor.core.paragraph_row import Paragraph
from editor.core.profiles import Verdict
from editor.core.unmarked import unmarked
from editor.core.vouching import Answer
from editor.export.exported import Exported
from editor.export.site_parser import PostMarkdown
from editor.export.tree import lines_of
from editor.protocol.parts import BorrowedRow, CheckRow
from editor.services.accounts import Accounts
from editor.services.timing import Report, ReportRow

FINE, LOOK, STOP = "fine", "look", "stop"

_LEFTOVER = re.compile(r"\b(?:TODO|FIXME|XXX|TK)\b|\?\?+")
_CODE = re.compile(r"(?P<ticks>`+).*?(?P=ticks)", re.DOTALL)
_CALL = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_DEFINITION = re.compile(r" {0,3}\[\^([^\]\s]+)\]:(.*)\Z", re.DOTALL)
_CODE_KINDS = frozenset({BlockKind.FENCE, BlockKind.CODE})


@dataclass(frozen=True, slots=True)
class Draft:
    """What is checked."""

    paragraphs: Sequence[Paragraph]
    report: Report
    folder: Path
    """Where the addresses of pictures begin."""
    open_remarks: Mapping[int, int]
    """Number of remarks not yet decided on, by paragraph."""
    borrowed: Sequence[BorrowedRow] = ()
    """Phrases that models said before."""
    accounts: Accounts | None = None
    """Claims and vouches; None where nobody looked."""


def checks(draft: Draft, exported: Exported, *, labels: bool) -> tuple[CheckRow, ...]:
    """`labels` says whether the venue's form marks the passages of models."""
    places = _Places(draft.paragraphs)
    found = (
        ("Title", _title(exported)),
        ("Rule", _rule(draft.report)),
        ("Model text", _model_text(draft, exported, labels)),
        ("Borrowed language", _borrowed(draft)),
        ("Unknown origin", _unknown(draft.report.rows)),
        ("Minutes", _minutes(draft.report)),
        ("Leftovers", _leftovers(draft.paragraphs)),
        ("Footnotes", _footnotes(draft.paragraphs)),
        ("Pictures", _pictures(places, draft.folder)),
        ("Links", _links(places)),
        ("Open remarks", _open_remarks(draft)),
        ("Claims", _claims(draft)),
        ("Vouched for", _vouched(draft)),
        ("Venue", ((LOOK, warning.text, warning.paragraph) for warning in exported.warnings)),
    )
    rows: list[CheckRow] = []
    for name, results in found:
        made = [CheckRow(name, state, words, paragraph) for state, words, paragraph in results]
        rows += made or [CheckRow(name, FINE, _ALL_WELL[name])]
    return tuple(rows)


_ALL_WELL = {
    "Title": "There is one.",
    "Rule": "Nothing is asked for.",
    "Model text": "None stands outside of a label.",
    "Borrowed language": "No phrase of five words or more that a model said in this draft.",
    "Unknown origin": "Nothing was changed outside of this program.",
    "Minutes": "None are missing.",
    "Leftovers": "Nothing that looks unfinished.",
    "Footnotes": "Each is called, and each has a text.",
    "Pictures": "None is missing.",
    "Links": "Each leads somewhere a reader can go.",
    "Open remarks": "None.",
    "Claims": "None is left to verify.",
    "Vouched for": "Nothing was said yet; the Paragraph menu asks.",
    "Venue": "Nothing that the venue does not take.",
}

_NOT_HERE = "Not looked for here; the window does it."

_Result = tuple[str, str, int | None]


def _title(exported: Exported) -> Iterator[_Result]:
    if exported.title:
        yield FINE, f"“{exported.title}”", None
    else:
        yield LOOK, "There is none. A line such as “# Title” at the start would be taken as one.", None


def _rule(report: Report) -> Iterator[_Result]:
    """What a venue's rule makes of the post never stops its writer: who publishes is the one to judge."""
    day = f"{report.profile.rule_date.day} {report.profile.rule_date:%B %Y}"
    yield FINE, f"{report.profile.title}, rule of {day}. Verdicts with their evidence: Ctrl+Shift+R.", None
    post = report.post
    for one in post.shares:
        yield FINE if one.verdict is Verdict.FINE else LOOK, one.sentence, None
    if post.disclosure is not None:
        state = FINE if post.disclosure.verdict is Verdict.FINE else LOOK
        yield state, post.disclosure.sentence, post.stated.paragraph if post.stated else None


def _model_text(draft: Draft, exported: Exported, labels: bool) -> Iterator[_Result]:
    passages = "1 passage" if len(exported.contributions) == 1 else f"{len(exported.contributions)} passages"
    first = next((item.id for item in draft.paragraphs if item.mark.lineage), None)
    rule = draft.report.profile.model_text
    if exported.contributions and labels and not (rule.labels and rule.labelled is Verdict.FINE):
        yield LOOK, f"{passages} by models. A label makes no difference to this venue.", first
    elif exported.contributions and labels:
        yield FINE, f"{passages} by models, each with its label.", None
    elif exported.contributions:
        yield LOOK, f"{passages} by models without a label: this form has none.", first
    own = {item.id for item in draft.paragraphs if not item.mark.lineage}
    for row in draft.report.rows:
        unlabelled = row.paragraph in own and row.words_by_kind.get("model") and row.verdict.verdict is not Verdict.FINE
        refused = row.verdict.verdict is Verdict.NOT_ALLOWED and not row.verdict.labelled_at_export
        if unlabelled or refused:
            yield LOOK, " ".join(row.verdict.evidence[1:]), row.paragraph


def _borrowed(draft: Draft) -> Iterator[_Result]:
    texts = {item.id: item.text for item in draft.paragraphs}
    for row in draft.borrowed:
        phrase = " ".join(texts[row.paragraph][row.start : row.end].split())
        yield LOOK, f"“{phrase}” was said by {row.source}.", row.paragraph


def _unknown(rows: Iterable[ReportRow]) -> Iterator[_Result]:
    for row in rows:
        if count := row.words_by_kind.get("unknown"):
            words = "1 word" if count == 1 else f"{count} words"
            yield LOOK, f"{words} changed outside of this program; whose is not known.", row.paragraph


def _minutes(report: Report) -> Iterator[_Result]:
    if not report.profile.minutes.required:
        yield FINE, "Not asked for by this venue.", None
    elif report.post.time.short_ms:
        yield LOOK, report.post.time.sentence(), None
        for row in report.rows:
            if row.verdict.short:
                yield LOOK, f"Short by {minutes_text(row.verdict.time.short_ms)} min.", row.paragraph


def _leftovers(paragraphs: Iterable[Paragraph]) -> Iterator[_Result]:
    for item in paragraphs:
        if item.kind not in _CODE_KINDS and (found := _LEFTOVER.search(unmarked(item.text))):
            yield LOOK, f"“{found[0]}” is still in it.", item.id


def _footnotes(paragraphs: Iterable[Paragraph]) -> Iterator[_Result]:
    called: dict[str, int] = {}
    defined: dict[str, int] = {}
    for item in paragraphs:
        if item.kind in _CODE_KINDS:
            continue
        text = _CODE.sub("", item.text)
        definition = _DEFINITION.match(text.lstrip("\r\n")) if item.kind is BlockKind.FOOTNOTE else None
        if definition:
            defined[definition[1].casefold()] = item.id
            if not definition[2].strip():
                yield LOOK, f"The note [^{definition[1]}] has no text.", item.id
            text = definition[2]
        for call in _CALL.finditer(text):
            called.setdefault(call[1].casefold(), item.id)
    for name, ident in called.items():
        if name not in defined:
            yield LOOK, f"The note [^{name}] is called, and is not there.", ident
    for name, ident in defined.items():
        if name not in called:
            yield LOOK, f"The note [^{name}] is never called.", ident


def _pictures(places: _Places, folder: Path) -> Iterator[_Result]:
    for address, ident in places.addresses("image", "src"):
        if not address.strip():
            yield LOOK, "A picture has no address.", ident
        elif _is_local(address) and not _exists(folder, address):
            yield LOOK, f"The picture {address} is not there.", ident


def _links(places: _Places) -> Iterator[_Result]:
    for address, ident in places.addresses("link_open", "href"):
        if not address.strip():
            yield LOOK, "A link leads nowhere.", ident
        elif _is_local(address) and not address.startswith("#"):
            yield LOOK, f"The link to {address} leads to this computer, where no reader can go.", ident


def _open_remarks(draft: Draft) -> Iterator[_Result]:
    for number, item in enumerate(draft.paragraphs, 1):
        count = draft.open_remarks.get(item.id, 0)
        if count:
            words = "1 remark is open" if count == 1 else f"{count} remarks are open"
            yield LOOK, f"{words} on paragraph {number}.", item.id


def _claims(draft: Draft) -> Iterator[_Result]:
    """Nothing here stops an export: whether a claim holds is for its writer to say."""
    if draft.accounts is None:
        yield FINE, _NOT_HERE, None
        return
    asking = Counter(one.number for one in draft.accounts.claims if one.now.asks)
    for number, count in asking.items():
        words = "1 claim is" if count == 1 else f"{count} claims are"
        yield LOOK, f"{words} not verified in paragraph {number}.", draft.paragraphs[number - 1].id


def _vouched(draft: Draft) -> Iterator[_Result]:
    if draft.accounts is None:
        yield FINE, _NOT_HERE, None
        return
    held = [one for one in draft.accounts.vouches if one.stands and one.vouch.answer is not Answer.NOT_YET]
    for one in draft.accounts.vouches:
        if one not in held:
            item = draft.paragraphs[one.number - 1]
            yield LOOK, f"Paragraph {one.number} is {one.vouch.said(item.body)}.", item.id
    if held:
        whole = sum(bool(item.body.strip()) for item in draft.paragraphs)
        yield FINE, f"{len(held)} of {whole} paragraphs.", None


def _is_local(address: str) -> bool:
    try:
        return urlsplit(address).scheme not in ("http", "https", "mailto")
    except ValueError:
        return True


def _exists(folder: Path, address: str) -> bool:
    try:
        return (folder / unquote(urlsplit(address).path)).is_file()
    except (OSError, ValueError):
        return False


class _AnyAddress(PostMarkdown):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the name is the parser's
        return True


class _Places:
    """The whole draft parsed once, so that a link finds its address in another paragraph."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        texts = [lines_of(item) for item in paragraphs]
        self._ids = [item.id for item in paragraphs]
        self._first_lines: list[int] = []
        line = 0
        for text in texts:
            self._first_lines.append(line)
            line += text.count("\n")
        self._tokens = _AnyAddress().parse("".join(texts))

    def addresses(self, kind: str, attribute: str) -> Iterator[tuple[str, int]]:
        """Every address of tokens of this type, with the id of its paragraph."""
        for token, line in _with_lines(self._tokens):
            if token.type == kind:
                yield str(token.attrGet(attribute) or ""), self._ids[bisect_right(self._first_lines, line) - 1]


def _with_lines(tokens: Iterable[Token]) -> Iterator[tuple[Token, int]]:
    line = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        yield token, line
        for child in token.children or ():
            yield child, line
