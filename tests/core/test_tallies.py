from __future__ import annotations

from editor.core.annotations import Anchor, DismissReason, Remark, RemarkState, grouped
from editor.core.tallies import Quoting, tally, together, voices


def remark(critic: str, number: int = 1, place: tuple[int, int] = (0, 4)) -> Remark:
    anchor = Anchor("x" * (place[1] - place[0]), *place)
    return Remark(number, 7, critic, anchor, "i", "w", "s", None, RemarkState.OPEN, None, 0, "")


def test_that_a_tally_says_what_the_writer_made_of_a_critics_remarks() -> None:
    harsh, style = remark("harsh"), remark("style")
    made = [harsh, style.dismissed(DismissReason.TASTE), harsh.agreed(), harsh.agreed().done(), style.agreed()]
    made += [style.dismissed(DismissReason.TASTE), harsh.dismissed(DismissReason.WRONG)]
    tallies = tally(made)
    assert list(tallies) == ["harsh", "style"]
    assert tallies["harsh"].words == "4 remarks: 2 agreed, 1 wrong, 1 open"
    assert tallies["style"].words == "3 remarks: 1 agreed, 2 taste"
    assert sum(tallies["style"].dismissed.values()) == 2
    assert tally([style])["style"].words == "1 remark: 1 open"
    assert tally([]) == {}


def test_that_the_figures_of_a_tally_add_up_to_its_remarks() -> None:
    states = [remark("c"), remark("c").agreed(), remark("c").done()]
    states += [remark("c").dismissed(reason) for reason in DismissReason]
    (one,) = tally(states).values()
    assert one.remarks == len(states) == one.open + one.agreed + sum(one.dismissed.values())


def test_that_quotes_that_were_not_found_are_counted_by_model() -> None:
    sums = together([("a", Quoting(3, 1)), ("b", Quoting(1, 1)), ("a", Quoting(2, 1))])
    assert sums == {"a": Quoting(5, 2), "b": Quoting(1, 1)}
    assert [one.words for one in sums.values()] == [
        "2 of 5 quotes were not in the text",
        "1 of 1 quote was not in the text",
    ]


def test_that_a_group_says_how_many_of_those_who_read_it_agree() -> None:
    first, second = remark("harsh", 1, (0, 4)), remark("logician", 2, (2, 6))
    again, alone = remark("harsh", 3, (3, 5)), remark("style", 4, (10, 12))
    one, other = grouped([alone, again, second, first])
    readers = ("harsh", "logician", "style")
    assert voices(one, readers).critics == ("harsh", "logician")
    assert voices(one, readers).words == "2 of 3 critics"
    assert voices(other, readers).words == "1 of 3 critics"
    assert voices(other, ()).words == ""
    assert voices(one, ()).words == "2 of 2 critics"
