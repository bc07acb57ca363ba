from __future__ import annotations

import pytest
from service_bench import Bench
from written_draft import WrittenDraft

from editor.core.annotations import Anchor, Remark, RemarkState
from editor.core.errors import EditRefused
from editor.protocol.messages import CompareVersion, JudgeRemark, KeepVersion, ListVersions


def test_that_a_kept_paragraph_is_listed_with_its_words_and_time(bench: Bench, draft: WrittenDraft) -> None:
    draft.append("\n")
    bench.attach()
    paragraph = draft.paragraph(2)
    kept = bench.versioning.keep(KeepVersion(1, " Before the cut ", paragraph, draft.n)).versions
    assert [(row.name, row.paragraph, row.words) for row in kept] == [("Before the cut", paragraph, 9)]
    assert kept[0].text == draft.session.document.paragraphs[1].text
    assert kept[0].wall_ms == draft.clock.now().wall_ms
    assert bench.versioning.list(ListVersions(2, None)).versions == ()
    assert bench.versioning.list(ListVersions(3, paragraph)).versions == kept


def test_that_a_version_without_a_name_is_called_by_its_time(bench: Bench, draft: WrittenDraft) -> None:
    draft.append("\n")
    bench.attach()
    assert bench.versioning.keep(KeepVersion(1, "", None, draft.n)).versions[0].name == "12:00"


def test_that_a_version_is_compared_with_what_stands_there_now(bench: Bench, draft: WrittenDraft) -> None:
    draft.begin()
    bench.attach()
    paragraph = draft.paragraph(2)
    bench.versioning.keep(KeepVersion(1, "a", paragraph, draft.n))
    at = draft.text.index("very unique")
    draft.write(at, "singular", len("very unique"))
    pieces = bench.versioning.compare(CompareVersion(2, 1, draft.n)).pieces
    assert [(row.kind, row.text) for row in pieces if row.kind != "same"] == [
        ("removed", "very unique"),
        ("added", "singular"),
    ]


def test_that_a_version_of_a_paragraph_that_is_gone_is_compared_with_nothing(bench: Bench, draft: WrittenDraft) -> None:
    draft.begin()
    bench.attach()
    paragraph = draft.paragraph(3)
    text = draft.session.document.paragraphs[2].text
    bench.versioning.keep(KeepVersion(1, "a", paragraph, draft.n))
    draft.write(draft.text.index(text), "", len(text))
    assert not draft.session.document.paragraphs.has(paragraph)
    pieces = bench.versioning.compare(CompareVersion(2, 1, draft.n)).pieces
    assert [(row.kind, row.text) for row in pieces] == [("removed", text)]
    with pytest.raises(EditRefused, match="no longer"):
        bench.versioning.keep(KeepVersion(3, "b", paragraph, draft.n))
    with pytest.raises(EditRefused, match="not in the draft"):
        bench.versioning.compare(CompareVersion(4, 99, draft.n))


def test_that_no_versions_are_listed_before_the_draft_has_begun(bench: Bench) -> None:
    bench.attach()
    assert bench.versioning.list(ListVersions(1, None)).versions == ()


def test_that_a_decision_about_a_remark_is_kept(bench: Bench, draft: WrittenDraft) -> None:
    draft.begin()
    bench.attach()
    store = bench.opening.draft.store
    one = Remark(0, 2, "style", Anchor("first", 4, 9), "i", "w", "s", None, RemarkState.OPEN, None, 1, "")
    store.remarks.add([one])
    for state, reason in (("agreed", None), ("done", None), ("dismissed", "taste"), ("open", None)):
        bench.judging.judge(JudgeRemark(1, 1, state, reason))
        kept = store.remarks.all()[0]
        assert (kept.state.value, kept.reason.value if kept.reason else None) == (state, reason)
    for remark, state, reason in (
        (1, "dismissed", None),
        (1, "dismissed", "bored"),
        (1, "burnt", None),
        (2, "done", None),
    ):
        with pytest.raises(EditRefused, match="Nothing was changed"):
            bench.judging.judge(JudgeRemark(1, remark, state, reason))
    assert store.remarks.all()[0].state is RemarkState.OPEN
