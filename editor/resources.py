"""The one place that knows where prompts, policies, colours, icons and the sample lie.

In a checkout they are beside the package; in an installed wheel they are inside it.
"""

from __future__ import annotations

from pathlib import Path

_INSIDE = Path(__file__).parent / "resources"
_BESIDE = Path(__file__).parent.parent / "resources"


def resource(*parts: str) -> Path:
    """The path of a bundled file or folder. It is not checked that it exists."""
    root = _INSIDE if _INSIDE.is_dir() else _BESIDE
    return root.joinpath(*parts)
