from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from service_bench import Bench

from editor.core.errors import FileUnreadable
from editor.core.origins import Origin, OriginKind
from editor.core.rows import runs_from
from editor.protocol.messages import Done
from editor.protocol.record_messages import AnnotatedRead, ReadAnnotated, WriteAnnotated
from editor.services.annotating import Annotating, read_annotated_file

MODEL = Origin(OriginKind.MODEL, "gpt-9", "openai")


def test_that_a_draft_goes_out_with_its_origins_and_the_file_is_read_back(bench: Bench, tmp_path: Path) -> None:
    bench.draft.begin().append("Typed here. ").append("Said by a model.\n", MODEL)
    bench.attach()
    service, out = Annotating(bench.opening), tmp_path / "out.md"
    done = asyncio.run(service.write(WriteAnnotated(7, str(out), "Jane", bench.draft.n)))
    assert done == Done(7, f"Written to {out}.")
    assert out.read_text().startswith(bench.draft.text)
    found = asyncio.run(service.read(ReadAnnotated(8, str(out))))
    assert isinstance(found, AnnotatedRead)
    assert (found.text, found.people, found.trouble) == (bench.draft.text, ("Jane",), ())
    assert found.words == {"imported": 19, "model": 4}
    assert [run.origin.actor for run in runs_from(list(found.runs))] == ["", "Jane", "gpt-9"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Plain text.\n", "There are no annotations at the end of this file. Open odd.md as it is"),
        (b"caf\xe9\n", "odd.md is not a text in UTF-8"),
        (b"a\0b\n", "odd.md is not a text in UTF-8"),
    ],
)
def test_that_a_file_without_annotations_is_refused_in_a_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "odd.md"
    path.write_bytes(data)
    with pytest.raises(FileUnreadable, match=said):
        read_annotated_file(path)
    assert path.read_bytes() == data


def test_that_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="No such file or directory"):
        read_annotated_file(tmp_path / "none.md")
