"""What of a Word file did not come along, said to the writer: what it is, how to find it, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from editor.intake.word_losses import HIDDEN, Losses

_SHOWN, _LONGEST = 3, 30
_LONGEST_COMMENT = 60
_NAMES = {
    "altChunk": ("inserted file", "inserted files"),
    "subDoc": ("part in a file of its own", "parts in files of their own"),
    "contentPart": ("drawing in ink", "drawings in ink"),
}


def of_losses(losses: Losses, name: str) -> Iterator[str]:
    """One sentence or two for each kind; nothing where nothing was lost."""
    for sentence in (_of_formulas, _of_comments, _of_page_margins, _of_numbers, _of_tables, _of_rest):
        yield from sentence(losses, name)


def _of_formulas(losses: Losses, name: str) -> Iterator[str]:
    letters = losses.formulas
    if not letters:
        return
    them = "it" if len(letters) == 1 else "them"
    yield (
        f"{_counted(len(letters), 'formula was', 'formulas were')} flattened: of fractions, roots and powers only the "
        f"letters came along, as {_shown(letters)}. Set {them} anew between dollar signs; {name} still has {them}."
    )


def _of_comments(losses: Losses, name: str) -> Iterator[str]:
    if said := losses.comments:
        them = "it" if len(said) == 1 else "them"
        yield (
            f"{_counted(len(said), 'comment was', 'comments were')} left out: {_shown(said, _LONGEST_COMMENT)}. "
            f"{name} still has {them}."
        )


def _of_page_margins(losses: Losses, name: str) -> Iterator[str]:
    if said := losses.page_margins:
        yield f"What stands at the head or the foot of each page was left out: {_shown(said, _LONGEST_COMMENT)}."


def _of_numbers(losses: Losses, name: str) -> Iterator[str]:
    if said := losses.heading_numbers:
        yield (
            f"{_counted(len(said), 'heading', 'headings')} lost the number that the Word file counts before "
            f"{'it' if len(said) == 1 else 'them'}: {_shown(said)}."
        )
    if count := losses.lettered_items:
        yield (
            f"{_counted(count, 'item of a list has', 'items of lists have')} a plain number now, not a letter or a Roman "
            "number."
        )


def _of_tables(losses: Losses, name: str) -> Iterator[str]:
    if count := losses.inner_tables:
        yield (
            f"{_counted(count, 'table within a table was', 'tables within tables were')} written as lines, with dots "
            f"between {'its' if count == 1 else 'their'} cells."
        )


def _of_rest(losses: Losses, name: str) -> Iterator[str]:
    if count := losses.lost_notes:
        yield f"{_counted(count, 'mark of a note was', 'marks of notes were')} left out: {name} does not hold the note."
    if count := losses.signs:
        yield (
            f"{_counted(count, 'sign', 'signs')} of a font of signs could not be read. Look for "
            f"{'it' if count == 1 else 'them'} in {name}."
        )
    if count := losses.elements.get(HIDDEN, 0):
        them = "it" if count == 1 else "them"
        yield (
            f"{_counted(count, 'passage that is hidden in Word was', 'passages that are hidden in Word were')} left out. "
            f"{name} still has {them}."
        )
    if found := sorted((one, count) for one, count in losses.elements.items() if one != HIDDEN):
        said = ", ".join(_counted(count, *_NAMES.get(one, (f"“{one}”", f"“{one}”"))) for one, count in found)
        yield f"Not read, though words may stand in it: {said}. Look for it in {name}."


def _counted(count: int, one: str, several: str) -> str:
    return f"{count:,} {one if count == 1 else several}"


def _shown(texts: Sequence[str], longest: int = _LONGEST) -> str:
    shown = ", ".join(f"“{_shortened(text, longest)}”" for text in texts[:_SHOWN])
    more = len(texts) - _SHOWN
    return f"{shown} and {more:,} more" if more > 0 else shown


def _shortened(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
