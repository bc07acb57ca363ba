"""The profiles that come with the program, those of the writer's own folder, and broken ones among them."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from editor.core.errors import PolicyError
from editor.core.origins import OriginKind
from editor.core.policy import Measured, assess
from editor.core.profiles import Verdict
from editor.core.words import Place
from editor.profile_shelf import DEFAULT_PROFILE, FOLDER, filled_shelf, sentences
from editor.resources import resource
from editor.services.profiles import profile_named, profile_names

OURS = {
    "ea-forum-2026": date(2026, 7, 3),
    "lesswrong-2025": date(2025, 3, 24),
    "lesswrong-2026": date(2026, 3, 14),
    "medium-2024": date(2024, 5, 1),
    "no-model-text-2026": date(2026, 3, 20),
    "substack-2026": date(2026, 8, 1),
}
TEXT = resource("policies", "lesswrong-2026.toml").read_text(encoding="utf-8")


def own(text: str, ident: str = "mine") -> str:
    return text.replace('id = "lesswrong-2026"', f'id = "{ident}"').replace("LessWrong (March 2026)", "My club")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / FOLDER).mkdir()
    return tmp_path / FOLDER


def test_that_every_profile_of_ours_can_be_used_and_says_when_whence_and_what_is_our_own_reading(tmp_path: Path) -> None:
    shelf = filled_shelf(tmp_path / "nowhere")
    assert {ident: one.rule_date for ident, one in shelf.profiles.items()} == OURS
    assert shelf.troubles == {}
    assert DEFAULT_PROFILE in shelf.profiles
    for one in shelf.profiles.values():
        assert one.source_title
        assert one.heuristics
        assert one.questions
        assert str(one.rule_date.year) in one.id


KIND = OriginKind
MINE = Measured(1, 100, edit_ms=10**7, words_by_kind={KIND.TYPED: 100})
MODELS = Measured(2, 100, edit_ms=10**7, words_by_kind={KIND.MODEL: 100}, lineage=True)
EDITED = Measured(2, 100, edit_ms=10**7, words_by_kind={KIND.TYPED: 60, KIND.MODEL: 40}, lineage=True)
FORMER = Measured(2, 100, edit_ms=10**7, words_by_kind={KIND.TYPED: 100}, lineage=True)
BLOCK = Measured(2, 100, words_by_kind={KIND.MODEL: 100}, lineage=True, place=Place.MODEL_BLOCK)


@pytest.mark.parametrize(
    ("ident", "verdicts"),
    [
        ("lesswrong-2025", ("fine", "not_allowed", "fine", "fine", "fine")),
        ("lesswrong-2026", ("fine", "not_allowed", "not_allowed", "look", "fine")),
        ("ea-forum-2026", ("fine", "look", "fine", "fine", "look")),
        ("substack-2026", ("fine", "look", "fine", "fine", "fine")),
        ("medium-2024", ("fine", "look", "fine", "fine", "look")),
        ("no-model-text-2026", ("fine", "not_allowed", "not_allowed", "not_allowed", "not_allowed")),
    ],
)
def test_that_each_venue_judges_paragraphs_by_its_own_rule(ident: str, verdicts: tuple[str, ...]) -> None:
    profile = profile_named(ident)
    found = assess(profile, [MINE, MODELS, EDITED, FORMER, BLOCK]).paragraphs
    assert tuple(one.verdict.value for one in found) == verdicts


def test_that_medium_asks_for_a_statement_where_a_model_had_a_part_and_never_forbids_what_it_cannot_know() -> None:
    post = assess(profile_named("medium-2024"), [MODELS])
    assert post.verdict is Verdict.LOOK
    assert "first two paragraphs" in post.evidence[-1]


def test_that_a_writers_own_profile_is_there_beside_ours(folder: Path) -> None:
    (folder / "club.toml").write_text("\ufeff" + own(TEXT), encoding="utf-8")
    (folder / "notes.txt").write_text("not a profile")
    (folder / ".club.toml.swp.toml").write_text("not one either")
    shelf = filled_shelf(folder)
    assert list(shelf.profiles) == [*OURS, "mine"]
    assert shelf.profiles["mine"].title == "My club"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "a",
            own(TEXT).replace('former = "look"', 'former = "red"').encode(),
            "Line 33: model_text.former must be one of",
        ),
        ("j", own(TEXT).encode() + b"\n[[mood]]\na = 1\n", f"Line {TEXT.count(chr(10)) + 2}: mood is not a field"),
        ("k", own(TEXT).encode() + b"\n[ 'mood' ]\n", f"Line {TEXT.count(chr(10)) + 2}: mood is not a field"),
        ("l", b"mood.of.the.day = 1\n" + own(TEXT).encode(), "Line 1: mood is not a field"),
        ("m", b"\n\nmood = {day = 1}\n" + own(TEXT).encode(), "Line 3: mood is not a field"),
        ("b", own(TEXT).replace('former = "look"', "former = look").encode(), "It is not valid TOML: "),
        ("c", b"id = 'x'\ntitle = '\xff'\n", "Line 2 is not UTF-8 text."),
        ("d", b"#" * 300_000, "It is larger than a profile can be."),
        ("e", TEXT.encode(), "Its id “lesswrong-2026” is that of “LessWrong (March 2026)”. Give it another one."),
        ("f", b"", "Line 1: minutes is missing here."),
        ("g", b"a = 1\ny = " + b"[" * 3_000 + b"\nz = 1\n", "Line 2: brackets are nested too deeply."),
        ("h", b"a = 1\n\nb = " + b"1" * 5_000 + b"\nc = 2", "Line 3: a number has too many digits."),
        ("i", b"y = " + b"{a=" * 3_000, "Line 1: brackets are nested too deeply."),
    ],
)
def test_that_a_broken_profile_is_named_with_its_line_and_the_others_work(
    folder: Path, name: str, content: bytes, sentence: str
) -> None:
    (folder / f"{name}.toml").write_bytes(content)
    (folder / "zz.toml").write_text(own(TEXT, "sound"), encoding="utf-8")
    shelf = filled_shelf(folder)
    assert list(shelf.profiles) == [*OURS, "sound"]
    said = sentences(shelf.troubles.values())
    assert said.startswith(f"The profile “{name}” cannot be used. ")
    assert sentence in said
    assert said.endswith("The other profiles still work.")


def test_that_a_pipe_in_the_folder_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "a.toml")
    assert sentences(filled_shelf(folder).troubles.values()).endswith("It is not a file. The other profiles still work.")


def test_that_a_profile_that_cannot_be_read_is_named(folder: Path) -> None:
    (folder / "a.toml").mkdir()
    assert "It cannot be read: Is a directory." in sentences(filled_shelf(folder).troubles.values())


def test_that_the_command_line_finds_the_writers_own_and_says_what_is_wrong_with_a_broken_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PALIMPSEST_DATA", str(folder.parent))
    (folder / "club.toml").write_text(own(TEXT), encoding="utf-8")
    (folder / "torn.toml").write_text(own(TEXT)[:900], encoding="utf-8")
    assert "mine" in profile_names()
    assert profile_named("mine").title == "My club"
    with pytest.raises(PolicyError, match="torn"):
        profile_named("torn")
    with pytest.raises(PolicyError, match="There are: ea-forum-2026"):
        profile_named("club")
