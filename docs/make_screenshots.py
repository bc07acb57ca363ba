"""Makes every picture in docs/images by driving the real program: `.venv/bin/python docs/make_screenshots.py [NAME ...]`.

The pictures follow one new user: the sample essay, then an essay of their own that is edited, criticised without a key,
killed in mid-sentence, found again, undone, and exported. A picture can thus not show what the program does not do. With
names (without ".png"), only the stories with these pictures are acted out.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import model_scenes
from picture_stage import ESSAY, IMAGES, LARGE, ROOT, SMALL, a_stage, save, shoot, to_paragraph
from PySide6.QtCore import QSize, QSizeF, QUrl
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter, QTextDocument
from PySide6.QtSvg import QSvgRenderer
from window_driver import a_program, missing, until

from editor.ui.theme import text_font

RENDERER = ROOT / "tests" / "peers" / "site" / "render.js"
MOST_BYTES = 250_000
KNOWN = "Sent: Claude"
"""In the sample's foot, once all that was before is known."""
SHEET = 800
"""Width of the page that is drawn of a process report, in pixels."""
DRAWN = (
    (
        r'<details class="detailsBlock">\n<summary class="detailsBlockTitle">(.*?)</summary>',
        r'<table width="100%" cellpadding="12" bgcolor="#f4f2ed">'
        r"<tr><td><b>▾ \1</b>",
    ),
    (
        r'<div class="llm-content-block" data-model-name="(.*?)">',
        r'<table width="100%" cellpadding="10" bgcolor="#e6eefb"><tr><td><font color="#0a5fd0">\1</font>',
    ),
    (r"</div>\n</div>\n</div>\n</details>", "</td></tr></table></td></tr></table>"),
    (r"<(/?)div.*?>", ""),
)
"""The site's fold and its block for a model's words, as tables that a text document can draw."""
SENTENCE = "I have tried to write like that since, one sentence on the fire and the next one alrea"


def main(names: list[str]) -> int:
    """0, or 1 with a sentence where something that is needed is not there, or a name is that of no picture, or a picture
    came out too large."""
    if lacking := missing():
        print(f"make_screenshots: this needs {', '.join(lacking)}.", file=sys.stderr)
        return 1
    known = sorted(name for _, pictures in STORIES for name in pictures)
    if unknown := sorted(set(names) - set(known)):
        print(f"make_screenshots: no story has {', '.join(unknown)}. There is {', '.join(known)}.", file=sys.stderr)
        return 1
    IMAGES.mkdir(exist_ok=True)
    QGuiApplication([])
    for story, pictures in STORIES:
        if not names or set(names) & set(pictures):
            story()
    large = [path.name for path in sorted(IMAGES.glob("*.png")) if path.stat().st_size > MOST_BYTES]
    if large:
        print(f"make_screenshots: larger than {MOST_BYTES // 1000} KB: {', '.join(large)}.", file=sys.stderr)
    return int(bool(large))


# The stories.


def sample_in_all_sizes() -> None:
    for size in (SMALL, LARGE):
        for theme in ("light", "dark"):
            with a_stage(size, theme) as (desktop, folder), a_program(desktop, folder, "--sample") as program:
                program.until_shown("Critic Spelling and grammar")
                program.until_shown("Critique 1")
                shoot(desktop, f"window-{theme}" + ("" if size == SMALL else "-1920"))


def sample_with_a_models_words() -> None:
    with a_stage() as (desktop, folder), a_program(desktop, folder, "--sample") as program:
        program.until_shown(KNOWN)
        to_paragraph(program, "The comparison is confounded")
        shoot(desktop, "model-text")


def sample_with_time() -> None:
    with a_stage() as (desktop, folder), a_program(desktop, folder, "--sample") as program:
        program.until_shown(KNOWN)
        to_paragraph(program, "The other reason was a rule.")
        program.key("ctrl+shift+t")
        program.until_shown("Recorded by this program; not proof.")
        shoot(desktop, "minutes")


def sample_exported() -> None:
    with a_stage() as (desktop, folder), a_program(desktop, folder, "--sample") as program:
        program.key("ctrl+shift+e")
        program.until_shown("Title: fine.")
        shoot(desktop, "export")
        program.press("Save as…")
        program.answer_file_dialog(folder / "post.md", "Save")
        program.until_shown("Written to post.md.")
        draw_post(folder / "post.md", "exported-post")


def sample_judged() -> None:
    with a_stage() as (desktop, folder), a_program(desktop, folder, "--sample") as program:
        program.until_shown(KNOWN)
        to_paragraph(program, "The comparison is confounded")
        program.key("ctrl+shift+r")
        program.until_shown("as LessWrong shows them")
        shoot(desktop, "verdict")


def sample_reported() -> None:
    with a_stage() as (desktop, folder), a_program(desktop, folder, "--sample") as program:
        program.until_shown("Critique 1")
        program.choose("alt+f", "Process Report…")
        program.press("Choose a File…")
        program.answer_file_dialog(folder / "process.html", "Save")
        program.until_shown("process.html.")
        draw_report(folder / "process.html", "process")


def first_start() -> None:
    with a_stage() as (desktop, folder), a_program(desktop, folder) as program:
        program.until_shown("Sample essay")
        shoot(desktop, "first-start")


