"""The line in which each field of a TOML file is written."""

from __future__ import annotations

import tomllib

from editor.core.toml_lines import fields_in

TEXT = """\
name = "a # no comment" # [no.table]
post.words = 300
"odd name" . 'other' = 1
note = '''
[minutes]
required = 1 '''
other = \"\"\"one line\"\"\"
[ "minutes" ] # a comment
required = { a = 1 }
[[list]]
list = [
  "[x]",
]
[post.more]
last = "\\"\\"\\""
"""


def test_that_every_way_to_write_a_field_is_found_and_nothing_within_a_text_is() -> None:
    tomllib.loads(TEXT.replace("[post.more]", "[more]"))
    assert list(fields_in(TEXT)) == [
        (1, ("name",)),
        (2, ("post", "words")),
        (3, ("odd name", "other")),
        (4, ("note",)),
        (7, ("other",)),
        (8, ("minutes",)),
        (9, ("minutes", "required")),
        (10, ("list",)),
        (11, ("list", "list")),
        (14, ("post", "more")),
        (15, ("post", "more", "last")),
    ]
