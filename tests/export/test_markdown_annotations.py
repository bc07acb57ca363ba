from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.core.origins import DICTATED, IMPORTED, PASTED, TOOL, TYPED, UNKNOWN, Origin, OriginKind
from editor.core.runs import Fragment
from editor.export.annotations_reading import SOURCE, AnnotatedText, Claim, origin_of, read_annotated
from editor.export.graphemes import cluster_ends
from editor.export.markdown_annotations import PASTED as PASTED_BY
from editor.export.markdown_annotations import Author, annotated, annotation_block

MODEL = Origin(OriginKind.MODEL, "AI")
BACK = Origin(OriginKind.MODEL, "AI", source=SOURCE)
SENTENCE = "Markdown Annotations embed authorship in text while preserving its readability and portability."
FAMILY, FLAGS = "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7"

# The first vector is the document of the format itself, which is not ours to copy. This is one of the same make: front
# matter, letters of several code points, an annotation block quoted in a fence, and 6,312 clusters before its own block,
# of which the range leaves out the last two newlines. Its hash is computed here, not taken from anywhere.
LONG_START = (
    "---\nVersion: 0.1\n---\n\n# On blocks\n\nIt’s a text about blocks, with e\u0301 and " + FAMILY + ".\n\n"
    "```markdown\nA quoted text.\n\n---\nAnnotations: 0,14 SHA-256 00000000000000000000000000000000  \n"
    "@Me: 0,14  \n...\n```\n\n"
)
LONG = LONG_START + "A line that says one thing. " * 300
LONG = LONG[: cluster_ends(LONG)[6310 - 2]] + "."


def fragment(*parts: tuple[str, Origin]) -> Fragment:
    whole = Fragment()
    for text, origin in parts:
        whole += Fragment.of(text, origin)
    return whole


VECTORS = {
    "G2": (fragment((SENTENCE, TYPED)), "0,95", "1132bf5e376a605f5beed4b204456114", "0,95", None),
    "G3": (
        fragment(("I think ", TYPED), ("cats are obligate carnivores.", MODEL)),
        "0,37",
        "ba56b412352912c86e62d8499b4dd1ea",
        "0,8",
        "8,29",
    ),
    "G4": (
        fragment(("Hi ", TYPED), (FAMILY, MODEL), (" e\u0301t\u00e9 ", TYPED), (FLAGS, MODEL)),
        "0,11",
        "c338b3ef06531699b1ab8df6c2cb302c",
        "0,3 4,5",
        "3 9,2",
    ),
    "G5": (fragment(("cafe", TYPED), ("\u0301", MODEL)), "0,4", "81ef060bcd98adc7824eb5c1ada83c32", "0,3", "3"),
    "G6": (fragment(("a\r\nb", TYPED), ("\r\nc", MODEL)), "0,5", "d37a6c0b581046eec04a3d815bcd9fad", "0,3", "3,2"),
    "G7": (
        fragment(("\ud55c\uad6d\uc5b4 ", TYPED), ("\u0915\u094d\u0937\u093f", MODEL)),
        "0,5",
        "5d57925548e4fb22e779d9f859038f23",
        "0,4",
        "4",
    ),
    "G8": (
        fragment(("---\ntitle: T\n---\n\nBody ", TYPED), ("AI", MODEL)),
        "0,25",
        "b1818a6e3d9b31b63327eefe9658ae26",
        "0,23",
        "23,2",
    ),
}


@pytest.mark.parametrize("vector", [pytest.param(vector, id=name) for name, vector in VECTORS.items()])
def test_that_a_block_is_what_the_specification_says(vector: tuple[Fragment, str, str, str, str | None]) -> None:
    whole, covered, digest, human, model = vector
    rows = [f"Annotations: {covered} SHA-256 {digest}", f"@Author: {human}", *([f"&AI: {model}"] if model else [])]
    assert annotation_block(whole, "Author") == "---\n" + "".join(f"{row}  \n" for row in rows) + "...\n"


@pytest.mark.parametrize("vector", [pytest.param(vector, id=name) for name, vector in VECTORS.items()])
def test_that_what_was_written_is_read_back(vector: tuple[Fragment, str, str, str, str | None]) -> None:
    whole = vector[0]
    found = read_annotated(annotated(whole, "Author"))
    assert (found.text, found.trouble, found.people()) == (whole.text, (), ("Author",))
    kinds = [(run.length, run.origin.kind) for run in found.fragment("Author").runs]
    if "\u0301" not in whole.text:  # a letter and its accent have one owner in the block
        assert kinds == [(run.length, run.origin.kind) for run in whole.runs]
    assert sum(length for length, _ in kinds) == len(whole.text)


