"""The pictures of a process report, as SVG that stands in the page: no script, no font and no file of anybody else.

Whose words: solid is the writer's, striped a model's, hollow came from elsewhere, dotted is unknown, as in the window's
margin. Minutes: full is editing, hollow is reading, dots are the pad.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from editor.core.ledger import minutes_text
from editor.export.process_record import Day, Minutes, ParagraphPast

WIDTH = 800
KINDS = {
    "typed": "typed here",
    "dictated": "dictated here",
    "tool": "set by replacing or spelling",
    "model": "from a model",
    "pasted": "pasted",
    "imported": "imported",
    "unknown": "unknown",
}
"""Every kind of origin with its words, in the order they are drawn."""
_FILLS = {
    "typed": 'fill="#3a3a3a"',
    "dictated": 'fill="#5d5d5d"',
    "tool": 'fill="#8a8a8a"',
    "model": 'fill="url(#striped)" stroke="#0a5fd0"',
    "pasted": 'fill="#fdfcfa" stroke="#9a5a00" stroke-width="1.6"',
    "imported": 'fill="#fdfcfa" stroke="#9a5a00" stroke-width="1.6" stroke-dasharray="7 2"',
    "unknown": 'fill="#fdfcfa" stroke="#6b675f" stroke-width="1.6" stroke-dasharray="1.5 2.5"',
}
_LANES = (
    ("edit_ms", "editing", 'fill="#00706b"'),
    ("read_ms", "reading", 'fill="#fdfcfa" stroke="#00706b" stroke-width="1.4"'),
    ("pad_ms", "in the pad", 'fill="url(#dots)" stroke="#00706b"'),
)
_MOST_DAYS = 120
_LEAST = 2.0


def patterns() -> str:
    """The textures, once for the whole page."""
    return (
        '<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>'
        '<pattern id="striped" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="5" height="5" fill="#fdfcfa"/><rect width="2" height="5" fill="#0a5fd0"/></pattern>'
        '<pattern id="dots" width="5" height="5" patternUnits="userSpaceOnUse">'
        '<rect width="5" height="5" fill="#fdfcfa"/><circle cx="2.5" cy="2.5" r="1.2" fill="#00706b"/></pattern>'
        "</defs></svg>"
    )


def swatch(kind: str) -> str:
    """The texture of an origin, as a small square for a table."""
    look = "width:24px;display:inline-block;vertical-align:-2px"
    box = f'<rect x="1.5" y="1.5" width="21" height="11" {_FILLS[kind]}/>'
    return f'<svg viewBox="0 0 24 14" style="{look}" aria-hidden="true">{box}</svg>'


def words_bar(by_origin: Mapping[str, int]) -> str:
    total = sum(by_origin.values())
    said = ", ".join(f"{by_origin[kind]} {KINDS[kind]}" for kind in KINDS if by_origin.get(kind))
    return _svg(46, f"Words by origin: {said}", [*_shares(by_origin, total, (2, 4, WIDTH - 4, 36))])


def days_chart(days: Sequence[Day]) -> str:
    """Minutes a day, one column for each day with work in it; of very many the newest."""
    shown = days[-_MOST_DAYS:]
    high, foot, left = 170, 24, 46
    most = max((day.minutes.ms for day in shown), default=0) or 1
    step = min(64.0, (WIDTH - left) / max(1, len(shown)))
    parts = [*_scale(most, (left, 14, WIDTH, high))]
    for number, day in enumerate(shown):
        x, y = left + number * step + step * 0.15, float(high)
        for name, _, fill in _LANES:
            ms = getattr(day.minutes, name)
            height = (high - 14) * ms / most
            y -= height
            parts += [_box(x, y, step * 0.7, height, fill)] if ms else []
        if step >= 40 or number % max(1, round(60 / step)) == 0:
            parts.append(f'<text x="{x:.1f}" y="{high + 16}">{day.day[5:]}</text>')
    said = "; ".join(f"{day.day}: {minutes_words(day.minutes)}" for day in shown)
    return _svg(high + foot, f"Minutes a day. {said}", parts)


def hours_chart(days: Sequence[Day]) -> str:
    """When the work was: a row for each day, from midnight to midnight, with every minute that counted."""
    shown = days[-_MOST_DAYS:]
    row, left, top = 15, 86, 20
    wide = WIDTH - left - 6
    high = top + row * len(shown) + 4
    parts = []
    for hour in range(0, 25, 3):
        x = left + wide * hour / 24
        parts.append(f'<line x1="{x:.1f}" y1="{top - 4}" x2="{x:.1f}" y2="{high}" stroke="#dedad2"/>')
        parts.append(f'<text class="faint" x="{x:.1f}" y="11" text-anchor="middle">{hour}</text>')
    for number, day in enumerate(shown):
        y = top + row * number
        parts.append(f'<text x="0" y="{y + 10}">{day.day}</text>')
        for minute, ms in day.at:
            height = max(2.0, 11 * min(1.0, ms / 60_000))
            parts.append(_box(left + wide * minute / 1440, y + 12 - height, _LEAST, height, 'fill="#00706b"'))
    said = f"The minutes of {len(shown)} days, each a mark on its day from midnight to midnight; the table says when."
    return _svg(high, said, parts)


def paragraphs_chart(paragraphs: Sequence[ParagraphPast]) -> str:
    """Minutes for each paragraph, and whose words it holds."""
    row, left, bar = 22, 250, 70
    most = max((one.minutes.ms for one in paragraphs), default=0) or 1
    wide = WIDTH - left - bar - 20 - 60
    parts = []
    for number, one in enumerate(paragraphs):
        y = 4 + row * number
        label = f"¶{one.number} {one.beginning}".strip()
        parts.append(f'<text x="0" y="{y + 12}">{escape(label if len(label) < 42 else label[:40] + "…")}</text>')
        parts += _shares(one.by_origin, one.words, (left, y + 2, bar, 13)) if one.words else []
        x = left + bar + 20.0
        for name, _, fill in _LANES:
            length = wide * getattr(one.minutes, name) / most
            parts += [_box(x, y + 2, length, 13, fill)] if length else []
            x += length
        parts.append(f'<text class="faint" x="{x + 6:.1f}" y="{y + 12}">{minutes_text(one.minutes.ms)}</text>')
    said = "; ".join(f"paragraph {one.number}: {minutes_words(one.minutes)}" for one in paragraphs)
    return _svg(8 + row * len(paragraphs), f"Minutes for each paragraph. {said}", parts)


def lanes_key() -> str:
    """What full, hollow and dotted mean."""
    parts = []
    for number, (_, words, fill) in enumerate(_LANES):
        x = 2 + number * 130
        parts += [_box(x, 3, 22, 11, fill), f'<text x="{x + 28}" y="13">{words}</text>']
    return _svg(18, "Full is editing, hollow is reading, dots are the pad.", parts)


def minutes_words(minutes: Minutes) -> str:
    lanes = ((minutes.edit_ms, "editing"), (minutes.read_ms, "reading"), (minutes.pad_ms, "in the pad"))
    inside = ", ".join(f"{minutes_text(ms)} {name}" for ms, name in lanes if ms)
    thin = f", of which thin {minutes_text(minutes.thin_ms)}" if minutes.thin_ms else ""
    return f"{minutes_text(minutes.ms)} min" + (f" ({inside}{thin})" if inside else "")


def _shares(by_origin: Mapping[str, int], total: int, place: tuple[float, float, float, float]) -> Iterable[str]:
    """Boxes beside each other, as long as their shares and none too short to be seen."""
    x, y, wide, high = place
    kinds = [kind for kind in KINDS if by_origin.get(kind)]
    room = wide - 4 * len(kinds)
    for kind in kinds:
        length = 4 + room * by_origin[kind] / max(1, total)
        title = f"<title>{by_origin[kind]} words {KINDS[kind]}</title>"
        yield f"<g>{title}{_box(x + 0.8, y, length - 1.6, high, _FILLS[kind])}</g>"
        x += length


def _scale(most_ms: int, place: tuple[float, float, float, float]) -> Iterable[str]:
    left, top, right, bottom = place
    step = next((one for one in (1, 2, 5, 10, 20, 30, 60, 120, 240, 480) if most_ms / 60_000 / one <= 5), 1440)
    for line in range(int(most_ms / 60_000 // step) + 1):
        y = bottom - (bottom - top) * line * step * 60_000 / most_ms
        yield f'<line x1="{left}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}" stroke="#dedad2"/>'
        yield f'<text class="faint" x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{line * step}</text>'


def _box(x: float, y: float, wide: float, high: float, fill: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(wide, 1):.1f}" height="{max(high, 0.5):.1f}" {fill}/>'


def _svg(high: float, said: str, parts: Iterable[str]) -> str:
    return f'<svg viewBox="0 0 {WIDTH} {high:g}" role="img" aria-label="{escape(said)}">{"".join(parts)}</svg>'
