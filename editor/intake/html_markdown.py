"""HTML as the Markdown this program writes: headings, emphasis, lists, quotes, tables, code, links, footnotes, pictures.

markdownify walks the tree; what it does not know (formulas, footnotes, fences that hold fences, letters that would be
taken for Markdown) is added here. The page may come from anywhere and is never trusted: see `cleaning`.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, PreformattedString, Tag
from markdownify import (
    ATX,
    MarkdownConverter,
    should_remove_whitespace_inside,
    should_remove_whitespace_outside,
)

from editor.core.errors import IntakeError
from editor.intake.block_starts import holds_blocks, not_a_block, not_a_block_within
from editor.intake.blocks import PARAGRAPH_END
from editor.intake.cleaning import even_spaces, hide_unseen, name_styles, parsed, spelled, tame_addresses
from editor.intake.code_blocks import name_languages
from editor.intake.code_lines import SOURCE, set_code_lines
from editor.intake.emphasis import settle_emphasis
from editor.intake.footnotes import gather_footnotes
from editor.intake.form_fields import part_by_fields
from editor.intake.formulas import FORMULA, may_hold_formulas, recover_formulas
from editor.intake.line_breaks import part_paragraphs, set_kept_lines
from editor.intake.links import part_links, with_paired_brackets
from editor.intake.lists import NUMBER, nest_lists, number_items
from editor.intake.office_lists import nest_office_lists
from editor.intake.picture_address import address_of
from editor.intake.raised import raised
from editor.intake.results import Picture, Read
from editor.intake.tables import BEFORE, HEADINGS, keep_columns, width

LONGEST_HTML = 24_000_000
"""Characters of HTML. Half a million words with the marks of a word processor are about ten."""
_MOST_MARKS = 600_000
"""Of "<" in the page, beyond which only its words are wanted."""

_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_TRAILING = re.compile(r"(?<![ \t])[ \t]+\n")
_BLANK = re.compile(r"^[ \t]+$", re.MULTILINE)
_MANY_LINES = re.compile(r"\n{3,}")
_SPACE = re.compile(r"[ \n]+")
_CELLS = frozenset(("td", "th"))
_ON_ONE_LINE = frozenset(("_inline", "_noformat", "sub", "sup", "q", "summary"))
_KEPT = "\0"
"""On an empty line of code, of which there may be several, until the text is whole."""
_KEPT_LINE = re.compile(f"(?<![ \t])[ \t]*{_KEPT}")
_FENCES = re.compile(r"^ {0,3}(`{3,})", re.MULTILINE)
_LANGUAGE = re.compile(r"^(?:language|lang|highlight-source|brush:)-?([\w+#.-]{1,30})$")


def markdown_of(html: str, picture: Picture | None = None) -> Read:
    """The page as Markdown. Raises IntakeError where it is too large or too broken to be read."""
    if len(html) > LONGEST_HTML:
        raise IntakeError("The page is too large to be read", f"It holds {len(html) // 1_000_000} million characters.")
    if html.count("<") > _MOST_MARKS:
        raise IntakeError("The page is too large to be read", f"It has more than {_MOST_MARKS:,} marks.")
    try:
        return _read(html, picture or _kept_address)
    except RecursionError:
        raise IntakeError("The page is nested too deeply to be read") from None


def _read(html: str, picture: Picture) -> Read:
    soup = parsed(html)
    formulas = recover_formulas(soup) if may_hold_formulas(html) else 0
    _note_tasks(soup)
    part_by_fields(soup)
    hide_unseen(soup)
    name_languages(soup)
    set_code_lines(soup)
    keep_columns(soup)
    set_kept_lines(soup)
    if "mso-list" in html:
        nest_office_lists(soup)
    name_styles(soup)
    notes = gather_footnotes(soup)
    tame_addresses(soup)
    nest_lists(soup)
    number_items(soup)
    part_paragraphs(soup)
    part_links(soup)
    settle_emphasis(soup)
    converter = _Converter(picture, dollars=soup.get_text().count("$") - 2 * formulas > 1)
    text = _KEPT_LINE.sub("", _spaced(converter.convert_soup(soup)))
    return Read(text, formulas, notes, converter.left_out)


def _spaced(text: str) -> str:
    return _MANY_LINES.sub("\n\n", _TRAILING.sub(_kept_break, _BLANK.sub("", text))).strip("\n").rstrip(" ")


def _kept_break(found: re.Match[str]) -> str:
    """Two blanks before a line end are a line break in Markdown if a line follows; other blanks there are nothing."""
    return "  \n" if found[0] == "  \n" and found.string[found.end() : found.end() + 1] != "\n" else "\n"


def _kept_address(address: str, words: str) -> str:
    return "" if address.lower().startswith(("data:", "file:", "cid:", "blob:")) else address


def _note_tasks(soup: BeautifulSoup) -> None:
    for box in soup.find_all("input", type="checkbox"):
        item = box.find_parent("li")
        if item is not None:
            item["x-task"] = "done" if box.has_attr("checked") else "open"


class _Converter(MarkdownConverter):  # type: ignore[misc]
    def __init__(self, picture: Picture, *, dollars: bool) -> None:
        super().__init__(
            heading_style=ATX,
            bullets="-",
            autolinks=False,
            keep_inline_images_in=["td", "th"],
            code_language_callback=_language,
            strip_pre=None,
        )
        self._picture = picture
        self._dollars = dollars
        self.left_out = 0

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        """As the one it replaces, which takes as long as the square of a run of blanks."""
        around, text = parent_tags or set(), str(el)
        if isinstance(el, PreformattedString) and not isinstance(el, CData):
            return ""  # a comment, a declaration, one of Word's conditional remarks
        if SOURCE in around or "pre" in around:
            return text
        text = even_spaces(text)
        if "_noformat" not in around:
            text = self.escape(text, around)
        inside = should_remove_whitespace_inside(el.parent)
        if _ends_a_line(el.previous_sibling, around) or (inside and not el.previous_sibling):
            text = text.lstrip(" \t\r\n")
        if _ends_a_line(el.next_sibling, around) or (inside and not el.next_sibling):
            text = text.rstrip()
        return text

    def convert_x_unseen(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return ""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Letters that would be read as Markdown. An underscore within a word never is, and stays as it is."""
        if "x-formula" in parent_tags or "x-note-mark" in parent_tags:
            return text
        text = text.replace("\\", "\\\\") if re.search(r"\\[!-/:-@\[-`{-~]", text) else text
        text = text.replace("*", r"\*").replace("`", r"\`")
        text = _UNDERSCORE.sub(r"\\_", text)
        text = re.sub(r"<(?=[A-Za-z/!?])", r"\\<", text)
        text = re.sub(r"\](?=[(\[:])", r"\\]", text)
        text = re.sub(r"~~", r"\\~\\~", text)
        text = re.sub(r"(?<=\[)\^", r"\\^", text)
        return text.replace("$", r"\$") if self._dollars else text

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return str(super().convert_p(el, not_a_block(text), parent_tags))

    def convert_div(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return str(super().convert_div(el, text if holds_blocks(el) else not_a_block(text), parent_tags))

    convert_article = convert_section = convert_main = convert_div

    def convert_blockquote(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return str(super().convert_blockquote(el, not_a_block_within(el, text), parent_tags))

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = (text or "").strip()
        text = _task(el) + not_a_block_within(el, text)
        if not text:
            return "\n"
        bullet = f"{el[NUMBER]} " if el.get(NUMBER) else "- "
        first, *rest = text.split("\n")
        indent = " " * len(bullet)
        return "\n".join([bullet + first, *(indent + line if line else "" for line in rest)]) + "\n"

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = _SPACE.sub(" ", text)
        if parent_tags & _CELLS:
            return f" {text.strip()} "  # of a table within a cell, of which only the words can stay
        # Whatever it is part of, code and formulas too: a reader looks for the ends of cells first.
        made = str(super().convert_td(el, text.replace("|", r"\|"), parent_tags))
        return " |" * int(str(el.get(BEFORE, "0"))) + made

    convert_th = convert_td

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if parent_tags & _CELLS or not text:
            return text
        columns = int(str(el.get(HEADINGS, "0")))
        missing = " |" * (columns - width(el))
        return f"|{text}{missing}\n" + ("|" + " --- |" * columns + "\n") * (columns > 0)

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "_inline" in parent_tags:
            return str(super().convert_code(el, " ".join(text.split()), parent_tags))
        fence = "`" * max([3, *(len(found) + 1 for found in _FENCES.findall(text))])
        text = (
            _BLANK.sub("", text.lstrip("\r\n").rstrip()).replace("\n\n", f"\n{_KEPT}\n").replace("\n\n", f"\n{_KEPT}\n")
        )
        made = str(super().convert_pre(el, text, parent_tags))
        return re.sub(r"^(\n\n)```|```(\n\n)$", rf"\g<1>{fence}\g<2>", made) if made and fence != "```" else made

    def convert_x_source(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f" {' '.join(text.split())} " if "_inline" in parent_tags else f"\n\n{text}\n\n"

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "pre" in parent_tags:
            return "\n"
        return " " if "_noformat" in parent_tags else str(super().convert_br(el, text, parent_tags))

    def convert_x_paragraph_end(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return " " if parent_tags & _ON_ONE_LINE else "\n\n"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        words = " ".join(str(el.get("alt", "")).split())
        if "emoji" in " ".join(el.get_attribute_list("class") if el.get("class") else []):
            return words
        if str(el.get("width")) in ("0", "1") or str(el.get("height")) in ("0", "1"):
            return ""  # a picture that is there to count who looks
        address = self._picture(address_of(el), words)
        if not address:
            self.left_out += 1
            return words
        return f"![{words.replace('[', '(').replace(']', ')')}]({spelled(address)})"

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = text.lstrip() if _ends_a_line(el.previous_sibling, parent_tags) else text
        text = text.rstrip() if _ends_a_line(el.next_sibling, parent_tags) else text
        linked = el.get("href") and "_noformat" not in parent_tags
        return str(super().convert_a(el, with_paired_brackets(text) if linked else text, parent_tags))

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802 - markdownify's name
        return str(super().convert_hN(n, el, text, parent_tags)) if text.strip() else ""

    def convert_q(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return str(super().convert_q(el, text, parent_tags)) if text.strip() else text

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return str(super().convert_table(el, text, parent_tags)) if text.strip("-| \n") or el.get_text(strip=True) else ""

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text if "_noformat" in parent_tags else raised(el, text, "^")

    def convert_sub(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text if "_noformat" in parent_tags else raised(el, text, "~")

    def convert_mark(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text

    def convert_summary(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n**{text.strip()}**\n\n" if text.strip() else ""

    def convert_button(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """What stands beside a button touches it in the page's source only."""
        before = isinstance(el.previous_sibling, Tag) and el.previous_sibling.name != "button"
        return " " * before + text + " " * isinstance(el.next_sibling, Tag) if text.strip() else ""

    def convert_x_formula(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        source = el.get_text()
        if el.get("display") != "block":
            return source
        if "_inline" in parent_tags:
            return f"${' '.join(source.strip('$').split())}$"  # a heading and a cell have one line
        return f"\n\n{source}\n\n"

    def convert_x_note(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        first, *rest = text.strip().split("\n")
        return "\n".join([f"\n\n[^{el['label']}]: {first}", *("    " + line if line else "" for line in rest)]) + "\n"


def _ends_a_line(beside: object, around: set[str]) -> bool:
    """Whether nothing stands on the line of what is beside a text, so that blanks between them are nothing."""
    named = beside.name if isinstance(beside, Tag) else ""
    displayed = isinstance(beside, Tag) and named == FORMULA and beside.get("display") == "block"
    if named == PARAGRAPH_END or displayed:
        return not around & _ON_ONE_LINE
    return bool(should_remove_whitespace_outside(beside))


def _task(item: Tag) -> str:
    done = item.get("x-task")
    return "" if done is None else "[x] " if done == "done" else "[ ] "


def _language(pre: Tag) -> str:
    inner = pre.find("code")
    nodes = [pre, *([inner] if isinstance(inner, Tag) else []), *([pre.parent] if pre.parent is not None else [])]
    for node in nodes:
        for name in node.get_attribute_list("class") if node.get("class") else []:
            if found := _LANGUAGE.match(str(name)):
                return found[1]
    return ""