@pytest.mark.parametrize("length", [pytest.param(6310, id="G1")])
def test_that_a_whole_document_of_that_make_is_read(length: int) -> None:
    digest = hashlib.sha256(LONG.encode()).hexdigest()[:32]
    block = f"---\nAnnotations: 0,{length} SHA-256 {digest}  \n@Ann Other: 15 20,107  \n@Ed: 314,176  \n...\n"
    assert len(cluster_ends(f"{LONG}\n\n")) == length + 2
    found = read_annotated(f"{LONG}\n\n{block}")
    assert (found.text, found.trouble, found.people()) == (LONG, (), ("Ann Other", "Ed"))
    ends = [0, *cluster_ends(LONG)]
    assert [(one.start, one.stop) for one in found.claims] == [
        (ends[15], ends[16]),
        (ends[20], ends[127]),
        (ends[314], ends[490]),
    ]
    assert annotation_block(found.fragment(), "X").split("\n")[1] == f"Annotations: 0,{length} SHA-256 {digest}  "


def test_that_every_kind_of_origin_has_its_place_and_comes_back() -> None:
    other = Origin(OriginKind.MODEL, "gpt: a, <b>\n", "openai", "critique", "call-1", 5)
    guest = Origin(OriginKind.IMPORTED, actor="Guest", source=SOURCE)
    parts = (("typed ", TYPED), ("said ", DICTATED), ("set ", TOOL), ("pasted ", PASTED), ("model ", other))
    whole = fragment(*parts, ("found ", UNKNOWN), ("file ", IMPORTED), ("guest\n", guest))
    text = annotated(whole, "Me: myself")
    rows = ["@Me\\: myself: 0,15", "&Pasted: 15,7", "&gpt\\: a b <openai>: 22,6", "&Imported: 34,5", "@Guest: 39,6"]
    assert text.split("  \n")[1:-1] == rows
    found = read_annotated(text)
    assert (found.text, found.trouble, found.people()) == (whole.text, (), ("Me: myself", "Guest"))
    assert [(run.length, run.origin.kind) for run in found.fragment("Me: myself").runs] == [
        (15, OriginKind.TYPED),
        (7, OriginKind.PASTED),
        (6, OriginKind.MODEL),
        (6, OriginKind.UNKNOWN),
        (5, OriginKind.IMPORTED),
        (6, OriginKind.IMPORTED),
    ]
    model = found.fragment("Me: myself").runs[2].origin
    assert (model.actor, model.provider) == ("gpt: a b", "openai")


def test_that_nobodys_words_count_as_typed_unless_the_writer_says_who_they_are() -> None:
    found = read_annotated(annotated(fragment(("Mine. ", TYPED), ("Its.", MODEL)), "Jane"))
    assert found.fragment() == fragment(
        ("Mine. ", Origin(OriginKind.IMPORTED, actor="Jane", source=SOURCE)), ("Its.", BACK)
    )
    assert found.fragment("Jane") == fragment(("Mine. ", TYPED), ("Its.", BACK))
    assert found.without_claims() == fragment(("Mine. Its.", UNKNOWN))


def test_that_a_text_changed_after_its_block_is_told_and_not_touched() -> None:
    text = annotated(fragment(("I think ", TYPED), ("cats are carnivores.\n", MODEL)), "Jane").replace("think", "thunk")
    found = read_annotated(text)
    assert found.trouble == (
        "The text was changed after the block was written, so its origins may stand at the wrong words.",
    )
    assert found.text == "I thunk cats are carnivores.\n"
    assert len(found.claims) == 2


def test_that_a_block_that_points_outside_the_text_is_told_and_loses_nothing() -> None:
    text = (
        "Short.\n\n---\nAnnotations: 0,900 SHA-256 " + "0" * 32 + "\n@Jane: 2,400 800 1,x\n&AI: " + "9" * 400 + "\n...\n"
    )
    found = read_annotated(text)
    assert found.text == "Short.\n"
    assert found.trouble == (
        "The block was made for a text of 900 characters, and this one has 7.",
        "The range 2,400 of @Jane points outside the text, which has 7 characters.",
        "The range 800 of @Jane points outside the text, which has 7 characters.",
        "“1,x” after @Jane is no range of characters.",
        f"The range {'9' * 400} of &AI points outside the text, which has 7 characters.",
    )
    assert [(one.start, one.stop) for one in found.claims] == [(2, 7)]


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("@Jane: 0,4\n", "The block has no hash, so nobody can tell whether it belongs to this text."),
        ("Annotations: 0,4 SHA-256 abc\n@Jane: 0,4\n", "The hash in the block cannot be read."),
        ("Annotations: SHA-256 " + "0" * 32 + "\n@Jane: 0,4\n", "The hash in the block cannot be read."),
    ],
)
def test_that_a_block_without_a_hash_that_can_be_checked_is_told(block: str, said: str) -> None:
    found = read_annotated(f"Four\n\n---\n{block}...\n")
    assert found.trouble == (said,)
    assert found.text == "Four\n"
    assert len(found.claims) == 1


