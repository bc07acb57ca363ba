"""A model's Markdown as HTML (row 2): whatever stands in it, nothing in the post or the preview runs or opens a program.

A parser of HTML that is not ours judges: every address is of the web, of mail or in the page itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import quote

import pytest

from editor.export.lesswrong_html import rendered_for_lesswrong
from editor.export.substack_html import rendered_for_substack

PROGRAMS = (
    *(
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "vbscript:x",
        "livescript:x",
        "data:text/html,<b>",
        "data:image/svg+xml,x",
    ),
    *(
        "data:text/html;base64,eA==",
        "file:///etc/passwd",
        "file://192.0.2.1/x",
        "smb://192.0.2.1/x",
        "ms-msdt:/id",
        "ftp://x",
    ),
    *(
        "search-ms:query=x",
        "vscode://file/etc",
        "blob:https://x",
        "about:blank",
        "chrome://x",
        "view-source:x",
        "jar:x!/",
    ),
    *("intent://x#Intent;end", "tel:1", "sms:1", "ssh://x", "git://x", "steam://run/1", "feed:x", "urn:x", "mhtml:x"),
)
SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "behind a blank": lambda address: f" {address}",
    "behind a control": lambda address: f"\x01{address}",
    "with a tab": lambda address: address.replace("s", "s\t", 1),
    "as an entity": lambda address: "".join(f"&#{ord(one)};" for one in address[:4]) + address[4:],
    "as a hexadecimal entity": lambda address: "".join(f"&#x{ord(one):x};" for one in address[:4]) + address[4:],
    "with a colon by name": lambda address: address.replace(":", "&colon;", 1),
    "with a colon by number": lambda address: address.replace(":", "%3A", 1),
    "by number": lambda address: quote(address[:4], safe="") + address[4:],
    "escaped": lambda address: address.replace(":", "\\:", 1),
}
FORMS = {
    "link": "[read]({0})",
    "link in angles": "[read](<{0}>)",
    "link by reference": "[read][r]\n\n[r]: {0}",
    "automatic link": "<{0}>",
    "picture": "![see]({0})",
    "picture by reference": "![see][r]\n\n[r]: <{0}>",
    "linked picture": "[![see]({0})]({0})",
    "HTML link": '<a href="{0}" onclick="x()">read</a>',
    "HTML picture": '<img src="{0}" onerror="x()">',
    "in a title": '[read](https://example.org "{0}\\" onclick=\\"x()")',
    "in a note": "so[^1]\n\n[^1]: [read]({0})",
    "in a table": "| [read]({0}) |\n|---|\n| ![see]({0}) |",
}
MARKUP = (
    "<script>alert(1)</script>",
    "<iframe src=https://example.org></iframe>",
    "<svg/onload=alert(1)>",
    "<style>*{background:url(https://example.org)}</style>",
    "<details open ontoggle=alert(1)>",
    "<math><mi//xlink:href='javascript:alert(1)'>",
    "<form action=javascript:alert(1)><input autofocus onfocus=alert(1)>",
    "<base href=javascript:/>",
    "<object data=javascript:alert(1)>",
    "<link rel=stylesheet href=https://example.org>",
    "<meta http-equiv=refresh content='0;url=https://example.org'>",
    "```html\n<script>alert(1)</script>\n```",
    "$$<script>alert(1)</script>$$ and $\\href{javascript:alert(1)}{x}$",
    '+++ <img src=x onerror=alert(1)>\n\nx\n\n+++',
    '%%% llm-output model="<img src=x onerror=alert(1)>"\n\nx\n\n%%% /llm-output',
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
)  # fmt: skip
_ALLOWED = re.compile(r"(https?|mailto):|#", re.IGNORECASE)
_ADDRESSES = frozenset(
    ("href", "src", "srcset", "action", "formaction", "data", "poster", "background", "xlink:href", "cite")
)
_TEXT = ("p", "a", "em", "strong", "s", "sub", "sup", "code", "pre", "br", "span", "mark", "del", "u", "b", "i")
_BLOCKS = (
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "hr",
    "div",
    "section",
    "details",
    "summary",
)
_TAGS = frozenset((*_TEXT, *_BLOCKS, "img", "figure", "table", "thead", "tbody", "tr", "th", "td"))


class Judge(HTMLParser):
    """What is dangerous in a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.dangers: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            self.dangers.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or (name in ("style", "srcdoc") and "url" in (value or "")):
                self.dangers.append(f"{tag} {name}={value}")
            if name in _ADDRESSES and not _ALLOWED.match(value or ""):
                self.dangers.append(f"{tag} {name}={value}")

    def handle_pi(self, data: str) -> None:
        self.dangers.append(data)


VECTORS = {
    **{
        f"{form}, {spelling}: {address}": FORMS[form].format(SPELLINGS[spelling](address))
        for number, address in enumerate(PROGRAMS)
        for form in FORMS
        for place, spelling in enumerate(SPELLINGS)
        if place == 0 or (number + place) % len(FORMS) == list(FORMS).index(form)
    },
    **{markup: markup for markup in MARKUP},
}
RENDERED = {"LessWrong": rendered_for_lesswrong, "Substack": rendered_for_substack}


def test_that_there_are_as_many_vectors_as_were_asked_for() -> None:
    assert len(VECTORS) >= 328


@pytest.mark.parametrize("venue", RENDERED)
def test_that_no_vector_makes_a_link_or_a_picture_that_runs_anything(venue: str) -> None:
    found = {name: dangers for name, words in VECTORS.items() if (dangers := Judge(RENDERED[venue](words)).dangers)}
    assert found == {}


def test_that_the_judge_sees_what_a_careless_parser_lets_through() -> None:
    from markdown_it import MarkdownIt  # noqa: PLC0415

    careless = MarkdownIt("commonmark", {"html": True})
    found = [name for name, words in VECTORS.items() if Judge(careless.render(words)).dangers]
    assert len(found) > 100
    assert Judge('<a href="https://example.org">x</a><img src="https://example.org/x.png">').dangers == []
