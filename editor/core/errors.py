"""Everything that can go wrong, as one tree.

    PalimpsestError
    ├── FileError              a file of the writer's
    │   ├── FileUnreadable     it is not there, or the system refuses
    │   ├── DraftForeign       not a draft of this program
    │   ├── DraftNewer         made by a newer version
    │   ├── DraftDamaged       parts of it cannot be trusted
    │   │   └── DraftBehind    or all of it can, but its safety copies know more
    │   ├── DraftLocked        open in another window or program
    │   │   └── DraftHeldElsewhere  or on another computer, as far as its lock says
    │   └── DraftReadOnly      it can be read but not written
    ├── EditRefused            an edit that does not fit the text it claims to change
    ├── PolicyError            a profile that cannot be read
    ├── CheckerError           a local critic that failed
    ├── ModelError             a language model that did not answer as hoped
    │   └── OverLimit          or that is not asked, so that it cannot cost more than it may
    ├── CredentialError        a key that cannot be kept or used
    ├── ExportError            an export that would come out broken
    └── IntakeError            a page or file of another program that cannot be read

An error carries a short title and a detail. Only the window and the command line choose the sentences around it.
"""

from __future__ import annotations

from enum import StrEnum

NOT_A_RECORD = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)
"""What reading a row of the wrong shape raises."""


class PalimpsestError(Exception):
    """`title` is a short clause; `detail` says what is safe and what can be done. Neither ever holds a key."""

    def __init__(self, title: str, detail: str = "") -> None:
        super().__init__(f"{title}. {detail}" if detail else title)
        self.title = title
        self.detail = detail


class FileError(PalimpsestError):
    pass


class FileUnreadable(FileError):
    pass


class DraftForeign(FileError):
    pass


class DraftNewer(FileError):
    pass


class DraftDamaged(FileError):
    pass


class DraftBehind(DraftDamaged):
    pass


class DraftLocked(FileError):
    pass


class DraftHeldElsewhere(DraftLocked):
    pass


class DraftReadOnly(FileError):
    pass


class EditRefused(PalimpsestError):
    pass


class PolicyError(PalimpsestError):
    pass


class CheckerError(PalimpsestError):
    pass


class ModelFault(StrEnum):
    """What kept a model from answering; the same words for every vendor."""

    BAD_KEY = "bad_key"
    NO_KEY = "no_key"
    NO_CREDIT = "no_credit"
    FORBIDDEN = "forbidden"
    NO_SUCH_MODEL = "no_such_model"
    TOO_LONG = "too_long"
    TOO_LONG_FOR_RATE = "too_long_for_rate"
    RATE_LIMITED = "rate_limited"
    OVERLOADED = "overloaded"
    SERVER = "server"
    TIMEOUT = "timeout"
    NETWORK = "network"
    """Nothing reached the provider."""
    LOST = "lost"
    """The line broke before an answer began; the provider may have read everything."""
    MALFORMED = "malformed"
    CUT_SHORT = "cut_short"
    PAUSED = "paused"
    """The provider would go on if it were sent its own search results again."""
    BAD_REQUEST = "bad_request"
    REFUSED = "refused"
    OUT_OF_TOKENS = "out_of_tokens"
    CANCELLED = "cancelled"
    BUDGET = "budget"


class ModelError(PalimpsestError):
    """A call that failed. `retry_after_s` is the wait the provider asked for, in seconds, if it named one."""

    def __init__(self, fault: ModelFault, title: str, detail: str = "", *, retry_after_s: float | None = None) -> None:
        super().__init__(title, detail)
        self.fault = fault
        self.retry_after_s = retry_after_s


class OverLimit(ModelError):
    """`what_to_do` is the end of its detail: a limit of another thing may leave another way on."""

    def __init__(self, title: str, safe: str, what_to_do: str) -> None:
        super().__init__(ModelFault.BUDGET, title, f"{safe} {what_to_do}")
        self.what_to_do = what_to_do


class CredentialError(PalimpsestError):
    pass


class ExportError(PalimpsestError):
    pass


class IntakeError(PalimpsestError):
    pass
