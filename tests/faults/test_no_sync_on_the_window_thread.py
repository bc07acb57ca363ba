"""Typing never waits for a disk: whatever syncs the journal, it is not the thread that paints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tracing import missing as no_tracing
from tracing import traced
from window_driver import a_desktop, a_program, missing, until

_SYNCS = "fsync,fdatasync,sync_file_range,msync,sync,syncfs"
_TEXT = "nothing that is typed here may wait until a disk has turned around, "


@pytest.mark.display
@pytest.mark.skipif(bool(missing() or no_tracing()), reason=f"needs {', '.join((*missing(), 'strace'))}")
def test_that_neither_a_key_nor_saving_waits_for_the_disk(tmp_path: Path) -> None:
    log, essay = tmp_path / "syncs.log", tmp_path / "essay.md"
    essay.write_text("")
    with (
        a_desktop(tmp_path) as desktop,
        a_program(desktop, tmp_path, str(essay)) as program,
        traced(program.pid, log, "-e", f"trace={_SYNCS}"),
    ):
        for _ in range(3):
            program.type(_TEXT)
        until(lambda: len(program.shown()) == 3 * len(_TEXT), "all the keys")
        essay.write_text("somebody else's")
        program.key("ctrl+s")
        program.until_shown("Saved essay.md. It had been changed by another program")
        program.until_shown("Safe from a power cut")
        program.kill_all()
    syncs = re.findall(r"^(\d+) +(?:\w+\(|<\.\.\. \w+ resumed)", log.read_text(), re.MULTILINE)
    assert syncs, "nothing was synced, so nothing was seen"
    assert str(program.pid) not in syncs
    assert essay.with_name("essay (changed elsewhere).md").read_text() == "somebody else's"
