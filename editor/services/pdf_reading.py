"""A PDF read by another process, which is ended when it takes too long: see `intake.pdf_file`."""

from __future__ import annotations

import asyncio
import json
import os
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import suppress
from pathlib import Path
from typing import Any

from editor.core.errors import IntakeError
from editor.intake.reference_file import checked
from editor.own_process import own_command, own_import_path

LONGEST_S = 90.0
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TMPDIR", "TEMP", "HOME")
"""Of our surroundings, which may hold keys: whoever reads what anybody wrote gets none of those."""


async def text_of_pdf(path: Path, longest_s: float = LONGEST_S) -> tuple[str, tuple[str, ...]]:
    """The text, and what the writer should know. Raises IntakeError, with a sentence for the writer."""
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment["PYTHONPATH"] = own_import_path(os.environ.get("PYTHONPATH", ""))
    command = (*own_command(), "--read-pdf", str(path))
    process = await asyncio.create_subprocess_exec(*command, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL, env=environment)
    try:
        said, _ = await asyncio.wait_for(process.communicate(), longest_s)
    except TimeoutError:
        raise IntakeError(
            f"{path.name} takes too long to be read",
            f"Reading it was stopped after {longest_s:.0f} seconds. It was left as it is; add it in parts.",
        ) from None
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return _read(said, path)


def _read(said: bytes, path: Path) -> tuple[str, tuple[str, ...]]:
    try:
        answer: dict[str, Any] = json.loads(said)
    except ValueError as error:
        raise IntakeError(
            f"{path.name} cannot be read", "The process that read it came to an end. It was left as it is."
        ) from error
    if "title" in answer:
        raise IntakeError(answer["title"], answer["detail"])
    notes = []
    if answer["empty"]:
        notes.append(f"{_pages(answer['empty'])} of {answer['pages']:,} hold no text.")
    if answer["left_out"]:
        notes.append(f"The last {_pages(answer['left_out'])} were left out: it is too long.")
    return checked(answer["text"], path.name), tuple(notes)


def _pages(count: int) -> str:
    return f"{count:,} page{'' if count == 1 else 's'}"
