"""Whose words come from the clipboard: ours by their runs, a model's by what it showed, everybody else's are pasted."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QMimeData
from session_makers import Sitting

from editor.core.declaring import is_open
from editor.core.edits import EditKind
from editor.core.origins import PASTED, TYPED, Origin, OriginKind
from editor.core.runs import Fragment
from editor.session.draft_session import Act
from editor.ui.clipboard import FLAVOUR, Clipboard, Received, whose_words

MODEL = Origin(OriginKind.MODEL, actor="model-1", provider="vendor", purpose="critique", prompt="call-7")
REMARK = "The first sentence promises a number, and the second one forgets it."
MIXED = Fragment.of("I think ", TYPED) + Fragment.of("cats are obligate carnivores.", MODEL)


def plain(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    return data


def received(clipboard: Clipboard, data: QMimeData) -> Fragment:
    return clipboard.received(data).fragment


def through_another_program(data: QMimeData) -> QMimeData:
    """Only the plain text survives."""
    return plain(data.text())


@pytest.fixture
def clipboard() -> Clipboard:
    made = Clipboard()
    made.model_showed(REMARK, MODEL)
    return made


class TestOurOwnWords:
    def test_that_runs_travel_with_the_text(self, clipboard: Clipboard) -> None:
        assert received(Clipboard(), clipboard.copied(MIXED)) == MIXED

    @pytest.mark.parametrize("text", ["a\r\nb", "lone\rreturn", "e\u0301 😀\n\nשלום", "\u00a0\u2028x"])
    def test_that_any_text_of_a_draft_comes_back_as_it_was(self, clipboard: Clipboard, text: str) -> None:
        assert received(Clipboard(), clipboard.copied(Fragment.of(text, TYPED))) == Fragment.of(text, TYPED)

    def test_that_line_ends_changed_on_the_way_do_not_cost_the_runs(self, clipboard: Clipboard) -> None:
        piece = Fragment.of("one\n", TYPED) + Fragment.of("two", MODEL)
        data = clipboard.copied(piece)
        data.setText("one\r\ntwo")
        assert received(Clipboard(), data) == piece

    def test_that_runs_beside_another_text_are_not_believed(self, clipboard: Clipboard) -> None:
        data = clipboard.copied(Fragment.of("mine", TYPED))
        data.setText("theirs")
        assert received(clipboard, data) == Fragment.of("theirs", PASTED)

    @pytest.mark.parametrize(
        "flavour",
        [
            b"",
            b"{",
            b"[]",
            b'"x"',
            b"{}",
            b"\xff\xfe",
            b"[" * 100_000,
            json.dumps({"sha256": "x", "runs": []}).encode(),
        ],
    )
    def test_that_a_flavour_that_is_none_is_passed_over(self, clipboard: Clipboard, flavour: bytes) -> None:
        data = plain("theirs")
        data.setData(FLAVOUR, flavour)
        assert received(clipboard, data) == Fragment.of("theirs", PASTED)

    @pytest.mark.parametrize(
        "runs", [[[4, "typed"]], [[7, "typed"], [-1, "typed"]], [[6, "nobody"]], [["6", "typed"]], 5]
    )
    def test_that_runs_which_do_not_fit_their_text_are_passed_over(self, clipboard: Clipboard, runs: object) -> None:
        data = clipboard.copied(Fragment.of("theirs", TYPED))
        content = json.loads(bytes(data.data(FLAVOUR).data()))
        data.setData(FLAVOUR, json.dumps({**content, "runs": runs}).encode())
        assert received(Clipboard(), data) == Fragment.of("theirs", PASTED)

    def test_that_a_copy_keeps_its_runs_through_a_program_that_knows_only_text(self, clipboard: Clipboard) -> None:
        data = through_another_program(clipboard.copied(MIXED))
        assert received(clipboard, data) == MIXED

    @pytest.mark.parametrize(
        "text", ["I think cats\nare obligate\ncarnivores.\n", "I think cats\u00a0are obligate   carnivores."]
    )
    def test_that_a_copy_keeps_its_runs_where_only_white_space_was_changed_on_the_way(
        self, clipboard: Clipboard, text: str
    ) -> None:
        clipboard.copied(MIXED)
        found = received(clipboard, plain(text))
        assert [(found.text[: found.runs[0].length].split(), found.runs[0].origin) for _ in "1"] == [
            (["I", "think"], TYPED)
        ]
        assert {run.origin for run in found.slice(8, len(text)).runs} == {MODEL}

    def test_that_the_newest_of_two_equal_copies_decides(self, clipboard: Clipboard) -> None:
        clipboard.copied(Fragment.of("same words", TYPED))
        data = clipboard.copied(Fragment.of("same words", PASTED))
        assert received(clipboard, through_another_program(data)).runs[0].origin == PASTED

    def test_that_a_copy_long_ago_is_forgotten(self, clipboard: Clipboard) -> None:
        old = clipboard.copied(Fragment.of("old words", TYPED))
        for number in range(30):
            clipboard.copied(Fragment.of(f"copy {number}", TYPED))
        assert received(clipboard, through_another_program(old)) == Fragment.of("old words", PASTED)


class TestWordsOfAModel:
    @pytest.mark.parametrize(
        "text",
        [
            REMARK,
            "a number, and the second one forgets it",
            "sentence promises a\nnumber, and   the second",
            "  " + REMARK + "\r\n",
            "st sentence promises a number, and the second one forg",
        ],
        ids=["[V9] all", "[V9] part", "[V9] wrapped", "[V9] padded", "[V9] cut"],
    )
    def test_that_what_a_model_showed_here_is_the_models(self, clipboard: Clipboard, text: str) -> None:
        assert {run.origin for run in received(clipboard, plain(text)).runs} == {MODEL}

    def test_that_it_is_the_models_also_when_the_writer_copied_it_into_the_draft_before(
        self, clipboard: Clipboard
    ) -> None:
        clipboard.copied(Fragment.of(REMARK, PASTED))
        assert received(clipboard, plain(REMARK)).runs[0].origin == MODEL

    @pytest.mark.parametrize(
        "text", ["forgets it", "promises a number", REMARK + " Not so.", "The first sentence promised"]
    )
    def test_that_a_few_common_words_or_more_than_it_said_are_not_the_models(
        self, clipboard: Clipboard, text: str
    ) -> None:
        assert received(clipboard, plain(text)).runs[0].origin == PASTED

    def test_that_a_turn_of_speech_is_only_taken_for_the_models(self, clipboard: Clipboard) -> None:
        found = clipboard.received(plain("the second one forgets"))
        (run,) = found.fragment.runs
        assert (run.origin.kind, is_open(run.origin), found.is_proved) == (OriginKind.MODEL, True, False)

    @pytest.mark.parametrize("text", ["e second one forgets it", "the second one forg"])
    def test_that_a_short_piece_of_words_is_nobodys(self, clipboard: Clipboard, text: str) -> None:
        assert received(clipboard, plain(text)).runs[0].origin == PASTED

    def test_that_the_writers_own_copy_is_the_writers_though_a_model_said_the_same(self, clipboard: Clipboard) -> None:
        own = Fragment.of("and the second one forgets it", TYPED)
        clipboard.copied(own)
        assert clipboard.received(plain(own.text)) == Received(own, True)

    def test_that_what_a_model_only_repeated_is_not_its_own(self) -> None:
        mine = "The end of the day is near, and nobody has counted the votes"
        made = Clipboard()
        made.model_showed(
            f'{{"quote": "{mine}.", "why": "Nobody knows how near it is to the reader of it."}}', MODEL, [mine]
        )
        assert received(made, plain(f"{mine}.")).runs[0].origin == PASTED
        assert received(made, plain("Nobody knows how near it is to the reader")).runs[0].origin == MODEL

    def test_that_a_short_answer_is_the_models_when_it_is_the_whole_of_it(self, clipboard: Clipboard) -> None:
        clipboard.model_showed("Cut this.", MODEL)
        assert received(clipboard, plain("Cut this.")).runs[0].origin == MODEL
        assert received(clipboard, plain("Cut")).runs[0].origin == PASTED

    def test_that_a_model_that_showed_nothing_owns_nothing(self, clipboard: Clipboard) -> None:
        clipboard.model_showed(" \n", MODEL)
        assert received(clipboard, plain(" ")).runs[0].origin == PASTED

    def test_that_pasted_model_words_mark_the_paragraph(self, clipboard: Clipboard) -> None:
        sitting = Sitting("one\n\ntwo")
        sitting.session.change(3, 0, received(clipboard, plain(" " + REMARK)), Act(EditKind.PASTE))
        assert [item.mark.lineage for item in sitting.document.paragraphs] == [(MODEL,), ()]


class TestWordsFromElsewhere:
    @pytest.mark.parametrize("vector", ["[V10]"])
    def test_that_text_of_a_browser_is_pasted_and_says_from_which_page(self, clipboard: Clipboard, vector: str) -> None:
        data = plain("words of a page")
        data.setData("chromium/x-source-url", b"https://example.org/page?token=secret#part")
        assert received(clipboard, data) == Fragment.of(
            "words of a page", Origin(OriginKind.PASTED, source="https://example.org/page")
        )

    def test_that_the_other_family_of_browsers_is_understood_too(self, clipboard: Clipboard) -> None:
        data = plain("words of a page")
        data.setData("text/x-moz-url-priv", "https://example.org/é".encode("utf-16-le"))
        assert received(clipboard, data).runs[0].origin.source == "https://example.org/é"

    @pytest.mark.parametrize("address", ["https://chatgpt.com/c/1", "https://www.chatgpt.com/?q=secret"])
    def test_that_what_comes_from_a_page_of_a_model_is_taken_for_a_models_and_not_proved(self, address: str) -> None:
        data = plain("words of a page")
        data.setData("chromium/x-source-url", address.encode())
        found = Clipboard(["chatgpt.com"]).received(data)
        (run,) = found.fragment.runs
        assert (run.origin.kind, run.origin.provider) == (OriginKind.MODEL, "chatgpt.com")
        assert "secret" not in run.origin.source
        assert not found.is_proved

    def test_that_the_page_is_named_where_it_stands_in_the_head_of_the_html(self, clipboard: Clipboard) -> None:
        data = plain("words of a page")
        head = b"Version:0.9\r\nStartHTML:00000\r\nSourceURL:https://example.org/page?x\r\n<html>"
        data.setData('application/x-qt-windows-mime;value="HTML Format"', head)
        assert received(clipboard, data).runs[0].origin.source == "https://example.org/page"

    def test_that_text_without_a_source_is_pasted(self, clipboard: Clipboard) -> None:
        assert received(clipboard, plain("words")) == Fragment.of("words", PASTED)

    def test_that_line_ends_of_other_systems_become_ours(self, clipboard: Clipboard) -> None:
        assert received(clipboard, plain("a\r\nb\rc\nd")).text == "a\nb\nc\nd"

    def test_that_an_empty_clipboard_gives_nothing(self, clipboard: Clipboard) -> None:
        assert received(clipboard, QMimeData()) == Fragment()


def test_that_every_kind_of_origin_has_a_word_for_a_sentence() -> None:
    assert all(whose_words(Fragment.of("x", Origin(kind)).runs) for kind in OriginKind)


def test_that_mixed_words_name_each_owner_once() -> None:
    assert whose_words((MIXED + MIXED).runs) == "a model's, yours"
