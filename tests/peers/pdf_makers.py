"""PDFs made by hand: a page is a few operators in a stream, and everything else is how to find them."""

from __future__ import annotations

import zlib
from pathlib import Path


def words(*lines: str) -> bytes:
    """The operators that set these lines below one another."""
    shown = b" T* ".join(b"(" + line.encode("latin-1") + b") Tj" for line in lines)
    return b"BT /F1 12 Tf 14 TL 72 720 Td " + shown + b" ET"


def pdf_file(path: Path, *pages: bytes, packed: bool = True, extra: bytes = b"") -> Path:
    """`pages` are the operators of each; `extra` goes into the trailer."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, page in enumerate(pages):
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * number} 0 R >>".encode(),
            stream(zlib.compress(page) if packed else page, "/Filter /FlateDecode" if packed else ""),
        ]
    return written(path, objects, extra)


def stream(data: bytes, about: str) -> bytes:
    return f"<< /Length {len(data)} {about} >>\nstream\n".encode() + data + b"\nendstream"


def written(path: Path, objects: list[bytes], extra: bytes = b"") -> Path:
    data, places = b"%PDF-1.7\n", []
    for number, item in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode() + item + b"\nendobj\n"
    table = b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    size = len(objects) + 1
    end = f"trailer << /Size {size} /Root 1 0 R ".encode() + extra + f" >>\nstartxref\n{len(data)}\n%%EOF".encode()
    path.write_bytes(data + f"xref\n0 {size}\n0000000000 65535 f \n".encode() + table + end)
    return path
