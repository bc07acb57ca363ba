"""Word files as Word writes them, small enough to read here."""

from __future__ import annotations

import base64
import zipfile
from pathlib import Path

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
PICTURE = (
    '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="p" descr="a curve"/><a:graphic><a:graphicData>'
    '<pic:pic><pic:blipFill><a:blip r:embed="rId2"/></pic:blipFill></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)
NOTED = "<w:p><w:r><w:t>Noted</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:t> here.</w:t></w:r></w:p>"
TABLE = "<w:tbl>{}</w:tbl>".format(
    "".join(
        "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row) + "</w:tr>"
        for row in (("year", "words"), ("2025", "1,200"))
    )
)
FORMULA = (
    "<w:p><w:r><w:t>So </w:t></w:r><m:oMath><m:r><m:t>E=m</m:t></m:r><m:sSup><m:e><m:r><m:t>c</m:t></m:r></m:e>"
    "<m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath><w:r><w:t>.</w:t></w:r></w:p>"
)


def paragraph(text: str, style: str = "", *, bold: bool = False) -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    strong = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:p>{named}<w:r>{strong}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def item(text: str, level: int = 0, numbering: str = "1") -> str:
    """Of a list that a part made by `numbering_part` defines."""
    place = f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{numbering}'/></w:numPr>"
    return f"<w:p><w:pPr>{place}</w:pPr>{run(text)}</w:p>"


def part(root: str, content: str) -> bytes:
    return f"<?xml version='1.0'?><w:{root} {_NAMES}>{content}</w:{root}>".encode()


def numbering_part(*levels: tuple[str, str, int], instances: str = "<w:num w:numId='1'>{}</w:num>") -> bytes:
    """Levels as how they count, what is shown, and where they start; `{}` in the instances leads to these levels."""
    made = "".join(
        f"<w:lvl w:ilvl='{place}'><w:start w:val='{start}'/><w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/></w:lvl>"
        for place, (form, text, start) in enumerate(levels)
    )
    definition = f"<w:abstractNum w:abstractNumId='7'>{made}</w:abstractNum>"
    return part("numbering", definition + instances.replace("{}", "<w:abstractNumId w:val='7'/>"))


def word_file(
    path: Path,
    *body: str,
    note: str = "The note.",
    extra: dict[str, bytes] | None = None,
    links: tuple[tuple[str, str, str], ...] = (),
    without: tuple[str, ...] = (),
) -> Path:
    """`links` lead from the text to what is not in the file: name, kind, address. `without` are parts left out."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations(("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": f'<?xml version="1.0"?><w:document {_NAMES}><w:body>{"".join(body)}</w:body></w:document>',
        "word/_rels/document.xml.rels": _relations(
            ("rId1", "footnotes", "footnotes.xml"),
            ("rId2", "image", "media/image1.png"),
            ("rId3", "styles", "styles.xml"),
            external=links,
        ),
        "word/footnotes.xml": f"<?xml version='1.0'?><w:footnotes {_NAMES}><w:footnote w:id='2'>"
        f"{paragraph(note)}</w:footnote></w:footnotes>",
        "word/styles.xml": f"<?xml version='1.0'?><w:styles {_NAMES}>"
        + "".join(
            f"<w:style w:type='paragraph' w:styleId='{ident}'><w:name w:val='{name}'/></w:style>"
            for ident, name in (("Heading1", "heading 1"), ("Heading2", "heading 2"), ("Quote", "Quote"))
        )
        + "</w:styles>",
        "word/media/image1.png": PIXEL,
        **(extra or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in ((name, content) for name, content in parts.items() if name not in without):
            packed.writestr(name, content)
    return path


def _relations(*rows: tuple[str, str, str], external: tuple[tuple[str, str, str], ...] = ()) -> str:
    items = "".join(f'<Relationship Id="{i}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for i, kind, to in rows)
    items += "".join(
        f'<Relationship Id="{i}" Type="{_OFFICE}/{kind}" Target="{to}" TargetMode="External"/>'
        for i, kind, to in external
    )
    start = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    return f"{start}{items}</Relationships>"
