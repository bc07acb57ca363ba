"""Letters that were read in the wrong encoding on their way here, and are put right: "â€œ" was a quotation mark once.

ftfy decides, line by line, and only its repair of encodings is used: it leaves alone what is not broken, and quotation
marks, ligatures, widths, line ends and control characters are the writer's.
"""

from __future__ import annotations

import re

from ftfy import TextFixerConfig, fix_encoding

_EXACT = TextFixerConfig(
    restore_byte_a0=False,  # or a lone "Ã" before a blank would become another letter
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
)
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_HALF_MARK = re.compile(r"(?<=\S)â€(?=[ \t\r\n.,;:!?)\]]|â€|\Z)")
"""What is left of a closing quotation mark: its last byte, 9D, is none of the letters that Windows has, and many programs
drop it. ftfy would take the blank behind it for a last byte A0, and make a dagger of the three."""


def repaired(text: str) -> tuple[str, int]:
    """The text, and in how many lines letters were put right."""
    if text.isascii():
        return text, 0
    lines = _LINES.findall(text)
    fixed = [line if line.isascii() else _repaired_line(line) for line in lines]
    count = sum(old != new for old, new in zip(lines, fixed, strict=True))
    return ("".join(fixed), count) if count else (text, 0)


def _repaired_line(line: str) -> str:
    return "”".join(fix_encoding(piece, _EXACT) for piece in _HALF_MARK.split(line))
