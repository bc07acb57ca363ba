from __future__ import annotations

import asyncio
import html
import json
import random
import re
import shutil
import subprocess
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from service_bench import Bench
from written_draft import WrittenDraft

from editor.core.errors import DraftDamaged, EditRefused
from editor.core.film import Film
from editor.core.origins import PASTED, TYPED, Origin, OriginKind
from editor.core.rows import kinds_from
from editor.core.runs import Runs
from editor.protocol.record_messages import CloseReplay, Frame, OpenReplay, ReplayRead, ShowFrame, WriteReplay
from editor.resources import resource
from editor.services.past import whole_past
from editor.services.replaying import Replaying, replay_text

Piece = tuple[str, list[int]]
MODEL = Origin(OriginKind.MODEL, "m</script><b>", "openai")
FOLD = """
const fs = require("fs");
const [page, script] = process.argv.slice(2);
const source = fs.readFileSync(script, "utf8");
const { Film, paragraphs, seen: signed } = new Function(source + "; return { Film, paragraphs, seen };")();
const data = JSON.parse(fs.readFileSync(page, "utf8").match(/type="application\\/json">([^]*?)<\\/script>/)[1]);
const film = new Film(data.steps, 7, 5, 60);
const asked = JSON.parse(fs.readFileSync(0, "utf8"));
const seen = asked.map((step) => {
  film.at(step);
  const pieces = paragraphs(film.text, film.origins);
  const drawn = pieces.map((one) => one.spans.map(([words]) => words).join("")).join("");
  const spans = pieces.flatMap((one) => one.spans.map(([words, origin]) => [Array.from(words).length, origin]));
  return [film.text.join(""), film.origins, drawn, spans];
});
const quoted = signed("sep \\u202e rtl\\u200b", data);
console.log(JSON.stringify({ seen, origins: data.origins, chapters: data.chapters, quoted }));
"""


@pytest.fixture
def replay(bench: Bench) -> Replaying:
    return Replaying(bench.opening, bench.told.append)


def edited(draft: WrittenDraft, count: int) -> WrittenDraft:
    """Typed, pasted and a model's, here and there, with letters of two units and removals."""
    chance = random.Random(4)  # noqa: S311
    draft.begin()
    for number in range(count):
        size = len(draft.session.document)
        position = chance.randrange(size + 1)
        removed = min(chance.randrange(8), size - position) if number % 3 == 0 else 0
        words = chance.choice(("a ", "𝛑", "\n\n", "word", "\n", "é"))
        draft.write(position, words, removed, (TYPED, PASTED, MODEL)[number % 3])
    return draft


def by_kind(runs: Runs) -> list[tuple[int, OriginKind]]:
    """One letter after the other, so that it cannot be wrong."""
    letters = [run.origin.kind for run in runs for _ in range(run.length)]
    return [(len(list(same)), kind) for kind, same in groupby(letters)]


def opened(replay: Replaying, draft: WrittenDraft) -> Any:
    return asyncio.run(replay.open(OpenReplay(1, draft.n)))


def shown(replay: Replaying, pieces: list[Piece], **request: Any) -> Frame:
    """Asks for a frame and puts it into `pieces`, as a window does."""
    frame = asyncio.run(replay.show(ShowFrame(2, **request)))
    for low, high, new in reversed(frame.hunks):
        pieces[low:high] = [(text, kinds) for text, kinds in new]
    return frame


def test_that_frames_put_one_on_the_other_give_every_moment(bench: Bench, replay: Replaying) -> None:
    draft = edited(bench.draft, 60)
    bench.attach()
    answer = opened(replay, draft)
    film = Film(whole_past(draft.path, draft.folder).past.log)
    list(film.develop())
    assert answer.steps == len(film) == 61
    pieces: list[Piece] = []
    chance = random.Random(5)  # noqa: S311
    for number in range(80):
        step = chance.randrange(61)
        frame = shown(replay, pieces, step=step, whole=number == 0)
        if number == 40:
            pieces = []
            frame = shown(replay, pieces, step=step, whole=True)
        document = film.at(step)
        assert "".join(text for text, _ in pieces) == document.text()
        assert [kinds_from(kinds) for _, kinds in pieces] == [by_kind(item.runs) for item in document.paragraphs]
        assert frame.step == step
        assert 0 <= frame.caret <= len(document)
    same = shown(replay, pieces, step=step)
    assert same.hunks == ()


