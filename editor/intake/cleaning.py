"""A page made harmless and plain before it is read: no scripts, no depths, no marks that only a browser needs.

Nothing of it is ever run or fetched. What is cut is what no reader sees; every visible word stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, PageElement, Tag

_DEEPEST = 60
"""Elements within elements; what lies deeper stands where the last of these does. Real pages stay below forty."""
_NEVER_SEEN = (
    "style", "head", "template", "noscript", "iframe", "object", "embed", "svg", "canvas", "audio", "input", "select",
    "title", "link", "meta", "base",
)  # fmt: skip
_BLOCKS = (
    "form", "fieldset", "legend", "textarea", "center", "address", "header", "footer", "nav", "aside", "hgroup", "dialog",
    "search",
)  # fmt: skip
"""Blocks that are read as a `div` is. A form may hold a whole page, its fields hold what a reader enters."""
_FOR_READING_ALOUD = re.compile("^(?:sr-only|visually-hidden|visuallyhidden|screen-reader-text)$")
"""Classes of words that are never drawn."""
_TOOLS = frozenset(["copy", "copy code", "copy link", "copy to clipboard", "copied", "copied!"])
"""Buttons that are no words of the text. Others are: the heading of what folds is most often a button."""
_KEPT_SCHEMES = ("http", "https", "mailto", "ftp", "tel")
_SCHEME = re.compile(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*):")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_NO_BREAKS = re.compile(r"(?: +\u00a0|\u00a0 +)[ \u00a0]*|\u00a0{2,}")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
_NOT_BOLD = re.compile(r"font-weight\s*:\s*(normal|[1-4]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*(italic|oblique)", re.IGNORECASE)
_NOT_ITALIC = re.compile(r"font-style\s*:\s*normal", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_STYLES = (
    (_BOLD, ("strong", "b", *_HEADINGS)),
    (_ITALIC, ("em", "i", *_HEADINGS)),
    (_STRUCK, ("del", "s", "strike")),
)
"""A style, the element it stands for, and the elements within which it says nothing new."""
_RAISED = re.compile(r"vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)
_LONGEST_STYLE = 2_000
UNSEEN = "x-unseen"
ALSO = "x-also"
"""The attribute for a second emphasis of the same words."""


_CELLS = ("td", "th")
_ENDED_BY: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "li": (("li",), ("ul", "ol", "table")),
    "dt": (("dt", "dd"), ("dl", "table")),
    "dd": (("dt", "dd"), ("dl", "table")),
    "tr": (("tr",), ("table",)),
    "td": (_CELLS, ("tr", "table")),
    "th": (_CELLS, ("tr", "table")),
    **dict.fromkeys(
        (
            "p",
            "div",
            "ul",
            "ol",
            "table",
            "blockquote",
            "pre",
            "hr",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "section",
            *_BLOCKS,
        ),
        (("p",), ("td", "th", "li", "blockquote", "div", "section", "table", "body")),
    ),
}
"""An element, the open ones its beginning ends, and those within which such an open one may stand."""


class _ShallowSoup(BeautifulSoup):
    """A tree in which nothing lies deeper than a reader of it may call itself: deeper elements are words only."""

    def handle_starttag(self, name: str, *details: Any, **named: Any) -> Tag | None:
        self._end_before(name)
        if len(self.tagStack) > _DEEPEST:
            return None
        return super().handle_starttag(name, *details, **named)

    def _end_before(self, name: str) -> None:
        """HTML leaves out many end tags; the beginning of the next such element is the end of the one before."""
        ended, within = _ENDED_BY.get(name, ((), ()))
        for tag in reversed(self.tagStack if ended else ()):
            if tag.name in ended:
                self.endData()
                self._popToTag(tag.name)
                return
            if tag.name in within:
                return


def parsed(html: str) -> BeautifulSoup:
    """With every blank that is in the page: which of them are seen is known only later (see `code_lines`)."""
    whole = {BeautifulSoup.ROOT_TAG_NAME}  # else a text of blanks alone would become a single one
    return _ShallowSoup(_without_open_ends(html), "html.parser", preserve_whitespace_tags=whole)


def _without_open_ends(html: str) -> str:
    """Without comments, and nothing begun that never ends: the parser looks for the end of each, to the last letter."""
    kept, place = [], 0
    while (start := html.find("<!--", place)) >= 0:
        kept.append(html[place:start])
        end = html.find("-->", start + 2)
        if end < 0:
            kept.append(html[start:].replace("<!--", ""))
        place = end + 3 if end >= 0 else len(html)
    html = "".join([*kept, html[place:]])
    closed = html.rfind(">") + 1
    return html[:closed] + html[closed:].replace("<", "&lt;")


def hide_unseen(soup: BeautifulSoup) -> None:
    """After the formulas were found, whose source lies in what is not seen.

    Elements are emptied and renamed, never taken out: to find an element's place among its neighbours takes as long as
    there are neighbours, and a hostile page has a hundred thousand.
    """
    for node in soup.find_all((*_NEVER_SEEN, "script")):
        hide(node)
    for node in soup.find_all(True):
        if _HIDDEN.search(str(node.attrs.get("style", ""))):
            hide(node)
    for node in soup.find_all(class_=_FOR_READING_ALOUD):
        hide(node)
    for node in soup.find_all("button"):
        if node.find_parent("pre") or node.get_text().strip().lower() in _TOOLS:
            hide(node)
    for node in soup.find_all(_BLOCKS):
        if node.name == "textarea":
            node["style"] = "white-space: pre-wrap"  # what every browser keeps in it
        node.name = "div"


def hide(node: Tag) -> None:
    node.clear()
    become(node, UNSEEN)


def become(node: Tag, name: str, **attributes: str) -> None:
    """Another element at the same place."""
    node.name = name
    node.attrs = dict(attributes)
    node.interesting_string_types = {NavigableString, CData}  # else a script's text would never count as words


def refill(node: Tag, children: Iterable[PageElement]) -> None:
    """Gives an element these children, whose own places are given up, and no others."""
    node.contents = []
    for child in children:
        child.parent = child.previous_sibling = child.next_sibling = None
        node.append(child)


def tame_addresses(soup: BeautifulSoup) -> None:
    """Of an address that runs something or names a place on another machine's disk only the words stay."""
    for link in soup.find_all("a"):
        address = str(link.get("href", "")).strip()
        kept = address and not address.startswith("#") and _is_kept(address)
        link.attrs = {"href": spelled(address)} if kept else {}


