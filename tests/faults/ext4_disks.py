"""Real file systems on small disks that are files, mounted for as long as they are needed and never longer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import recording_disk

_BYTES = 24 << 20
_MAKE = ("mkfs.ext4", "-q", "-F", "-b", "4096", "-m", "0", "-J", "size=4", "-E", "lazy_itable_init=0,lazy_journal_init=0")
_LONGEST_S = 60.0
_UNMOUNT_TRIES = 50


def make_ext4(image: Path) -> None:
    """An empty file system with a journal, in a file of 24 MiB."""
    with image.open("wb") as file:
        file.truncate(_BYTES)
    _do(*_MAKE, str(image))


@contextmanager
def mounted(disk: Path, place: Path) -> Iterator[None]:
    """What is in the file `disk` is at `place` meanwhile."""
    _do("mount", "-o", "loop", str(disk), str(place))
    try:
        yield
    finally:
        _unmount(place)


@contextmanager
def recording(image: Path, disk: Path, log: Path) -> Iterator[None]:
    """At `disk` lies the image as a file meanwhile, and what happens to it is in the log afterwards.

    The image itself stays as it was.
    """
    disk.touch()
    command = (sys.executable, recording_disk.__file__, str(image), str(disk), str(log))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            if process.stdout.readline() != "ready\n":
                raise OSError("the recording disk cannot be mounted")
            try:
                yield
            finally:
                _unmount(disk)
            process.wait(_LONGEST_S)
        finally:
            process.kill()  # it has ended by itself, unless something went wrong


def missing() -> str:
    """Why no such disk can be made here, in one sentence; empty where it can."""
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which(_MAKE[0]) is None:
        return "it needs to make and mount a disk with ext4, which only Linux's superuser may"
    if not os.access("/dev/fuse", os.W_OK):
        return "it needs /dev/fuse, to see what reaches a disk"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        image, disk, place = folder / "image", folder / "disk", folder / "place"
        place.mkdir()
        try:
            make_ext4(image)
            with recording(image, disk, folder / "log"), mounted(disk, place):
                return ""
        except (OSError, subprocess.SubprocessError):
            return "no disk can be mounted here"


def _unmount(place: Path) -> None:
    """Now; or, where something still looks at it, as soon as that is gone."""
    for _ in range(_UNMOUNT_TRIES):
        if subprocess.run(("umount", str(place)), capture_output=True, timeout=_LONGEST_S, check=False).returncode == 0:
            return
        time.sleep(0.02)
    _do("umount", "--lazy", str(place))


def _do(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=_LONGEST_S)
