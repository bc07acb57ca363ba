from __future__ import annotations

import pytest

from editor.intake.word_xml import W, parsed, value, words, written


def test_that_a_part_with_a_document_type_is_refused_before_anything_of_it_is_expanded() -> None:
    with pytest.raises(ValueError, match="no document type"):
        parsed(b'<!DOCTYPE d [<!ENTITY a "ha">]><d>&a;</d>')


@pytest.mark.parametrize(("depth", "refused"), [(300, False), (5_000, True)])
def test_that_what_is_nested_more_deeply_than_a_text_ever_is_is_refused(depth: int, refused: bool) -> None:
    data = b"<a>" * depth + b"</a>" * depth
    if refused:
        with pytest.raises(ValueError, match="too deeply"):
            parsed(data)
    else:
        assert written(parsed(data)).count(b"<a") == depth


def test_that_the_names_of_the_strict_form_are_the_usual_ones() -> None:
    root = parsed(b"<p xmlns='http://purl.oclc.org/ooxml/wordprocessingml/main'><t>one</t><tab/><t>two</t></p>")
    assert (root.tag, words(root), value(root, "pPr", "pStyle")) == (f"{W}p", "one two", None)
