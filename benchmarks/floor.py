"""The floor: the least a PySide6 program can be that shows the same text. Nothing in it may be made faster or slower.

python benchmarks/floor.py FILE [WORD]        with the caret behind the first WORD of the text
"""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QPlainTextEdit

application = QApplication(sys.argv[:1])
page = QPlainTextEdit()
page.resize(1280, 840)
with open(sys.argv[1], encoding="utf-8") as file:
    page.setPlainText(file.read())
if len(sys.argv) > 2:
    page.find(sys.argv[2])
page.show()
sys.exit(application.exec())
