"""Characters as a reader counts them: extended grapheme clusters of Unicode, with the rule for conjuncts of version 15.1.

Where each of them ends is decided by the `regex` library, which carries Unicode's tables with it: the answer must be the
same on every machine, whatever Python is there. It is pinned, and a test with a conjunct fails should the rule go.
"""

from __future__ import annotations

import regex

_CLUSTER = regex.compile(r"\X")


def cluster_ends(text: str) -> list[int]:
    """Where each cluster ends, in code points; as many as there are clusters. Costs the length of the text."""
    return [found.end() for found in _CLUSTER.finditer(text)]
