from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from service_bench import Bench
from written_draft import WrittenDraft

from editor.core.annotations import Anchor, Remark, RemarkState
from editor.core.errors import ExportError, FileUnreadable, PolicyError
from editor.core.origins import UNKNOWN, Origin, OriginKind
from editor.protocol.messages import JudgePost, PrepareExport, WriteExport
from editor.services.profiles import profile_names
from editor.services.verdicts import Verdicts

MODEL = Origin(OriginKind.MODEL, "claude-opus-5-5", "anthropic", "critique", when_ms=1_763_600_000_000)


def prepared(bench: Bench, dialect: str = "lesswrong", **more: Any) -> Any:
    return asyncio.run(bench.exporting.prepare(PrepareExport(1, dialect, bench.draft.n, **more)))


def checks(bench: Bench, dialect: str = "lesswrong", **more: Any) -> dict[str, list[tuple[str, str, int | None]]]:
    found: dict[str, list[tuple[str, str, int | None]]] = {}
    for row in prepared(bench, dialect, **more).checks:
        found.setdefault(row.name, []).append((row.state, row.words, row.paragraph))
    return found


def opened(tmp_path: Path, text: str) -> Bench:
    bench = Bench(WrittenDraft(tmp_path, text).begin())
    bench.attach()
    return bench


def test_that_a_clean_draft_has_every_check_and_all_are_fine(tmp_path: Path) -> None:
    (tmp_path / "there.png").touch()
    bench = opened(
        tmp_path,
        "# A title\n\nProse with a note[^1], `TODO`, a [link](https://example.org), a [part](#part).\n\n"
        "```\nTODO ?? [^9]\n```\n\n[^1]: A note.\n",
    )
    found = checks(bench)
    assert list(found) == [
        "Title",
        "Rule",
        "Model text",
        "Borrowed language",
        "Unknown origin",
        "Minutes",
        "Leftovers",
        "Footnotes",
        "Pictures",
        "Links",
        "Open remarks",
        "Claims",
        "Vouched for",
        "Venue",
    ]
    assert {state for rows in found.values() for state, _, _ in rows} == {"fine"}


def test_that_what_is_unfinished_is_shown_at_its_paragraph(tmp_path: Path) -> None:
    bench = opened(
        tmp_path,
        "No title. TODO\n\nIs it so??\n\nA call[^gone] and[^empty].\n\n![](nowhere.png) ![](there.png) ![x]()\n\n"
        "[a](../secret.md) [b]() [c][d]\n\n[d]: file:///etc/passwd\n\n[^empty]:\n\n[^unused]: Words.\n",
    )
    (tmp_path / "there.png").touch()
    found = checks(bench)
    row = {number: item.id for number, item in enumerate(bench.draft.session.document.paragraphs, 1)}
    assert found["Title"][0][0] == "look"
    assert found["Leftovers"] == [
        ("look", "“TODO” is still in it.", row[1]),
        ("look", "“??” is still in it.", row[2]),
    ]
    assert sorted((words, where) for _, words, where in found["Footnotes"]) == sorted(
        [
            ("The note [^gone] is called, and is not there.", row[3]),
            ("The note [^empty] has no text.", row[7]),
            ("The note [^unused] is never called.", row[8]),
        ]
    )
    assert [words for _, words, _ in found["Pictures"]] == [
        "The picture nowhere.png is not there.",
        "A picture has no address.",
    ]
    assert {where for _, _, where in found["Pictures"]} == {row[4]}
    assert [words.split(" leads")[0] for _, words, _ in found["Links"]] == [
        "The link to ../secret.md",
        "A link",
        "The link to file:///etc/passwd",
    ]


def test_that_words_of_models_are_labelled_or_told(tmp_path: Path) -> None:
    bench = opened(tmp_path, "# T\n\nMy own words stand here and there are ten of them.\n\n")
    bench.draft.append("All of this is by a model.\n", MODEL)
    model = bench.draft.paragraph(3)
    assert checks(bench)["Model text"] == [("fine", "1 passage by models, each with its label.", None)]
    assert checks(bench, "markdown")["Model text"] == [
        ("look", "1 passage by models without a label: this form has none.", model)
    ]
    post = prepared(bench)
    assert 'model="claude-opus-5-5"' in post.text
    assert "llm-content-block" in post.html
    assert post.title == "T"


def test_that_words_changed_outside_and_open_remarks_are_shown(tmp_path: Path) -> None:
    bench = opened(tmp_path, "# T\n\nMine.\n")
    bench.draft.write(len("# T\n\nMine"), " and whose", origin=UNKNOWN)
    paragraph = bench.draft.paragraph(2)
    one = Remark(0, paragraph, "style", Anchor("Mine", 0, 4), "i", "w", "s", None, RemarkState.OPEN, None, 1, "")
    kept = bench.opening.draft.store.remarks.add([one, one])
    found = checks(bench)
    assert found["Unknown origin"] == [
        ("look", "2 words changed outside of this program; whose is not known.", paragraph)
    ]
    assert found["Open remarks"] == [("look", "2 remarks are open on paragraph 2.", paragraph)]
    bench.opening.draft.store.remarks.update([remark.agreed() for remark in kept])
    assert checks(bench)["Open remarks"] == [("fine", "None.", None)]


def test_that_minutes_are_asked_for_only_where_they_are_a_rule(tmp_path: Path) -> None:
    bench = opened(tmp_path, "# T\n\n" + "word " * 100 + "\n\n")
    bench.draft.append("All of this is by a model.\n", MODEL)
    assert checks(bench, profile="lesswrong-2026")["Minutes"] == [("fine", "Not asked for by this venue.", None)]
    short = checks(bench, profile="lesswrong-2025")["Minutes"]
    assert short[0][0] == "look"
    assert short[-1][2] == bench.draft.paragraph(3)
    with pytest.raises(PolicyError):
        prepared(bench, profile="../secrets")