def _is_kept(address: str) -> bool:
    scheme = _SCHEME.match(address)
    return scheme is None or scheme[1].lower() in _KEPT_SCHEMES


def spelled(address: str) -> str:
    """Without what would end a Markdown link."""
    address = re.sub(r"\s", "%20", address)
    return address.replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")


def name_styles(soup: BeautifulSoup) -> None:
    """Emphasis that word processors write as a style becomes an element; an element whose style denies it is none."""
    for node in soup.find_all(("b", "strong")):
        if _NOT_BOLD.search(str(node.get("style", ""))):
            become(node, "span")
    for node in soup.find_all(("i", "em")):
        if _NOT_ITALIC.search(str(node.get("style", ""))):
            become(node, "span")
    for node in soup.find_all(("span", "font")):
        style = str(node.attrs.get("style", ""))[:_LONGEST_STYLE]
        if not style:
            continue
        around = {parent.name for parent in node.parents}
        wanted = [name for pattern, names in _STYLES if pattern.search(style) and not around.intersection(names)
                  for name in names[:1]]  # fmt: skip
        if (raised := _RAISED.search(style)) and not around.intersection(("sup", "sub")):
            wanted.insert(0, raised[1].lower().replace("super", "sup"))
        if wanted:
            kept = {ALSO: " ".join(wanted[1:]), "id": str(node.get("id", ""))}
            become(node, wanted[0], **{key: value for key, value in kept.items() if value})


def even_spaces(text: str) -> str:
    """White space as a browser shows it. Also keeps a megabyte of blanks from costing anything."""
    return _NO_BREAKS.sub(" ", _SPACES.sub(" ", text))