def test_that_the_film_plays_by_its_own_time(bench: Bench, replay: Replaying) -> None:
    draft = edited(bench.draft, 5)
    bench.attach()
    answer = opened(replay, draft)
    assert answer.film_ms == 4_000
    frames = [shown(replay, [], step=-1, film_ms=ms, whole=True) for ms in (0, 1_500, 4_000, 99_999)]
    assert [(frame.step, frame.film_ms) for frame in frames] == [(1, 0), (2, 1_000), (5, 4_000), (5, 4_000)]


def test_that_reading_the_past_tells_how_far_it_came(bench: Bench, replay: Replaying) -> None:
    draft = edited(bench.draft, 3)
    bench.attach()
    opened(replay, draft)
    assert ReplayRead(1, 4, 4) in bench.told


def test_that_the_chapters_are_the_paragraphs_of_now_and_when_they_came(bench: Bench, replay: Replaying) -> None:
    bench.draft.begin().append("\nA new one.\n")
    bench.attach()
    assert opened(replay, bench.draft).chapters == (
        (1, "# A title", 0),
        (2, "The first paragraph is very unique. It goes on.", 0),
        (3, "A second one, 𝛑 and all.", 0),
        (4, "A new one.", 1),
    )


def test_that_nothing_is_shown_of_a_replay_that_is_closed(bench: Bench, replay: Replaying) -> None:
    edited(bench.draft, 1)
    bench.attach()
    opened(replay, bench.draft)
    replay.close(CloseReplay(3))
    with pytest.raises(EditRefused, match="No replay is open"):
        asyncio.run(replay.show(ShowFrame(4, 0)))


def test_that_a_log_that_does_not_fit_is_told_in_a_sentence() -> None:
    with pytest.raises(DraftDamaged, match="The past of this draft cannot be replayed"):
        replay_text([{"n": 1, "t": 0, "z": 0, "k": "type", "p": 50, "i": ["x", "typed"]}], "essay")


def test_that_the_page_needs_nothing_but_itself(bench: Bench, replay: Replaying, tmp_path: Path) -> None:
    draft = edited(bench.draft, 9)
    bench.attach()
    out = tmp_path / "film.html"
    assert asyncio.run(replay.write(WriteReplay(5, str(out), draft.n))).words == f"Written to {out}."
    page = out.read_text()
    assert page.count("</script>") == 2, "what a model is called must not end the script"
    assert not re.search(r"(?:src|href)\s*=|url\(|https?://|fetch\(|XMLHttp|import\(", page)
    assert "default-src 'none'" in page
    assert html.escape("recorded by the author's own software; not proof") in page
    assert "{{" not in page.partition('<script id="data"')[0]


@pytest.mark.skipif(shutil.which("node") is None, reason="the page's script is run by node, which is not here")
def test_that_the_script_of_the_page_folds_as_the_program_does(bench: Bench, replay: Replaying, tmp_path: Path) -> None:
    draft = edited(bench.draft, 80)
    bench.attach()
    out, fold = tmp_path / "film.html", tmp_path / "fold.js"
    asyncio.run(replay.write(WriteReplay(5, str(out), draft.n)))
    fold.write_text(FOLD)
    asked = [80, 0, 3, 79, 40, 41, 13, 80, 7]
    script = resource("record", "replay.js")
    done = subprocess.run(
        ["node", str(fold), str(out), str(script)], input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    assert found["quoted"] == "sep ▯ rtl▯", "nothing hides, and nothing turns a line of the page round"
    film = Film(whole_past(draft.path, draft.folder).past.log)
    list(film.develop())
    for step, (text, origins, drawn, spans) in zip(asked, found["seen"], strict=True):
        document = film.at(step)
        assert text == drawn == document.text()
        kinds = [found["origins"][number]["kind"] for number in origins]
        assert kinds == [run.origin.kind.value for run in document.runs() for _ in range(run.length)]
        assert [number for length, number in spans for _ in range(length)] == origins
