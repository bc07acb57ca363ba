"""Makes every picture in docs/images by driving the real program: `.venv/bin/python docs/make_screenshots.py [NAME ...]`.

The pictures follow one new user: the sample essay, then an essay of their own that is edited, criticised without a key,
killed in mid-sentence, found again, undone, and exported. A picture can thus not show what the program does not do. With
names (without ".png"), only the stories with these pictures are acted out.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # for what is drawn here; the program gets a screen of its own

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "e2e"), str(ROOT / "tests" / "peers")]

import anthropic_server  # noqa: E402
from PySide6.QtCore import QSize, QSizeF, QUrl  # noqa: E402
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QImageWriter, QPainter, QTextDocument  # noqa: E402
from PySide6.QtSvg import QSvgRenderer  # noqa: E402
from window_driver import Desktop, Program, a_desktop, a_program, missing, until  # noqa: E402
from Xlib import X  # noqa: E402
from Xlib.display import Display  # noqa: E402

from editor.ui.theme import text_font  # noqa: E402

IMAGES = ROOT / "docs" / "images"
RENDERER = ROOT / "tests" / "peers" / "site" / "render.js"
MOST_BYTES = 250_000
SHEET = 800
"""Width of the page that is drawn of a process report, in pixels."""
SMALL, LARGE = "1366x768", "1920x1080"
OPENBOX = """<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew></focus>
  <theme><name>Clearlooks</name></theme>
  <mouse><context name="Client"><mousebind button="Left" action="Press">
    <action name="Focus"/><action name="Raise"/></mousebind></context></mouse>
  <applications><application type="normal"><maximized>yes</maximized></application></applications>
</openbox_config>
"""
ESSAY = "\n\n".join(
    (
        "# On keeping a hot kitchen",
        "My grandmother cooked for nine people on two rings and was never once in a hurry. For years I took this for"
        " talent.",
        "Then I spent a week at her stove, and it was very unique to watch: she did nothing early. The onions waited"
        " until the pan was ready, the pan waited until the table was laid, and she waited for for neither.",
        "## What the week taught me",
        "I had always prepared everything first. Bowls of chopped things stood about and went grey, and by the time"
        " the pan was hot I had forgotten which of them was for what. It goes without saying that order is not the"
        " same thing as preparation.",
        "What she had was a sequence. At every moment exactly one thing was being done, and the next one was already"
        " decided.\n",
    )
)
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
TURN = (
    "the drawer in the kitchen where the string was kept too short to use and a label that said so in her hand and the "
    "stopwatch beside it ticking at the string as if it could be made longer by being waited for and the colour of the "
    "string which nobody"
)
SAID = {
    "quote": "it was very unique to watch",
    "issue": "Unique is asserted and never shown.",
    "why": "I take it for a compliment, skip it, and have lost the reason for the week.",
    "suggestion": "Say the first thing she did that you had never seen anybody do.",
    "confidence": "high",
}
"""What a model says of the paragraph in the picture of the critics."""
POINTS = ("Preparing is not ordering", "Where it fails: guests who come early")
RELAYED = {
    "Your turn": (
        "preparing moves the work to a time when nothing is decided yet. the bowls are answers to questions that the pan"
        " has not asked. what she had was an order, and an order needs no bowls",
        "guests who come early break the table, not the onions. so a sequence bends only at its last step. what of a"
        " child that cries at the second one",
    ),
    "Draft the": (
        "To prepare is to decide before anything is known. The bowls were full of answers; the pan had asked nothing.",
        "Guests who come early find no table. It is the one step that cannot be put off.",
    ),
    "Your remarks": (
        "“before anything is known” is too wide: the recipe is known. Say what is not known yet.",
        "“the one step that cannot be put off” is not shown. Say what happens to the pan meanwhile.",
    ),
    "Revise the": (
        "To prepare is to decide before the pan has been hot. The bowls were full of answers, and nobody had asked yet;"
        " an order leaves each answer where its question comes up.",
        "Guests who come early find no table, and the pan is not on. So only the last step was missing, and it is the"
        " one that guests can do themselves. [example needed]",
    ),
}
"""What the models of a relay say about each point, by the first words of what they are asked."""
SENTENCE = "I have tried to write like that since, one sentence on the fire and the next one alrea"


def main(names: list[str]) -> int:
    """0, or 1 with a sentence where something that is needed is not there or a picture came out too large."""
    if lacking := missing():
        print(f"make_screenshots: this needs {', '.join(lacking)}.", file=sys.stderr)
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
        to_paragraph(program, "The comparison is confounded")
        shoot(desktop, "model-text")


def sample_with_time() -> None:
    with a_stage() as (desktop, folder), a_program(desktop, folder, "--sample") as program:
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


def critics_at_once() -> None:
    """Two critics read one paragraph: one has answered, the other has to wait."""
    with a_stage() as (desktop, folder), anthropic_server.AnthropicServer() as server:
        server.says = {"remarks": [SAID]}
        (folder / "kitchen.md").write_text(ESSAY, encoding="utf-8")
        desktop.environment.update(ANTHROPIC_API_KEY="sk-ant-for-the-picture", PALIMPSEST_ANTHROPIC_BASE_URL=server.url)
        own = folder / "data" / "critics"
        own.mkdir(parents=True)
        head = "name: My aunt\nline: Taught school for forty years.\nmodel: x-429\n"
        (own / "aunt.md").write_text(f"{head}\nYou are a retired teacher of history.\n", encoding="utf-8")
        with a_program(desktop, folder, "kitchen.md") as program:
            to_paragraph(program, "Then I spent a week")
            for critic in ("Harsh reviewer", "My aunt"):
                program.press(f"Critic {critic}", "check box")
            program.key("ctrl+Return")
            program.until_shown("Send to 2 critics")
            shoot(desktop, "critics-sheet")
            program.press("Send to 2 critics")
            until(lambda: "remark" in doing(program, "Harsh reviewer"), "the remarks of one")
            until(lambda: "waiting, 5 s" in doing(program, "My aunt"), "the other to wait")
            save(grab(desktop), "critics")  # the seconds count: this screen never stands still


def doing(program: Program, critic: str) -> str:
    """What a critic's row says."""
    box = program.eyes.one("check box", f"Critic {critic}")
    return box.description if box is not None else ""


