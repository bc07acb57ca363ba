"""A process report as one page of HTML: no network, no script, and made to be printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from editor.core.ledger import minutes_text
from editor.core.unseen import seen
from editor.export import record_drawings as draw
from editor.export.process_record import NO_PROOF, Insertion, ModelCall, Part, ProcessRecord

_ONLY_ITSELF = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""The browser is told to fetch nothing, whatever the page says."""
Cells = Sequence[str | int]


def record_page(record: ProcessRecord, style: str) -> str:
    """`style` is the style sheet that is put into the page."""
    body = "\n".join(one for one in _sections(record) if one)
    title = _said(f"How “{record.title}” came about")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_ONLY_ITSELF}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n{draw.patterns()}\n{body}\n</body>\n</html>\n"
    )


def _sections(record: ProcessRecord) -> Iterable[str]:
    yield _head(record)
    if record.shows(Part.WORDS):
        yield _words(record)
    if record.shows(Part.MINUTES):
        yield _minutes(record)
    if record.shows(Part.PARAGRAPHS) and record.paragraphs:
        yield _paragraphs(record)
    if record.shows(Part.SESSIONS):
        yield _sessions(record)
    if record.shows(Part.PASTES):
        yield _pastes(record)
    if record.shows(Part.DECLARATIONS):
        yield _declarations(record)
    if record.shows(Part.CALLS):
        yield _calls(record)
    if record.shows(Part.CLAIMS):
        yield _claims(record)
    if record.shows(Part.VERSIONS):
        yield _versions(record)
    yield _end(record)


def _head(record: ProcessRecord) -> str:
    figures = []
    if record.shows(Part.WORDS):
        figures.append((f"{record.words:,}", "words"))
    if record.shows(Part.MINUTES):
        figures.append((minutes_text(record.total.edit_ms + record.total.read_ms), "minutes of editing and reading"))
    if record.shows(Part.SESSIONS):
        figures.append((f"{len(record.sessions):,}", "session" if len(record.sessions) == 1 else "sessions"))
    figures.append((f"{record.changes:,}", "changes"))
    if record.shows(Part.CALLS):
        figures.append((f"{len(record.calls):,}", "call to a model" if len(record.calls) == 1 else "calls to models"))
    items = "".join(f"<li><b>{number}</b>{words}</li>" for number, words in figures)
    when = f"{record.begin.words} to {record.end.words}" if record.begin and record.end else "nothing recorded yet"
    return (
        f"<header><h1>How “{_said(record.title)}” came about</h1>\n"
        f'<p class="quiet">{when}. Reported by {_said(record.program)} on {record.made.words}.</p>\n'
        f'<p class="statement">This was {NO_PROOF}. It says what the program saw, and what it does not know.</p>\n'
        f'<ul class="figures">{items}</ul></header>'
    )


def _words(record: ProcessRecord) -> str:
    rows: list[Cells] = []
    for kind, words in draw.KINDS.items():
        if not record.by_origin.get(kind):
            continue
        rows.append((f"{draw.swatch(kind)} {words}", *_counted(record.by_origin[kind], record.words)))
        if kind == "model":
            named = ((name, count) for name, count in record.models.items() if count)
            rows += [(f"&emsp;&emsp;&ensp;{_said(name)}", *_counted(count, record.words)) for name, count in named]
    return (
        f"<h2>Whose words</h2>\n<figure>{draw.words_bar(record.by_origin)}"
        "<figcaption>Every word of the text as it is now, by how it came in.</figcaption></figure>\n"
        + _table(("origin", "words", "share"), rows, numbers=(1, 2), safe=(0,))
    )


def _minutes(record: ProcessRecord) -> str:
    total = f"<p>{draw.minutes_words(record.total)} on the text that stands."
    if record.removed.ms:
        total += f" Besides, {draw.minutes_words(record.removed)} on text that was removed since."
    rows: list[Cells] = [
        (day.day, *_lanes(day.minutes.edit_ms, day.minutes.read_ms, day.minutes.pad_ms, day.minutes.thin_ms), day.changes)
        for day in record.days
    ]
    heads = ("day", "editing", "reading", "pad", "thin", "changes")
    return (
        f"<h2>Minutes a day</h2>\n{total}</p>\n<figure>{draw.days_chart(record.days)}{draw.lanes_key()}"
        "<figcaption>Minutes are counted backwards, from an act that proves that somebody was there; a pause of more "
        "than three minutes counts for nothing. Thin minutes have hardly a change in them.</figcaption></figure>\n"
        + _folded("The same as a table", _table(heads, rows, numbers=(1, 2, 3, 4, 5)))
    )