def own_essay() -> None:
    with a_stage() as (desktop, folder):
        path = folder / "kitchen.md"
        path.write_text(ESSAY, encoding="utf-8")
        with a_program(desktop, folder, "kitchen.md") as program:
            to_paragraph(program, "Then I spent a week")
            program.until_shown("Spelling and grammar")
            program.key("ctrl+Return")
            program.until_shown("Critique finished")
            program.key("F8")
            until(program.selected, "a quote to be marked")
            shoot(desktop, "remarks")
            program.key("Right", "ctrl+End")
            hand = desktop.typing(f"\n{SENTENCE}", delay_ms=45)
            until(lambda: "one sentence on" in program.shown(), "half of the sentence")
            shoot(desktop, "typing")
            until(lambda: program.shown().endswith(SENTENCE), "the sentence")
            seen = program.shown()
            program.kill()
            hand.wait()
        with a_program(desktop, folder, "kitchen.md") as program:
            program.until_text(seen)
            program.until_shown("Restored after an interruption.")
            until(program.focused, "the window to have the keys")
            shoot(desktop, "restored")
            while SENTENCE[:20] in program.shown():
                before = program.shown()
                program.key("ctrl+z")
                until(lambda before=before: program.shown() != before, "an undo")
            until(lambda: "Restored after" not in program.words(), "the notice to go")
            shoot(desktop, "undone")


def pad_turn() -> None:
    with a_stage() as (desktop, folder), a_program(desktop, folder, "--sample") as program:
        program.until_shown(KNOWN)
        to_paragraph(program, "The other reason was a rule.")
        program.key("ctrl+j", "ctrl+Return")
        program.type("what did the rule do to me, really. it made me count and counting made me look and looking ")
        program.type("was the part that hurt. not the minutes, the gaps between them")
        until(lambda: "the gaps between them" in program.words(), "the words in the pad")
        shoot(desktop, "pad")


STORIES: tuple[tuple[Callable[[], None], tuple[str, ...]], ...] = (
    (sample_in_all_sizes, ("window-light", "window-dark", "window-light-1920", "window-dark-1920")),
    (sample_with_a_models_words, ("model-text",)),
    (sample_with_time, ("minutes",)),
    (sample_exported, ("export", "exported-post")),
    (sample_judged, ("verdict",)),
    (sample_reported, ("process",)),
    (first_start, ("first-start",)),
    (own_essay, ("remarks", "typing", "restored", "undone")),
    (pad_turn, ("pad",)),
    *model_scenes.STORIES,
)


# What is drawn of files.


def draw_post(path: Path, name: str) -> None:
    """Renders the post as the site does and draws the stretch around the model's words.

    The site folds a section and frames a model's block with styles of its own; here both are drawn open, as tables.
    """
    done = subprocess.run(
        ["node", str(RENDERER)], input=path.read_text(encoding="utf-8"), capture_output=True, text=True, check=True
    )
    html = done.stdout[done.stdout.rindex("<h2>", 0, done.stdout.index("<details")) :]
    for pattern, drawn in DRAWN:
        html = re.sub(pattern, drawn, html)
    document = QTextDocument()
    document.setDefaultFont(text_font(12))
    document.setHtml(html)
    document.setTextWidth(760)
    image = QImage(QSize(860, 640), QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    painter.setFont(QFont())
    painter.translate(50, 30)
    document.drawContents(painter)
    painter.end()
    save(image, name)


def draw_report(path: Path, name: str) -> None:
    """Draws the beginning of a process report, whose pictures a text document takes as images and not as drawings."""
    page = path.read_text(encoding="utf-8")
    textures = re.search(r"<defs>.*?</defs>", page, re.DOTALL)
    document = QTextDocument()
    document.setDefaultFont(text_font(11))

    def image_of(drawing: re.Match[str]) -> str:
        width, height = (float(side) for side in drawing[1].split()[2:])
        wide = min(SHEET, width * (1 if width < 100 else SHEET / width))
        size = QSizeF(wide, height * wide / width).toSize()
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        inside = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{drawing[1]}">{textures and textures[0]}{drawing[2]}</svg>'
        )
        QSvgRenderer(inside.encode()).render(painter)
        painter.end()
        address = f"drawing-{drawing.start()}"
        document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(address), image)
        return f'<img src="{address}" width="{size.width()}" height="{size.height()}">'

    body = page[page.index("<body>") :].replace("<table>", '<table width="100%" cellpadding="3">')
    body = re.sub(r"<(/?)(?:figure|header)>", r"<\1div>", body)
    body = re.sub(r"<figcaption>(.*?)</figcaption>", r'<p><font size="-1" color="#6b675f">\1</font></p>', body)
    body = re.sub(r"<li><b>(.*?)</b>(.*?)</li>", r"<b>\1</b> \2 &nbsp; ", body)
    document.setHtml(re.sub(r'<svg viewBox="([^"]*)"[^>]*>(.*?)</svg>', image_of, body, flags=re.DOTALL))
    document.setTextWidth(SHEET)
    image = QImage(QSize(SHEET + 80, 862), QImage.Format.Format_RGB32)
    image.fill(QColor("#fdfcfa"))
    painter = QPainter(image)
    painter.translate(40, 24)
    document.drawContents(painter)
    painter.end()
    save(image, name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