def pad_turn() -> None:
    with a_stage() as (desktop, folder), a_program(desktop, folder, "--sample") as program:
        to_paragraph(program, "The other reason was a rule.")
        program.key("ctrl+j", "ctrl+Return")
        program.type("what did the rule do to me, really. it made me count and counting made me look and looking ")
        program.type("was the part that hurt. not the minutes, the gaps between them")
        until(lambda: "the gaps between them" in program.words(), "the words in the pad")
        shoot(desktop, "pad")


def pad_in_turns() -> None:
    """The model is a server on this machine, and what it says was written by hand."""
    anthropic_server.PLAIN_ANSWER = TURN
    with a_stage() as (desktop, folder), anthropic_server.AnthropicServer() as server:
        desktop.environment.update(ANTHROPIC_API_KEY="sk-ant-none-0000", PALIMPSEST_ANTHROPIC_BASE_URL=server.url)
        with a_program(desktop, folder, "--sample") as program:
            to_paragraph(program, "The other reason was a rule.")
            program.key("ctrl+j")
            program.type("what did the rule do to me really it made me count and counting made me look and looking was")
            program.key("Escape")
            program.press("Model's turn")
            program.until_shown("exactly as above")
            shoot(desktop, "pad-sheet")
            program.press("Send")
            program.until_shown(" ct")
            program.type("the drawer yes and the gaps are where the string was")
            until(lambda: "the string was" in program.words(), "the words in the pad")
            shoot(desktop, "pad-turns")


def relay() -> None:
    """The models are a server on this machine, and what they say was written by hand."""
    anthropic_server.answer_text = relayed
    with a_stage() as (desktop, folder), anthropic_server.AnthropicServer() as server:
        desktop.environment.update(ANTHROPIC_API_KEY="sk-ant-none-0000", PALIMPSEST_ANTHROPIC_BASE_URL=server.url)
        text = folder / "kitchen.md"
        text.write_text(ESSAY, encoding="utf-8")
        with a_program(desktop, folder, str(text)) as program:
            act_out_relay(program)


