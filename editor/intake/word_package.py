"""The parts a Word file is packed of, and what leads from one to another (ECMA-376, part 2)."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from types import TracebackType
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from editor.intake.word_xml import parsed, written

RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "[Content_Types].xml"
_TYPE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_MAIN = "word/document.xml"
ADDRESS = "text/uri-list"
"""The type of a part that holds nothing but an address (RFC 2483): what a linked picture is for the reader."""
_ADDRESS_ENDING = "address"
_READ = (".xml", ".rels")


@dataclass(frozen=True, slots=True)
class Relation:
    kind: str
    """The last word of its type, such as `image`."""
    target: str
    """The name of a part, or an address where it is external."""
    external: bool


class Package:
    def __init__(self, data: bytes) -> None:
        """Raises BadZipFile."""
        self._packed = zipfile.ZipFile(BytesIO(data))
        self.names = set(self._packed.namelist())
        self._relations: dict[str, dict[str, Relation]] = {}
        named = self.related("", "officeDocument")
        self.main = named[0] if named else _MAIN

    def __enter__(self) -> Package:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._packed.close()

    def part(self, name: str) -> Element:
        """Raises KeyError, BadZipFile, ParseError or ValueError."""
        return parsed(self._packed.read(name))

    def part_or_none(self, name: str) -> Element | None:
        """Raises what `part` does, but for a part that is not there."""
        return self.part(name) if name in self.names else None

    def related(self, part: str, kind: str) -> list[str]:
        """The parts of a kind to which one leads; or that of the usual name, as the reader looks for it too."""
        found = [one.target for one in self.relations(part).values() if one.kind == kind and one.target in self.names]
        usual = f"word/{kind}.xml"
        return found or ([usual] if usual in self.names else [])

    def relations(self, part: str) -> dict[str, Relation]:
        """By their names within the part; `part` is empty for those of the file itself."""
        if part not in self._relations:
            name = _relations_of(part)
            rows = self.part(name).iter(RELATIONS + "Relationship") if name in self.names else ()
            self._relations[part] = {row.get("Id", ""): self._relation(part, row) for row in rows}
        return self._relations[part]

    def _relation(self, part: str, row: Element) -> Relation:
        kind, target = row.get("Type", "").rpartition("/")[2], row.get("Target", "")
        external = row.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
            target = target if target in self.names else unquote(target)
        return Relation(kind, target, external)

    def written(self, changed: Mapping[str, Element], without: Iterable[str]) -> bytes:
        """A file of the changed parts, the others a text is read from, and the pictures. Raises what `part` does."""
        made = {name: written(root) for name, root in changed.items()}
        kept = {name for name in self.names if name.lower().endswith(_READ)} - made.keys() - set(without)
        for part in changed:
            made[_relations_of(part)], addresses = self._leading_to_pictures(part)
            made |= addresses
            kept |= {one.target for one in self.relations(part).values() if one.kind == "image"} & self.names
        if _TYPES in self.names:
            types = self.part(_TYPES)
            types.append(Element(_TYPE + "Default", {"Extension": _ADDRESS_ENDING, "ContentType": ADDRESS}))
            made[_TYPES] = written(types)
        target = BytesIO()
        with zipfile.ZipFile(target, "w") as copy:
            for name in kept - made.keys():
                copy.writestr(name, self._raw(name))
            for name, data in made.items():
                copy.writestr(name, data)
        return target.getvalue()

    def _raw(self, name: str) -> bytes:
        """A damaged picture is read as an empty one, which is then left out; any other part must be whole."""
        try:
            return self._packed.read(name)
        except _DAMAGED:
            if name.lower().endswith(_READ):
                raise
            return b""

    def _leading_to_pictures(self, part: str) -> tuple[bytes, dict[str, bytes]]:
        """The reader only follows names from the top of the file; linked pictures get a part that holds their address."""
        name = _relations_of(part)
        root = self.part(name) if name in self.names else Element(RELATIONS + "Relationships")
        addresses: dict[str, bytes] = {}
        for row in root.iter(RELATIONS + "Relationship"):
            relation = self.relations(part)[row.get("Id", "")]
            if relation.kind != "image":
                continue
            name = relation.target
            if relation.external:
                name = f"{part}.{len(addresses)}.{_ADDRESS_ENDING}"
                addresses[name] = relation.target.encode()
            row.set("Target", f"/{name}")
            row.attrib.pop("TargetMode", None)
        root.append(Element(RELATIONS + "Relationship", {"Id": MISSING, "Type": "image", "Target": "/missing"}))
        return written(root), addresses


MISSING = "missing"
"""A relation of every changed part that leads nowhere: for pictures that are nowhere."""
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
