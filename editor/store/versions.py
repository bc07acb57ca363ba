"""Moments with a name: a version of a paragraph or of the whole draft, kept with its origins.

The text is kept and not only the moment, so that a version can be read without folding the log, and survives a loss in
it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from editor.core.rows import runs_from, runs_row
from editor.core.runs import Fragment, Runs
from editor.store.database import Database
from editor.store.draft_file import parsed
from editor.store.hashing import as_json, storable
from editor.store.keeping import keeping
from editor.store.tables import VersionRow, hashed


@dataclass(frozen=True, slots=True)
class KeptVersion:
    id: int
    name: str
    paragraph: int | None
    """None: the whole draft."""
    seq: int
    """The last edit it contains."""
    wall_ms: int
    """UTC, milliseconds since 1970."""
    text: str
    runs: Runs

    @property
    def fragment(self) -> Fragment:
        return Fragment(self.text, self.runs)


class Versions:
    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, name: str, paragraph: int | None, seq: int, wall_ms: int, content: Fragment) -> KeptVersion:
        """Durable when it returns. A version is never altered or removed."""
        text, name = storable(content.text), storable(name)
        with keeping(self._database) as kept:
            ident = (kept.connection.execute(select(func.max(VersionRow.id))).scalar() or 0) + 1
            row = hashed(
                VersionRow,
                id=ident,
                name=name,
                paragraph=paragraph,
                seq=seq,
                wall_ms=wall_ms,
                text=text,
                runs=as_json(runs_row(content.runs)),
            )
            kept.put(VersionRow, [row])
        return KeptVersion(ident, name, paragraph, seq, wall_ms, text, content.runs)

    def list(self, paragraph: int | None = None) -> tuple[KeptVersion, ...]:
        """Those of one paragraph, or of the whole draft, oldest first."""
        wanted = col(VersionRow.paragraph).is_(None) if paragraph is None else col(VersionRow.paragraph) == paragraph
        with self._database.reading() as connection:
            rows = connection.execute(select(*_COLUMNS).where(wanted).order_by(col(VersionRow.id)))
            return tuple(self._value(row) for row in rows.mappings())

    def get(self, ident: int) -> KeptVersion | None:
        with self._database.reading() as connection:
            row = connection.execute(select(*_COLUMNS).where(col(VersionRow.id) == ident)).mappings().first()
            return self._value(row) if row else None

    def _value(self, row: Any) -> KeptVersion:
        values = {name: row[name] for name in ("id", "name", "paragraph", "seq", "wall_ms", "text")}
        return KeptVersion(**values, runs=runs_from(parsed(row["runs"], self._database.path)))


_COLUMNS = VersionRow.metadata.tables["version"].columns
