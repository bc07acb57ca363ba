"""One file of a good draft is damaged, then two at once: by one nothing is lost, by two nothing is lost unsaid."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

from damages import KINDS, damage
from good_draft import GoodDraft
from live_draft import SPLITTER
from outcome import Campaign, Outcome
from row_bits import SmallDraft
from seeds import a_seed, again

from editor.core.errors import FileError
from editor.opening import Opener
from editor.services.soundness import problems_of

_ACTS = 600
"""In each of the four sittings of the good draft; in a short campaign a fifth."""
_BITS = 5
"""Flipped in rows in each trial."""


def run(trials: int, folder: Path) -> Outcome:
    seed = a_seed()
    chance = Random(seed)
    acts = _ACTS if trials > 100 else _ACTS // 5
    drafts = [GoodDraft(folder / "closed", chance, acts), GoodDraft(folder / "killed", chance, acts, killed=True)]
    small = SmallDraft(folder / "small")
    ends: Counter[str] = Counter()
    failures: list[str] = []
    worst = altered = 0
    for trial in range(trials):
        trial_chance = Random(f"{seed} {trial}")
        good = drafts[trial // 2 % 2]
        good.put_back()
        damages = _damaged(good, 1 + trial % 2, trial_chance)
        end, lost, broken = _after(good, single=len(damages) == 1)
        ends[f"{len(damages)}: {end}"] += 1
        worst = max(worst, lost)
        rows, silent = small.unnoticed(_BITS, trial_chance)
        altered += rows
        failures += [f"{again(seed)} trial {trial}, {' and '.join(damages)}: {one}" for one in broken]
        failures += [f"{again(seed)} trial {trial}: {one}" for one in silent]
    shows = ", ".join(f"{words} {count:,}" for words, count in sorted(ends.items()))
    return Outcome(f"files {shows}; worst loss {worst} edits, told; {altered:,} bits of rows all seen", tuple(failures))


def _damaged(good: GoodDraft, count: int, chance: Random) -> list[str]:
    """Damages so many files, each kind of file as often as the others; what was done, in words."""
    said = []
    for files in chance.sample(good.files(alone=count == 1), count):
        path, kind = chance.choice(files), chance.choice(KINDS)
        damage(path, kind, chance)
        said.append(f"{path.name} ({kind})")
    return said


def _after(good: GoodDraft, *, single: bool) -> tuple[str, int, list[str]]:
    """How the draft came back, how many edits it lacks, and every promise that was broken."""
    live = good.live
    told = [] if single else problems_of(live.text_path, live.places)
    broken = _opened_unmended(good)
    if broken:
        return "wrong", 0, broken
    try:
        mended = live.recover()
    except FileError as error:
        return "refused", 0, [f"it could not be mended: {error}"] if single else []
    told += mended.missing if mended else ()
    try:
        live.open()
    except FileError as error:
        return "refused", 0, [f"it does not open: {error}"]
    told += [live.draft.notice] if live.draft.must_heal else []
    text = live.document.text()
    exact = live.document.keyframe() == good.keyframe and live.known_minutes() == good.minutes
    live.close()
    if exact:
        return "exact", 0, []
    lost = len(good.states) - 1 - good.states.get(text, 0)
    if single:
        return "lost", lost, [f"{lost} edits or their minutes are gone ({' '.join(told)})"]
    if not told:
        return "silent", lost, [f"{lost} edits or their minutes are gone, and nothing says so"]
    if text not in good.states:
        return "wrong", lost, [f"the text is none that it ever was ({' '.join(told)})"]
    return "told", lost, []


def _opened_unmended(good: GoodDraft) -> list[str]:
    """Whoever does not mend it first is refused or told, or has everything."""
    live = good.live
    try:
        draft = Opener(live.places, live.clock, lambda: SPLITTER).open(live.text_path)
    except FileError:
        return []
    text, told = draft.session.document.text(), draft.must_heal
    draft.close()
    if text == good.keyframe["text"] or (told and text in good.states):
        return []
    return [f"it opens with {len(text)} characters that it never {'was' if told else 'had last, and says nothing'}"]


CAMPAIGN = Campaign(
    name="damaged files",
    small=60,
    full=600,
    run=run,
    must_show="one file: all exact; two: exact or told; every altered row seen by verify",
)