@pytest.mark.parametrize(
    "text", ["", "No block.\n", "---\ntitle: T\n...\n", "A line\n\n---\n\n...", "...", "@Jane: 0,4\n...\n"]
)
def test_that_a_text_without_a_block_is_left_whole(text: str) -> None:
    found = read_annotated(text)
    assert (found.text, found.has_block) == (text, False)


def test_that_lines_ending_as_on_windows_are_counted_as_one() -> None:
    inside = "One.\r\nTwo.\r\n"
    digest = hashlib.sha256(inside.encode()).hexdigest()
    raw = f"{inside}\r\n---\r\nAnnotations: 0,10 SHA-256 {digest}\r\n@Jane: 0,5\r\n&AI: 5,4\r\n...\r\n"
    found = read_annotated(raw, "\r\n")
    assert (found.text, found.trouble) == ("One.\nTwo.\n", ())
    assert [(one.start, one.stop) for one in found.claims] == [(0, 5), (5, 9)]


def test_that_continued_lines_and_indented_keys_are_read() -> None:
    found = read_annotated("Four\n\n---\n  @Jane :  0\n      2,2\n...\n")
    assert [(one.author.name, one.start, one.stop) for one in found.claims] == [("Jane", 0, 1), ("Jane", 2, 4)]


def test_that_what_was_added_behind_the_annotated_text_stays_and_is_of_unknown_origin() -> None:
    digest = hashlib.sha256(b"Mine.\n").hexdigest()
    found = read_annotated(f"Mine.\nAdded later.\n\n---\nAnnotations: 0,6 SHA-256 {digest}\n@Jane: 0,6\n...\n")
    assert found.trouble == ()
    assert found.text == "Mine.\nAdded later.\n\n"
    assert [run.origin.kind for run in found.fragment("Jane").runs] == [OriginKind.TYPED, OriginKind.UNKNOWN]


def test_that_of_two_that_claim_a_word_the_writer_is_not_the_one() -> None:
    found = read_annotated("Four\n\n---\n@Jane: 0,4\n&Pasted: 1,2\n&AI: 1\n...\n")
    kinds = [run.origin.kind for run in found.fragment("Jane").runs]
    assert kinds == [OriginKind.TYPED, OriginKind.MODEL, OriginKind.PASTED, OriginKind.TYPED, OriginKind.UNKNOWN]


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ("@Jane: 0,8\n&Claude: 4,9", "@Jane and &Claude both claim “ink”;"),
        ("&Claude: 4,9\n@Jane: 0,8", "@Jane and &Claude both claim “ink”;"),
        ("@Jane: 0,30\n@Jane: 2,3\n&Claude: 7,4\n&Pasted: 20", "@Jane and &Claude both claim “cat” (and more, in 2"),
        ("@Jane: 0,4\n@Jane: 2,5\n&Claude: 7,4", ""),
    ],
)
def test_that_authors_who_claim_the_same_words_are_told(claims: str, said: str) -> None:
    text = "I think cats are obligate carnivores."
    digest = hashlib.sha256(text.encode()).hexdigest()
    found = read_annotated(f"{text}\n\n---\nAnnotations: 0,37 SHA-256 {digest}\n{claims}\n...\n")
    assert [one[: len(said)] for one in found.trouble] == ([said] if said else [])


def test_that_very_many_claims_are_looked_through() -> None:
    claims = "".join(f"@{number}: {' '.join(['0,4'] * 1_000)}\n" for number in range(100))
    [_, said] = read_annotated(f"Four\n\n---\n{claims}...\n").trouble
    assert said.startswith("@0 and @1 both claim “Four” (and more, in 99,000 places)")


AUTHORS = [Author("@", "Jane"), Author("@", "Joe"), Author("&", "AI"), Author("&", PASTED_BY)]
CLAIMS = st.builds(
    lambda author, start, length: Claim(author, start, min(12, start + length)),
    st.sampled_from(AUTHORS),
    st.integers(0, 12),
    st.integers(0, 12),
)


@given(st.lists(CLAIMS, max_size=8))
def test_that_every_word_has_the_author_whose_claim_wins_wherever_claims_overlap(claims: list[Claim]) -> None:
    text = AnnotatedText("twelve chars", tuple(claims))
    order = ["AI", PASTED_BY, "Jane", "Joe"]
    for place in range(12):
        here = [one for one in claims if one.start <= place < one.stop]
        person = next((one for one in here if one.author.sign == "@"), None)
        winner = min(here, key=lambda one: min(order.index(one.author.name), 2), default=None)
        (run,) = text.fragment("Jane").slice(place, place + 1).runs
        expected = UNKNOWN if winner is None else origin_of(winner.author, "Jane")
        assert run.origin == expected
        assert winner is None or winner.author.sign == "&" or winner is person
