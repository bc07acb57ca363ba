from __future__ import annotations

from pathlib import Path

import pytest
from word_makers import FORMULA, paragraph, word_file

from editor.services.importing import imported


def long(number: int) -> str:
    return FORMULA.replace("E=m", f"x{number} + " + "a lot more of it " * 3)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (
            (FORMULA, FORMULA),
            "2 formulas were flattened: of fractions, roots and powers only the letters came along, as “E=mc2”, “E=mc2”. "
            "Set them anew between dollar signs; old.docx still has them.",
        ),
        (
            tuple(long(number) for number in range(5)),
            "5 formulas were flattened: of fractions, roots and powers only the letters came along, as "
            "“x0 + a lot more of it a lot m…”, “x1 + a lot more of it a lot m…”, “x2 + a lot more of it a lot m…” and 2 "
            "more. Set them anew between dollar signs; old.docx still has them.",
        ),
    ],
)
def test_that_flattened_formulas_are_counted_and_shown_with_what_to_do(
    tmp_path: Path, body: tuple[str, ...], sentence: str
) -> None:
    target, said = imported(word_file(tmp_path / "old.docx", *body))
    assert said[-1] == sentence
    for shown in ("E=mc2",) if body[0] == FORMULA else ("x0 + a lot more of it",):
        assert shown in target.read_text()


def test_that_nothing_is_said_of_formulas_where_there_are_none(tmp_path: Path) -> None:
    assert imported(word_file(tmp_path / "old.docx", paragraph("x")))[1] == (
        "old.docx was imported as old.md; it was left as it is.",
    )
