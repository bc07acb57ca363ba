from __future__ import annotations

from editor.core.attachments import Attachment
from editor.core.sources import LONGEST_ADDRESS, SOURCES, Search, Source, kept_source, searches_in

SEARCH = Search(
    7, 3, "Two pages say so.", "anthropic", "claude-x", "c1", 1_763_726_400_000,
    (Source("https://a.example/x", "A", "It is so."), Source("https://b.example/", "B")),
)  # fmt: skip


def test_that_a_search_is_kept_as_it_was_and_what_cannot_be_read_is_passed_over() -> None:
    kept = Attachment(SOURCES, "7", 2, SEARCH.as_row(), 5)
    broken = Attachment(SOURCES, "8", 2, {"claim": "x"}, 5)
    gone = Attachment(SOURCES, "9", 2, None, 5)
    assert list(searches_in([broken, kept, gone])) == [SEARCH]


def test_that_one_of_its_sources_can_be_taken_out() -> None:
    assert [one.title for one in SEARCH.without(0).sources] == ["B"]


def test_that_a_source_is_cut_to_what_can_be_shown_but_its_address_is_not() -> None:
    long = kept_source(Source(" https://a.example ", "a\n b" + "x" * 900, "q" * 5_000))
    assert long is not None
    assert (long.url, long.title[:3], len(long.title), len(long.quote)) == ("https://a.example", "a b", 300, 1_000)
    assert kept_source(Source("https://a.example/" + "x" * LONGEST_ADDRESS)) is None
    assert kept_source(Source(" ")) is None
