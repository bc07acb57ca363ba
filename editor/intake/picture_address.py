"""The address of a picture in a page that loads its pictures only as they come into sight."""

from __future__ import annotations

from bs4.element import Tag

_LATER = ("data-src", "data-original", "data-lazy-src", "data-srcset", "data-lazy-srcset", "srcset")
_PLACEHOLDERS = ("data:", "about:", "blob:")


def address_of(picture: Tag) -> str:
    """Its own, or where that is a placeholder or none, the one it is loaded from; empty where there is none."""
    own = str(picture.get("src", "")).strip()
    if own and not own.lower().startswith(_PLACEHOLDERS):
        return own
    for name in _LATER:
        # Of several sizes, each "address width", any is the picture.
        first = str(picture.get(name, "")).strip().split(" ")[0].rstrip(",")
        if first and not first.lower().startswith(_PLACEHOLDERS):
            return first
    return own
