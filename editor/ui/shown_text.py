"""Our text as Qt may hold it, with nothing in it that hides, turns a line round or speaks to a terminal."""

from __future__ import annotations

import re

from editor.core.unseen import ALWAYS_ODD, CONTROL_SIGNS, SIGN, unseen

_SIGNS = {**CONTROL_SIGNS, "\u2029": "␤", **dict.fromkeys(ALWAYS_ODD, SIGN)}
_ODD = re.compile(f"[{''.join(map(re.escape, _SIGNS))}\ud800-\udfff\ufdd0\ufdd1\ufffc]")


def shown(text: str) -> str:
    """As many UTF-16 units, and nothing but line ends that Qt would interpret or drop, and nothing that hides.

    Each such character gets a sign in its place, one for one, whatever stands beside it: a stretch of a text is shown
    as in the whole. What hides only in some places is therefore left; see `revealed`, and `hidden_marks` for the page.
    """
    return _ODD.sub(lambda odd: _SIGNS.get(odd[0], "\ufffd"), text)


def revealed(text: str) -> str:
    """A whole text of somebody else's: besides, a sign for what hides because nothing beside it needs it.

    As many UTF-16 units. Joiners of Arabic and Indic letters, direction marks beside letters read from the right, and
    what pictures are made of stay.
    """
    if text.isascii():
        return shown(text)
    signs = list(text)
    for place in unseen(text):
        signs[place] = SIGN * (1 + (signs[place] > "\uffff"))
    return shown("".join(signs))
