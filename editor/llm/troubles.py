"""An answer that is not an answer, in our words; and what all vendors say alike: how long to wait.

Pure, and without any vendor's library.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from editor.core.errors import ModelFault
from editor.llm.limits import Meter, RateLimits


@dataclass(frozen=True, slots=True)
class Trouble:
    fault: ModelFault
    said: str = ""
    """The provider's own words."""
    retry_after_s: float | None = None
    limits: RateLimits | None = None
    """What the answer says of the account's limits."""
    parameter: str = ""
    """The name, on the wire, of what was not taken, where the answer has a field for it."""

    @property
    def minute_allowance(self) -> int | None:
        """Input tokens a minute the account may send, if the answer names them."""
        said = self.limits.of if self.limits is not None else {}
        return min((said[meter].limit for meter in (Meter.INPUT, Meter.TOKENS) if meter in said), default=None)


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Seconds the server asks to wait: milliseconds, seconds or a date (against the answer's own date)."""
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    asked = headers.get("retry-after")
    seconds = _number(asked)
    return seconds if seconds is not None else _until(asked, headers.get("date"))


def duration_s(text: object) -> float | None:
    """The seconds of a protobuf Duration in JSON, such as "37s" or "1.5s"."""
    return _number(text[:-1]) if isinstance(text, str) and text.endswith("s") else None


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None


def _until(asked: str | None, now: str | None) -> float | None:
    try:
        return max(0.0, (parsedate_to_datetime(asked or "") - parsedate_to_datetime(now or "")).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None