def _paragraphs(record: ProcessRecord) -> str:
    rows: list[Cells] = []
    for one in record.paragraphs:
        origins = ", ".join(f"{one.by_origin[kind]} {draw.KINDS[kind]}" for kind in draw.KINDS if one.by_origin.get(kind))
        held = f"; held words of {', '.join(one.lineage)}" if one.lineage and not one.by_origin.get("model") else ""
        spent = one.minutes
        rows.append(
            (
                one.number,
                one.beginning,
                one.words,
                origins + held,
                *_lanes(spent.edit_ms, spent.read_ms, spent.pad_ms, spent.thin_ms),
            )
        )
    heads = ("¶", "begins", "words", "whose", "editing", "reading", "pad", "thin")
    return (
        f"<h2>Minutes for each paragraph</h2>\n<figure>{draw.paragraphs_chart(record.paragraphs)}{draw.lanes_key()}"
        "<figcaption>At the left whose words the paragraph holds, then the minutes spent on it.</figcaption></figure>\n"
        + _folded("The same as a table", _table(heads, rows, numbers=(2, 4, 5, 6, 7)))
    )


def _sessions(record: ProcessRecord) -> str:
    if not record.sessions:
        return "<h2>Sessions</h2>\n<p>None recorded.</p>"
    stepped = any(one.clock for one in record.sessions)
    rows = [
        (one.begin.words, one.end.words, draw.minutes_words(one.minutes), one.changes)
        + (("; ".join(one.clock),) if stepped else ())
        for one in record.sessions
    ]
    columns = ("from", "to", "minutes", "changes", *(("the computer’s clock",) if stepped else ()))
    picture = (
        f"<figure>{draw.hours_chart(record.days)}<figcaption>When: each mark is a minute that counted, at the "
        "writer's clock.</figcaption></figure>\n"
        if record.days
        else ""
    )
    return (
        f"<h2>Sessions</h2>\n{picture}"
        + _table(columns, rows, numbers=(3,))
        + f'<p class="quiet">A pause of half an hour ends a session; that is our own rule. {_zones(record)}</p>'
    )


def _zones(record: ProcessRecord) -> str:
    if not record.zones:
        return ""
    first, *others = record.zones
    then = "".join(f", then {one.zone} from {one.words}" for one in others)
    return f"Days and times are those of the writer’s clock: {first.zone}{then}."


def _declarations(record: ProcessRecord) -> str:
    head = "<h2>What the author declared</h2>\n"
    if not record.declarations:
        return f"{head}<p>Nothing: all origins are as the program saw them.</p>"
    rows = [
        (
            one.when.words,
            "" if one.words is None else f"{one.words:,}",
            one.said,
            ", ".join(draw.KINDS.get(kind, kind) for kind in one.before),
            "taken back" if one.taken_back else "",
        )
        for one in record.declarations
    ]
    return f"{head}<p>These rest on the author’s word; the program did not see it.</p>\n" + _table(
        ("when", "words", "said to be", "counted before as", ""), rows, numbers=(1,)
    )


def _pastes(record: ProcessRecord) -> str:
    heads = ("when", "words", "whose", "from")
    pasted = _table(heads, [_insertion(one) for one in record.pastes], numbers=(1,)) if record.pastes else "<p>None.</p>"
    outside = ""
    if record.outside:
        outside = "<h2>Changed by other programs</h2>\n" + _table(
            heads, [_insertion(one) for one in record.outside], numbers=(1,)
        )
    return f"<h2>Pastes</h2>\n{pasted}\n{outside}"


def _insertion(one: Insertion) -> Cells:
    kinds = [kind for kind in draw.KINDS if one.by_origin.get(kind) or (kind in one.by_origin and not one.words)]
    whose = ", ".join(f"{one.by_origin[kind] or ''} {draw.KINDS[kind]}".strip() for kind in kinds)
    return (one.when.words, f"{one.words:,}", whose, ", ".join(one.sources))


