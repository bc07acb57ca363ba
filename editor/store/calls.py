"""Every request that left this machine, with the exact text sent and what came back."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import LargeBinary, cast, func, select
from sqlmodel import col

from editor.store.database import Database
from editor.store.draft_file import parsed
from editor.store.hashing import as_json, storable
from editor.store.keeping import keeping
from editor.store.tables import CallRow, hashed

_COLUMNS = CallRow.metadata.tables["call"].columns
_TEXTS = ("provider", "model", "purpose", "sent", "reply", "cost", "status")


@dataclass(frozen=True, slots=True)
class Call:
    id: str
    wall_ms: int
    """When it was sent; UTC, milliseconds since 1970."""
    provider: str
    model: str
    """As the provider named it."""
    purpose: str
    sent: str
    """The exact text that was sent; never a key."""
    reply: str = ""
    tokens: dict[str, int] = field(default_factory=dict)
    """By the provider's kinds, such as input and output."""
    cost: str = ""
    """A decimal number and a currency, such as "0.0123 USD"; empty where it is not known."""
    status: str = "sent"
    """sent, done, or the fault that ended it (`editor.core.errors.ModelFault`)."""
    duration_ms: int = 0


@dataclass(frozen=True, slots=True)
class Cost:
    """A call without its texts."""

    id: str
    wall_ms: int
    provider: str
    model: str
    purpose: str
    cost: str
    status: str
    length: int
    """Bytes of UTF-8 that were sent."""
    estimated: bool = False
    """The provider did not say what it counted, so that the cost is a guess."""


class Calls:
    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, call: Call) -> None:
        """Keeps a call, in the place of one of the same id: first when it is sent, then when it has ended."""
        values = asdict(call)
        values.update({name: storable(values[name]) for name in _TEXTS}, tokens=as_json(call.tokens))
        with keeping(self._database) as kept:
            kept.put(CallRow, [hashed(CallRow, **values)])

    def forget_texts(self, ident: str) -> bool:
        """Takes what was sent and what came back out of the file itself; False where there is no such call.

        Raises a FileError. What SQLite frees it leaves readable as a rule; here it is filled with zeros.
        """
        with self._database.overwriting(), keeping(self._database) as kept:
            known = select(*_COLUMNS).where(col(CallRow.id) == ident)
            row = kept.connection.execute(known).mappings().one_or_none()
            if row is None:
                return False
            values = {name: row[name] for name in row if name != "hash"} | {"sent": "", "reply": ""}
            kept.put(CallRow, [hashed(CallRow, **values)])
        return True

    def all(self) -> tuple[Call, ...]:
        """Oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(*_COLUMNS).order_by(col(CallRow.wall_ms), col(CallRow.id)))
            return tuple(self._value(row) for row in rows.mappings())

    def costs(self) -> tuple[Cost, ...]:
        """What every call has cost, oldest first; the texts, which may be long, are not read."""
        kept = [
            col(getattr(CallRow, name)) for name in ("id", "wall_ms", "provider", "model", "purpose", "cost", "status")
        ]
        wanted = select(*kept, col(CallRow.tokens), func.length(cast(col(CallRow.sent), LargeBinary)).label("length"))
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(col(CallRow.wall_ms), col(CallRow.id)))
            return tuple(self._cost(dict(row)) for row in rows.mappings())

    def _cost(self, row: dict[str, Any]) -> Cost:
        tokens = parsed(row.pop("tokens"), self._database.path)
        return Cost(**row, estimated=bool(tokens.get("estimated")))

    def _value(self, row: Any) -> Call:
        values = {name: row[name] for name in row if name not in ("hash", "tokens")}
        return Call(**values, tokens=parsed(row["tokens"], self._database.path))
