"""Another program with something on the clipboard: text, the page it is from, and the page's address.

Started by a test: `clipboard_holder.py TEXT_FILE [HTML_FILE [ADDRESS]]`. Says "ready" and holds it until it is killed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication


def main(text: str, html: str = "", address: str = "") -> None:
    application = QApplication([])
    data = QMimeData()
    data.setText(Path(text).read_text("utf-8"))
    if html:
        data.setHtml(Path(html).read_text("utf-8"))
    if address:
        data.setData("chromium/x-source-url", address.encode())
    application.clipboard().setMimeData(data)
    print("ready", flush=True)
    application.exec()


if __name__ == "__main__":
    main(*sys.argv[1:])
