"""A disk that writes down what it is told: `python recording_disk.py IMAGE PLACE LOG` shows the image as a file at PLACE.

Whatever is written to that file and whenever its writer waits for the medium goes into the log, in order and with the
instant, and only then is it answered. It speaks the kernel's protocol for file systems of programs (fuse(4)) as far as a
loop device needs it. It says "ready", and ends when nobody has the file mounted any more.
"""

from __future__ import annotations

import errno
import os
import struct
import subprocess
import sys
import time
from io import BufferedWriter
from pathlib import Path

ENTRY = struct.Struct("<dqI")
"""Seconds since 1970, offset, length; the bytes follow."""
FLUSHED = -1
"""In place of an offset: all that was written before is on the medium."""

_REQUEST, _ANSWER = struct.Struct("<IIQQIIIHH"), struct.Struct("<IiQ")
_GETATTR, _SETATTR, _OPEN, _READ, _WRITE, _STATFS, _RELEASE = 3, 4, 14, 15, 16, 17, 18
_FSYNC, _FLUSH, _INIT, _FORGET, _INTERRUPT, _DESTROY, _BATCH_FORGET = 20, 25, 26, 2, 36, 38, 42
_PLACED = struct.Struct("<QQI")
"""What reading and writing begin with: descriptor, offset, length."""
_WRITE_HEAD = 40
_MOST = 1 << 17
"""Bytes of a request, which a flag has to allow."""
_BIG_WRITES, _MAX_PAGES = 1 << 5, 1 << 22
_LONG_S = 1 << 30
"""So long the kernel may keep what it was told of the file."""


class RecordingDisk:
    def __init__(self, content: bytes, log: BufferedWriter) -> None:
        self._content = bytearray(content)
        self._log = log

    def answer(self, code: int, body: bytes) -> bytes | int:
        """To one request; a number is an error. Requests that want no answer get an empty one, which is not sent."""
        if code == _INIT:
            pages = _MOST // 4096
            return struct.pack("<IIIIHHIIHHI28x", 7, 31, 0, _BIG_WRITES | _MAX_PAGES, 16, 12, _MOST, 1, pages, 0, 0)
        if code in (_GETATTR, _SETATTR):
            return self._attributes()
        if code == _OPEN:
            return struct.pack("<QIi", 1, 0, 0)
        if code == _READ:
            _, offset, length = _PLACED.unpack_from(body)
            return bytes(self._content[offset : offset + length])
        if code == _WRITE:
            _, offset, length = _PLACED.unpack_from(body)
            self._put(offset, body[_WRITE_HEAD : _WRITE_HEAD + length])
            return struct.pack("<II", length, 0)
        if code == _FSYNC:
            self._note(FLUSHED, b"")
            return b""
        return bytes(80) if code == _STATFS else b"" if code in (_RELEASE, _FLUSH, _DESTROY) else errno.ENOSYS

    def _put(self, offset: int, data: bytes) -> None:
        self._content[offset : offset + len(data)] = data
        self._note(offset, data)

    def _note(self, offset: int, data: bytes) -> None:
        self._log.write(ENTRY.pack(time.time(), offset, len(data)) + data)

    def _attributes(self) -> bytes:
        size = len(self._content)
        times, owner = (0,) * 6, (os.getuid(), os.getgid())
        inode = struct.pack("<6Q10I", 1, size, size // 512, *times[:3], *times[3:], 0o100600, 1, *owner, 0, 4096, 0)
        return struct.pack("<QII", _LONG_S, 0, 0) + inode


def serve(device: int, disk: RecordingDisk, mounting: subprocess.Popen[bytes]) -> None:
    while True:
        try:
            request = os.read(device, _MOST + 4096)
        except PermissionError:  # not mounted yet
            if mounting.poll():
                return
            time.sleep(0.001)
            continue
        except OSError as error:
            if error.errno in (errno.EINTR, errno.ENOENT):  # a request that was taken back
                continue
            return  # not mounted any more
        _, code, number, *_ = _REQUEST.unpack_from(request)
        if code in (_FORGET, _BATCH_FORGET, _INTERRUPT):
            continue  # these want no answer
        found = disk.answer(code, request[_REQUEST.size :])
        fault, body = (-found, b"") if isinstance(found, int) else (0, found)
        os.write(device, _ANSWER.pack(_ANSWER.size + len(body), fault, number) + body)
        if code == _INIT:
            print("ready", flush=True)


def main(image: Path, place: Path, log: Path) -> None:
    device = os.open("/dev/fuse", os.O_RDWR | os.O_CLOEXEC)
    options = f"fd={device},rootmode=100600,user_id={os.getuid()},group_id={os.getgid()}"
    with log.open("wb") as record:
        # Not waited for: it looks at what it has mounted, and is answered from here.
        mounting = subprocess.Popen(("mount", "-i", "-t", "fuse", "-o", options, "disk", place), pass_fds=(device,))
        serve(device, RecordingDisk(image.read_bytes(), record), mounting)


if __name__ == "__main__":
    main(*(Path(one) for one in sys.argv[1:]))
