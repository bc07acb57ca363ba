"""Where a post states that a model helped: a sentence that names one, speaks of writing, and speaks of itself.

Some venues want such a sentence near the top. It is looked for by words, in English, which can only be a hint: whether it
says enough, and is true, is the writer's to judge. The lists are ours; no venue has published any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from editor.core.marks import BlockKind
from editor.core.paragraph_row import Paragraph
from editor.core.unmarked import unmarked

_SENTENCE = re.compile(r"(?:[^.!?\n]|[.!?](?=[\w.])|\n(?!\s*\n))+[.!?]*")
_MODEL = re.compile(
    r"\b(?:A\.?I\b|LLMs?\b|[Aa]rtificial [Ii]ntelligence\b|[Ll]anguage [Mm]odels?\b|[Cc]hat ?bots?\b|ChatGPT|GPT|"
    r"Claude\b|Gemini\b|Copilot\b|DeepSeek|Llama\b|Mistral\b|Qwen|Grok\b)"
)
_HELP = re.compile(
    r"\b(?:(?:co-?)?wr(?:ote|itten|ite|iting)|draft\w*|edit(?:ed|ing|s)?|help\w*|assist\w*|generat\w*|use[ds]?|using|"
    r"revis\w+|polish\w*|translat\w+|proofread\w*|critiqu\w+|suggest\w*|brainstorm\w*|collaborat\w+|rephras\w+)\b",
    re.IGNORECASE,
)
_ITSELF = re.compile(
    r"\b(?:I|we|me|my|our|th(?:is|e) (?:\w+ )?(?:post|essay|article|piece|story|text|draft|author|writing))\b|"
    r"\A\W*(?:(?:partly|mostly|co-?)\W?)?(?:written|drafted|edited|generated|made|revised|translated)\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(r"\b(?:no|not|none|never|without|neither)\b|n[’']t\b", re.IGNORECASE)
_NO_PROSE = frozenset(
    {BlockKind.HEADING, BlockKind.FRONT_MATTER, BlockKind.FENCE, BlockKind.CODE, BlockKind.FOOTNOTE, BlockKind.BLANK}
)


@dataclass(frozen=True, slots=True)
class Stated:
    paragraph: int
    """Its id."""
    number: int
    """Of the paragraph in the draft, from 1."""
    place: int
    """How many paragraphs of prose it is from the top, from 1; headings and notes are none."""
    span: tuple[int, int]
    """The sentence, in code points of the paragraph."""
    sentence: str
    denies: bool
    """It says that no model helped, as far as words such as "no" and "without" tell."""


def statements(paragraphs: Iterable[Paragraph]) -> Iterator[Stated]:
    """In the order of the draft. Costs the length of what is read of it."""
    place = 0
    for number, item in enumerate(paragraphs, 1):
        if item.kind in _NO_PROSE or not item.body.strip():
            continue
        place += 1
        for found in _SENTENCE.finditer(unmarked(item.text)):
            words = found[0]
            if _MODEL.search(words) and _HELP.search(words) and _ITSELF.search(words.strip()):
                said = " ".join(item.text[found.start() : found.end()].split())
                yield Stated(item.id, number, place, found.span(), said, bool(_DENIAL.search(words)))
