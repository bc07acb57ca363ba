"""The table of results, with what one has to know to believe or repeat it."""

from __future__ import annotations

import datetime
import os
import platform
from importlib.metadata import version
from pathlib import Path

from cases import Result, Size
from PySide6.QtCore import qVersion

HERE = Path(__file__).resolve().parent


def row(result: Result) -> str:
    verdict = "met" if result.met else "**not met**"
    cells = (result.what, result.goal, result.measured, verdict, result.floor, result.ours)
    return "| " + " | ".join(cells) + " |"


def write(results: list[Result], size: Size, prioritised: bool) -> None:
    text = (HERE / "report.md").read_text(encoding="utf-8")
    filled = text.format(
        table="\n".join(row(result) for result in results),
        met=sum(result.met for result in results),
        count=len(results),
        date=datetime.datetime.now(datetime.UTC).date().isoformat(),
        machine=machine(),
        python=platform.python_version(),
        pyside=version("pyside6-essentials"),
        qt=qVersion(),
        priority="round-robin priority (5)" if prioritised else "ordinary priority, so that the slowest keys are noisy",
        starts=size.starts,
        rounds=size.rounds,
        pressed=size.pressed,
    )
    (HERE / "README.md").write_text(filled, encoding="utf-8")


def machine() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").split("\n")
    name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    total = Path("/proc/meminfo").read_text(encoding="ascii").split("\n")[0].split()[1]
    return f"{name}, {os.cpu_count()} cores, {int(total) / 1024 / 1024:.0f} GiB, {platform.system()} {platform.release()}"