def act_out_relay(program: Program) -> None:
    desktop = program.desktop
    program.choose("alt+t", "While I Am Away…")
    program.until_shown("Points of the outline")
    ticked = next(seen for seen in program.eyes.all() if seen.role == "check box" and "On keeping" in seen.name)
    left, top, _width, height = program.eyes.box(ticked)
    desktop.click(left + 8, top + height // 2)
    program.click("Points of your own, one a line", "text")
    program.type(POINTS[0])
    program.key("Return")
    program.type(POINTS[1])
    program.fill_in("Turns of thinking", "2")
    shoot(desktop, "relay-plan")
    program.press("Show What Would Be Sent…")
    program.until_shown("Later requests hold")
    shoot(desktop, "relay-approval")
    program.press("Start")
    program.until_shown("It is done.")
    program.press(f"Take In: {POINTS[0]}")
    program.until_shown("In the draft")
    shoot(desktop, "relay-proposal")


def relayed(body: dict[str, Any]) -> str:
    """One turn, by what is asked."""
    question = "".join(block["text"] for block in body["messages"][-1]["content"])
    point = next(place for place, words in enumerate(POINTS) if f"<point>\n{words}\n" in question)
    asked = next(name for name in RELAYED if name in question.rsplit("\n\n", 1)[-1])
    return RELAYED[asked][point]


STORIES: tuple[tuple[Callable[[], None], tuple[str, ...]], ...] = (
    (sample_in_all_sizes, ("window-light", "window-dark", "window-light-1920", "window-dark-1920")),
    (sample_with_a_models_words, ("model-text",)),
    (sample_with_time, ("minutes",)),
    (sample_exported, ("export", "exported-post")),
    (sample_judged, ("verdict",)),
    (sample_reported, ("process",)),
    (first_start, ("first-start",)),
    (own_essay, ("remarks", "typing", "restored", "undone")),
    (critics_at_once, ("critics", "critics-sheet")),
    (pad_turn, ("pad",)),
    (pad_in_turns, ("pad-sheet", "pad-turns")),
    (relay, ("relay-plan", "relay-approval", "relay-proposal")),
)


# The stage.


@contextlib.contextmanager
def a_stage(size: str = SMALL, theme: str = "light") -> Iterator[tuple[Desktop, Path]]:
    """A screen on which every window is as large as the screen, and a folder with settings that choose the colours."""
    with tempfile.TemporaryDirectory(prefix="screenshots-") as name:
        folder = Path(name)
        config = folder / "openbox.xml"
        config.write_text(OPENBOX, encoding="utf-8")
        (folder / "settings.ini").write_text(f"[General]\ntheme={theme}\n", encoding="utf-8")
        with a_desktop(folder, size, ("--config-file", str(config))) as desktop:
            yield desktop, folder


def to_paragraph(program: Program, words: str) -> None:
    """Finds the paragraph as a writer would, and leaves the caret at its start."""
    program.key("ctrl+f")
    program.until_shown("Find and replace")
    program.type(words)
    program.key("Return")
    until(lambda: program.selected() == words, f"{words!r} to be found")
    program.key("Escape", "Left")
    until(lambda: not program.selected(), "the mark to go")
    program.until_shown(f" {words[:12]}")


def shoot(desktop: Desktop, name: str) -> None:
    """Takes the picture once the screen no longer changes, but for the caret."""
    image = until(lambda: settled(desktop), "a screen that stands still")
    save(image, name)


def settled(desktop: Desktop) -> QImage | None:
    before = grab(desktop)
    desktop.run("xdotool", "sleep", "0.7")  # the desk follows the caret after 0.4 s
    after = grab(desktop)
    return after if changed_pixels(before, after) < 200 else None


def grab(desktop: Desktop) -> QImage:
    display = Display(desktop.environment["DISPLAY"])
    try:
        root = display.screen().root
        size = root.get_geometry()
        data = root.get_image(0, 0, size.width, size.height, X.ZPixmap, 0xFFFFFFFF).data
    finally:
        display.close()
    return QImage(data, size.width, size.height, QImage.Format.Format_RGB32).copy()


def changed_pixels(one: QImage, other: QImage) -> int:
    """How many bytes of two pictures of one size differ; a caret is about two by twenty pixels."""
    first, second = bytes(one.constBits()), bytes(other.constBits())
    if first == second:
        return 0
    return sum(a != b for a, b in zip(first[::4], second[::4], strict=True))


def save(image: QImage, name: str) -> None:
    path = IMAGES / f"{name}.png"
    writer = QImageWriter(str(path))
    writer.setCompression(100)
    if not writer.write(with_palette(image)):
        raise OSError(f"{path}: {writer.errorString()}")
    print(f"{path.relative_to(ROOT)}  {image.width()}x{image.height()}  {path.stat().st_size // 1024} KB")


def with_palette(image: QImage) -> QImage:
    """The picture in its 256 commonest colours; the rest, in the edges of letters, go to the nearest of them."""
    pixels = memoryview(bytes(image.convertToFormat(QImage.Format.Format_RGB32).constBits())).cast("I")
    counted = Counter(pixels)
    kept = [colour for colour, _ in counted.most_common(256)]
    places = {colour: place for place, colour in enumerate(kept)}
    channels = [_channels(colour) for colour in kept]
    for colour in counted.keys() - places.keys():
        red, green, blue = _channels(colour)
        places[colour] = min(
            range(len(kept)),
            key=lambda at: (channels[at][0] - red) ** 2 + (channels[at][1] - green) ** 2 + (channels[at][2] - blue) ** 2,
        )
    small = bytes(map(places.__getitem__, pixels))
    result = QImage(small, image.width(), image.height(), image.width(), QImage.Format.Format_Indexed8).copy()
    result.setColorTable([0xFF000000 | colour for colour in kept])
    return result


def _channels(colour: int) -> tuple[int, int, int]:
    return colour >> 16 & 255, colour >> 8 & 255, colour & 255


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
