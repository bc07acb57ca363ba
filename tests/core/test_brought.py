from __future__ import annotations

import pytest

from editor.core.brought import brought

TEXT = "In 1697 Willem de Vlamingh saw forty swans in Australia, 1,200 of them black. I was told so by the LSE's reader."
GERMAN = (
    "Der Hund und die Katze liegen vor dem Haus in der Sonne und sehen den Vögeln auf dem Dach zu, während der Nachbar "
    "im Garten die Rosen schneidet und seine Frau am Fenster die Zeitung von gestern liest. Der Abend kommt."
)


@pytest.mark.parametrize(
    ("wording", "new"),
    [
        ("In 1987 somebody saw swans.", ("1987",)),
        ("By 1697, 40 swans, or 1200 of them.", ()),
        ("Some 40% of 1.200 swans, and 41% more.", ("41%",)),
        ("He saw eighty swans and forty more, thousands in all.", ("eighty", "thousands")),
        ("Two or three of them were seen.", ()),
        ("A bird that Willem de Vlamingh saw, as Popper's reader knows.", ("Popper",)),
        ("What Abel Tasman saw was black.", ("Abel Tasman",)),
        ("Karl Popper was told so.", ("Popper",)),
        ("Perhaps. Certainly it was so: Nobody saw it (Everybody knew). I’ve been told that I was.", ()),
        ("NASA was told, and so was the LSE.", ("NASA",)),
        ("vlamingh saw Swans.", ()),
        ("$5 and 3k, in the 1960s, on the 4th.", ("$5", "3k", "1960s", "4th")),
        ("Popper saw 3 swans in Perth, and Perth saw Popper.", ("3", "Perth", "Popper")),
        ("", ()),
    ],
)
def test_that_numbers_and_names_are_found_that_the_text_has_nowhere(wording: str, new: tuple[str, ...]) -> None:
    assert brought(wording, TEXT) == new


def test_that_where_every_noun_has_a_capital_only_numbers_are_told() -> None:
    assert brought("Die Amsel auf dem Baum sah 1987 den Mond.", GERMAN) == ("1987",)