def _calls(record: ProcessRecord) -> str:
    if not record.calls:
        return "<h2>Calls to models</h2>\n<p>Nothing was sent to a model from this program.</p>"
    rows = [
        (one.when.words, one.model, one.provider, one.purpose, one.status, _tokens(one), one.cost or "not known")
        for one in record.calls
    ]
    heads = ("when", "model", "provider", "for", "ended", "tokens", "cost")
    texts = "".join(_call_text(one) for one in record.calls) if record.shows(Part.CALL_TEXTS) else ""
    total = f"<p>${record.cost_usd} in all, as far as prices are known.</p>\n" if record.cost_usd else ""
    return f"<h2>Calls to models</h2>\n{total}" + _table(heads, rows, numbers=(5, 6)) + texts


def _call_text(one: ModelCall) -> str:
    words = f"{one.when.words}, {one.model}: the exact text"
    return _folded(
        words, f"<p>Sent:</p><pre>{_said(one.sent)}</pre><p>Reply:</p><pre>{_said(one.reply or '(none)')}</pre>"
    )


def _tokens(one: ModelCall) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in one.tokens.items())


def _claims(record: ProcessRecord) -> str:
    said = f"<h2>Claims</h2>\n<p>{_said(record.claims)}</p>"
    if not record.verified:
        return said
    rows = [(f"¶{one.paragraph}", one.quote, one.source, one.source_quote, one.date, one.who) for one in record.verified]
    return said + "\n" + _table(("in", "claim", "source", "what it says", "date", "looked up by"), rows)


def _versions(record: ProcessRecord) -> str:
    if not record.versions:
        return "<h2>Versions</h2>\n<p>None were kept.</p>"
    rows = [(one.when.words, one.name, one.of, f"{one.words:,}") for one in record.versions]
    return "<h2>Versions</h2>\n" + _table(("when", "name", "of", "words"), rows, numbers=(3,))


def _end(record: ProcessRecord) -> str:
    items = "".join(f"<li>{_said(one)}</li>" for one in record.not_known)
    sound = (
        "<p>The draft’s file and its journal were checked when this report was made: every row of them is what was "
        "written, and every change fits the text.</p>"
    )
    if record.checked:
        found = "".join(f"<li>{_said(one)}</li>" for one in record.checked)
        sound = f"<p>Checking the draft’s file and its journal found:</p><ul>{found}</ul>"
    head = ""
    if record.ledger_head:
        head = (
            f'<p class="quiet">The ledger of time has {record.ledger_rows:,} rows, each naming the hash of the one '
            f"before it; the newest is <code>{_said(record.ledger_head)}</code>. That shows later changes; it does not "
            "show that the writing happened.</p>"
        )
    left_out = [part.value for part in Part if part not in record.parts]
    chosen = f'<p class="quiet">Left out by the author: {_said(", ".join(left_out))}.</p>' if left_out else ""
    return (
        f"<h2>What is not known</h2>\n<ul>{items}</ul>\n<h2>This record</h2>\n{sound}\n{head}\n{chosen}\n"
        f'<p class="statement">Once more: {NO_PROOF}.</p>'
    )


def _said(words: str) -> str:
    """As HTML that neither hides anything nor turns the rest of its line round."""
    return escape(seen(words))


def _lanes(*ms: int) -> tuple[str, ...]:
    return tuple(minutes_text(one) if one else "" for one in ms)


def _counted(count: int, total: int) -> tuple[str, str]:
    """A number of words, and its share."""
    return f"{count:,}", f"{100 * count / total:.1f} %" if total else ""


def _folded(words: str, inside: str) -> str:
    """Open, so that it is printed."""
    return f"<details open><summary>{_said(words)}</summary>{inside}</details>\n"


def _table(heads: Sequence[str], rows: Iterable[Cells], *, numbers: Sequence[int] = (), safe: Sequence[int] = ()) -> str:
    """`numbers` are columns set to the right; `safe` hold HTML of ours."""
    place = ['class="n"' if column in numbers else "" for column in range(len(heads))]
    head = "".join(f"<th {place[column]}>{_said(words)}</th>" for column, words in enumerate(heads))
    body = "".join(
        "<tr>"
        + "".join(
            f"<td {place[column]}>{cell if column in safe else _said(str(cell))}</td>"
            for column, cell in enumerate(cells)
        )
        + "</tr>\n"
        for cells in rows
    )
    return f"<table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>\n"
