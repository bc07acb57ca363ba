"""Our text as Qt may hold it, with nothing in it that hides, turns a line round or speaks to a terminal."""

from __future__ import annotations

import html
import re

from editor.core.unseen import ALWAYS_ODD, CONTROL_SIGNS, SIGN, unseen

_SIGNS = {**CONTROL_SIGNS, "\u2029": "␤", **dict.fromkeys(ALWAYS_ODD, SIGN)}
_ODD = re.compile(f"[{''.join(map(re.escape, _SIGNS))}\ud800-\udfff\ufdd0\ufdd1\ufffc]")


def shown(text: str) -> str:
    """As many UTF-16 units, and nothing but line ends that Qt would interpret or drop, and nothing that hides.

    Each such character gets a sign in its place, one for one, whatever stands beside it: a stretch of a text is shown
    as in the whole. What hides only in some places is therefore left; see `revealed`.
    """
    return _ODD.sub(lambda odd: _SIGNS.get(odd[0], "\ufffd"), text)


def plain_tip(text: str) -> str:
    """A text as a tool tip, in which Qt would otherwise take signs for markup and load what that names."""
    return f"<span>{html.escape(shown(text))}</span>"
