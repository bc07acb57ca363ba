"""The document as a fold of edits: whatever is typed where, it equals the whole text split anew, and little is split."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace

import pytest
from document_makers import MODEL, SPLITTER, Draft, fragment, shape, shape_of_whole
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.core.document import Document
from editor.core.edits import Edit, EditKind
from editor.core.errors import EditRefused
from editor.core.marks import BlockKind, Mark, Reshape
from editor.core.origins import TYPED
from editor.core.reshaping import AHEAD, Splitting
from editor.core.rows import edit_from, edit_row
from editor.core.runs import Fragment

SIGNS = [
    "a", "word ", "\n", "\n\n", "# ", "- ", "  ", "1. ", "> ", "```\n", "~~~", "$$", "$", "| a | b |\n|-|-|\n", "|",
    "<div>\n", "<!-- ", "-->", ">", "[^1]: note", "[x]: /url\n", "[x", "]:", "]", ":", '"t"', "+++ T\n", "+++\n", "+",
    "%%% llm-output\n", "%%% /llm-output\n", "---\n", "-", "...\n", "===\n", "    ", "\t", "😀", "\r\n", "\r", "\x0c",
    "\u2028", "`", "lazy\n",
]  # fmt: skip


class CountingSplitter:
    """Tells how often it was asked and how many paragraphs of text it was given."""

    def __init__(self) -> None:
        self.calls = 0
        self.paragraphs = 0

    def split(self, text: str, *, at_top: bool = True, stop_at: Collection[int] = ()) -> Splitting:
        self.calls += 1
        self.paragraphs += len(SPLITTER.split(text, at_top=at_top).blocks)
        return SPLITTER.split(text, at_top=at_top, stop_at=stop_at)


def big(paragraphs: int) -> str:
    kinds = [
        "Some words of prose that go on for a while.",
        "## A heading",
        "- one\n- two\n\n  more",
        "> said",
        "```\nx\n\ny\n```",
    ]
    return "\n\n".join(f"{kinds[number % 5]} {number}" if number % 5 != 4 else kinds[4] for number in range(paragraphs))


class TestIncrementalEqualsWhole:
    @settings(deadline=None, max_examples=120)
    @given(
        st.lists(st.sampled_from(SIGNS), max_size=25).map("".join),
        st.lists(
            st.tuples(st.floats(0, 1), st.integers(0, 6), st.lists(st.sampled_from(SIGNS), max_size=3).map("".join)),
            min_size=1,
            max_size=25,
        ),
    )
    def test_that_after_any_edits_the_paragraphs_are_those_of_the_whole_text(
        self, start: str, edits: list[tuple[float, int, str]]
    ) -> None:
        draft, expected = Draft(start), start
        for place, removed, text in edits:
            at = int(place * len(expected))
            draft.change(at, min(removed, len(expected) - at), fragment(text))
            expected = expected[:at] + text + expected[at + removed :]
            assert draft.text == expected
            assert shape(draft.document) == shape_of_whole(expected)

    @settings(deadline=None, max_examples=15)
    @given(st.data())
    def test_that_a_big_draft_edited_anywhere_is_divided_as_if_split_whole(self, data: st.DataObject) -> None:
        draft = Draft(big(400))
        for _ in range(12):
            at = data.draw(st.integers(0, len(draft.document)))
            gone = data.draw(st.sampled_from([0, 0, 0, 1, 2, 300]))
            draft.change(at, min(gone, len(draft.document) - at), fragment(data.draw(st.sampled_from(SIGNS))))
        assert shape(draft.document) == shape_of_whole(draft.text)

    @pytest.mark.parametrize(
        ("start", "place", "text"),
        [
            ("~~~\ncode\n~~~\n", 13, "after the fence"),
            ("\n\n```\ncode\n```", 1, "above the fence"),
            ("- <!--\n  words\n  more\nlazy", 15, " -->"),
            ("- <!--\n  words -->\n  more\nlazy", 16, "x"),
            ("[x\ny] /url\nmore", 5, ":"),
            ("- item\n+++ T\na\n", 15, "+++\n"),
            ("$$\na\n\n# b\n\nc", 12, "$$"),
            ("---\na\n\nb\n\nc\n\nd\n\ne\n\nf\n\ng\n\nh\n", 27, "---\n"),
            ("- a\n--  b\n", 3, "--"),
        ],
    )
    def test_that_a_key_which_opens_or_closes_a_block_is_not_taken_for_prose(
        self, start: str, place: int, text: str
    ) -> None:
        draft = Draft(start)
        for number, key in enumerate(text):
            draft.type(place + number, key)
            assert shape(draft.document) == shape_of_whole(draft.text)


class TestHowMuchIsSplit:
    @pytest.mark.parametrize("place", ["prose that", "heading", "one\n", "said", "x\n"])
    def test_that_a_letter_in_prose_heading_list_quote_or_code_calls_no_splitter(self, place: str) -> None:
        splitter = CountingSplitter()
        draft = Draft(big(2_000), splitter)
        splitter.calls = 0
        at = draft.text.index(place, len(draft.text) // 2)
        for number, key in enumerate("typed, then"):
            draft.type(at + 1 + number, key)
        for _ in range(5):
            draft.delete(at + 1, at + 2)
        assert splitter.calls == 0

    @pytest.mark.parametrize("share", [0.0, 0.3, 0.999])
    def test_that_a_newline_splits_a_handful_of_two_thousand_paragraphs(self, share: float) -> None:
        splitter = CountingSplitter()
        draft = Draft(big(2_000), splitter)
        at = draft.text.index("prose", int(len(draft.text) * share) - 300 if share else 0)
        splitter.calls = splitter.paragraphs = 0
        draft.type(at, "\n")
        draft.type(at + 1, "\n")
        assert splitter.calls == 2
        assert splitter.paragraphs <= 2 * (AHEAD + 5)

    def test_that_mathematics_being_typed_does_not_split_the_rest_of_the_draft_at_every_key(self) -> None:
        splitter = CountingSplitter()
        draft = Draft(big(2_000), splitter)
        at = draft.document.paragraphs.start(1_000)
        splitter.paragraphs = 0
        for number, key in enumerate("$$\n\\frac{a}{b}\n"):
            draft.type(at + number, key)
        assert splitter.paragraphs <= 15 * (AHEAD + 5)

    def test_that_a_row_of_the_log_names_only_the_paragraphs_that_changed(self) -> None:
        draft = Draft(big(50))
        edit = draft.type(draft.text.index("prose", 500), "\n\n")
        assert edit.reshape is not None
        assert (len(edit.reshape.removed), len(edit.reshape.inserted)) == (1, 2)

    def test_that_a_letter_has_no_reshape(self) -> None:
        assert Draft("words here").type(5, "x").reshape is None


class TestRefusals:
    @pytest.mark.parametrize(("position", "removed"), [(-1, 0), (6, 0), (0, 6), (0, -1), (5, 1)])
    def test_that_planning_outside_the_text_is_refused(self, position: int, removed: int) -> None:
        with pytest.raises(EditRefused):
            Draft("hello").document.plan(position, removed, fragment("x"), SPLITTER)

    TWO = (Mark(1, 3, BlockKind.PARAGRAPH), Mark(2, 1, BlockKind.PARAGRAPH))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"removed": fragment("z")},
            {"removed": fragment("a\n\nb, and more")},
            {"position": 9},
            {"position": -1},
            {"position": -1, "removed": Fragment()},
            {"position": 5, "removed": Fragment()},
            {"removed": fragment("a\n\nb")},
            {"reshape": Reshape(0, (Mark(7, 3, BlockKind.PARAGRAPH),), TWO)},
            {"reshape": Reshape(0, TWO, (Mark(1, 99, BlockKind.PARAGRAPH),))},
            {"reshape": Reshape(1, TWO[1:], (Mark(2, 1, BlockKind.PARAGRAPH),))},
            {"reshape": Reshape(0, TWO[:1], (Mark(2, 3, BlockKind.PARAGRAPH),))},
            {"reshape": Reshape(0, TWO, (Mark(1, 2, BlockKind.PARAGRAPH), Mark(1, 2, BlockKind.PARAGRAPH)))},
            {"removed": fragment("a\n\nb"), "inserted": Fragment(), "reshape": Reshape(0, TWO, ())},
            {"position": 8, "reshape": Reshape(5, (), (Mark(9, 1, BlockKind.PARAGRAPH),))},
        ],
    )  # fmt: skip
    def test_that_an_edit_that_does_not_fit_is_refused_and_changes_nothing(self, wrong: dict[str, object]) -> None:
        document = Draft("a\n\nb").document
        before = document.keyframe()
        edit = Edit(1, 0, 0, EditKind.TYPE, 0, fragment("a"), fragment("x"), 1)
        with pytest.raises(EditRefused):
            document.apply(replace(edit, **wrong))
        assert document.keyframe() == before
        assert [item.id for item in document.paragraphs] == [1, 2]

    def test_that_planning_changes_nothing(self) -> None:
        document = Draft(big(20)).document
        before = document.keyframe()
        document.plan(30, 40, fragment("x\n\ny\n\n"), SPLITTER)
        assert document.keyframe() == before


class TestKeyframe:
    @settings(deadline=None, max_examples=60)
    @given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 9), st.sampled_from(SIGNS)), max_size=12))
    def test_that_a_document_comes_back_from_its_keyframe_and_edits_on_alike(
        self, edits: list[tuple[float, int, str]]
    ) -> None:
        draft = Draft(fragment("# One\n\n", ("words of a model\n\n", MODEL), "- a\n- b\n"))
        for place, removed, text in edits:
            at = int(place * len(draft.document))
            draft.change(at, min(removed, len(draft.document) - at), fragment(text))
        again = Document.from_keyframe(json.loads(json.dumps(draft.document.keyframe())))
        assert again.keyframe() == draft.document.keyframe()
        assert list(again.paragraphs) == list(draft.document.paragraphs)
        assert again.next_id == draft.document.next_id

    def test_that_the_log_folded_over_the_first_keyframe_gives_the_same_ids(self) -> None:
        draft = Draft(big(30))
        draft.type(100, "\n\nnew\n\n")
        draft.delete(20, 300)
        draft.undo()
        again = Document.from_keyframe(json.loads(json.dumps(draft.start)))
        for edit in draft.log:
            again.apply(edit_from(json.loads(json.dumps(edit_row(edit)))))
        assert again.keyframe() == draft.document.keyframe()

    @pytest.mark.parametrize("text", ["a\n\nbc", "a\n\n", ""])
    def test_that_a_keyframe_whose_paragraphs_do_not_cover_its_text_is_no_keyframe(self, text: str) -> None:
        keyframe = Draft("a\n\nb").document.keyframe()
        with pytest.raises(ValueError, match="cover"):
            Document.from_keyframe({**keyframe, "text": text})

    def test_that_a_new_document_is_one_blank_paragraph(self) -> None:
        document = Document()
        assert [(item.id, item.kind, item.text) for item in document.paragraphs] == [(1, BlockKind.BLANK, "")]
        assert document.next_id == 2
        assert len(document) == 0


class TestFragments:
    def test_that_a_stretch_over_paragraphs_carries_its_origins(self) -> None:
        document = Draft(fragment("mine\n\n", ("its", MODEL), " and mine")).document
        assert document.fragment(3, 11) == fragment("e\n\n", ("its", MODEL), " a")

    def test_that_an_empty_stretch_is_empty(self) -> None:
        assert Draft("words").document.fragment(3, 3) == Fragment()

    def test_that_the_runs_of_the_whole_draft_are_joined_over_paragraphs(self) -> None:
        assert [(run.length, run.origin) for run in Draft("a\n\nb\n\nc").document.runs()] == [(7, TYPED)]


class TestLineage:
    def test_that_model_text_marks_its_paragraph_and_deleting_it_does_not_unmark_it(self) -> None:
        draft = Draft("one\n\ntwo\n\nthree")
        draft.change(6, 0, fragment((" its words", MODEL)))
        assert [item.mark.lineage for item in draft.document.paragraphs] == [(), (MODEL,), ()]
        draft.delete(6, 16)
        assert draft.text == "one\n\ntwo\n\nthree"
        assert [item.mark.lineage for item in draft.document.paragraphs] == [(), (MODEL,), ()]

    def test_that_a_draft_made_of_known_origins_starts_with_their_lineage(self) -> None:
        document = Draft(fragment("one\n\n", ("two", MODEL))).document
        assert [item.mark.lineage for item in document.paragraphs] == [(), (MODEL,)]