def test_that_writing_is_whole_and_says_what_was_written(tmp_path: Path) -> None:
    bench = opened(tmp_path, "# T\n\nMine.\n")

    def write(dialect: str, name: str) -> str:
        asked = WriteExport(1, dialect, str(tmp_path / name), bench.draft.n)
        return asyncio.run(bench.exporting.write(asked)).words

    assert write("lesswrong", "a.md") == f"Written to {tmp_path / 'a.md'}."
    assert (tmp_path / "a.md").read_text() == "Mine.\n"
    assert write("lesswrong", "a.html") == f"Written to {tmp_path / 'a.html'}."
    assert (tmp_path / "a.html").read_text() == "<p>Mine.</p>\n"
    assert write("substack", "b.html") == f"Written to {tmp_path / 'b.html'} and {tmp_path / 'b.md'}."
    assert write("markdown", "c.md")
    assert (tmp_path / "c.md").read_text() == bench.draft.text
    with pytest.raises(FileUnreadable, match="The draft is safe"):
        write("markdown", "no/where.md")
    with pytest.raises(ExportError, match="lesswrong, substack, markdown"):
        write("medium", "d.md")


def test_that_a_form_that_is_not_known_stops_before_anything_is_shown(tmp_path: Path) -> None:
    post = prepared(opened(tmp_path, "# T\n"), "medium")
    assert post.text == ""
    assert [row.state for row in post.checks] == ["stop"]


def test_that_no_verdict_and_no_missing_minute_stops_an_export(tmp_path: Path) -> None:
    bench = opened(tmp_path, "# T\n\n" + "word " * 100 + "\n\n")
    bench.draft.append("All of this was said by a model, every word of it.\n", MODEL)
    for profile in profile_names():
        post = prepared(bench, "lesswrong", profile=profile)
        assert post.text
        assert {row.state for row in post.checks} <= {"fine", "look"}


def test_that_shares_and_what_has_to_be_stated_are_told_and_a_label_only_where_it_counts(tmp_path: Path) -> None:
    bench = opened(tmp_path, "# T\n\n" + "word " * 29 + "\n\n")
    bench.draft.append("All of this was said by a model now.\n", MODEL)
    model = bench.draft.paragraph(3)
    medium = checks(bench, profile="medium-2024")["Rule"]
    assert medium[0][1] == "Medium (May 2024), rule of 1 May 2024. Verdicts with their evidence: Ctrl+Shift+R."
    assert ("fine", "24 % of the prose (9 of 39 words) came from a model.", None) in medium
    assert medium[-1] == (
        "look",
        "The help of a model has to be stated within the first two paragraphs. No sentence that does was found there.",
        None,
    )
    bench.draft.write(5, "I wrote this with the help of Claude. ")
    stated = checks(bench, profile="medium-2024")["Rule"][-1]
    assert stated[0] == "fine"
    assert "Paragraph 2 says “I wrote this with the help of Claude”" in stated[1]
    assert stated[2] == bench.draft.paragraph(2)
    nowhere = checks(bench, profile="no-model-text-2026")["Model text"]
    assert nowhere[0] == ("look", "1 passage by models. A label makes no difference to this venue.", model)
    assert checks(bench, profile="lesswrong-2026")["Model text"][0][0] == "fine"


@pytest.mark.parametrize(
    ("dialect", "name"), [("lesswrong", "essay.md"), ("substack", "essay.html"), ("markdown", "x.palimpsest")]
)
def test_that_a_post_is_never_written_over_the_draft(tmp_path: Path, dialect: str, name: str) -> None:
    """A post for Substack is two files, of which the writer named only the first."""
    bench = opened(tmp_path, "# T\n\nMine.\n")
    bench.draft.text_path.write_text("as it was")
    with pytest.raises(FileUnreadable, match="It is the draft itself"):
        asyncio.run(bench.exporting.write(WriteExport(1, dialect, str(tmp_path / name), bench.draft.n)))
    assert bench.draft.text_path.read_text() == "as it was"
    assert not (tmp_path / "essay.html").exists()


@pytest.mark.parametrize("profile", profile_names())
def test_that_verdicts_and_checks_agree_on_what_the_export_labels(tmp_path: Path, profile: str) -> None:
    """The check is of what the export makes: a paragraph that gets its label is no trouble there, and its verdict, which
    is of the draft as it stands, says so. A note gets none that the venue knows, and is told in both places."""
    bench = opened(tmp_path, "# T\n\n" + "My own words stand here. " * 9 + "[^1]\n\n")
    bench.draft.append("All of this is by a model.\n", MODEL).append("\n").append("[^1]: So is this note.\n", MODEL)
    block, note = bench.draft.paragraph(3), bench.draft.paragraph(4)
    judged = asyncio.run(Verdicts(bench.opening).judge(JudgePost(2, profile, bench.draft.n)))
    verdicts = {
        one.paragraph: (one.verdict, one.sentence) for one in judged.findings if one.paragraph and one.start < one.end
    }
    found = checks(bench, profile=profile)["Model text"]
    told = {where for state, _, where in found if state == "look"}
    if ("fine", "2 passages by models, each with its label.", None) in found:
        verdict, sentence = verdicts.get(block, ("fine", ""))
        assert block not in told
        assert ("a labelled block" in sentence) == (verdict != "fine")
    assert (verdicts.get(note, ("fine",))[0] == "not_allowed") == (note in told)
