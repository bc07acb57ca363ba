"""Where requests go: provider, address and the models allowed there.

The address is never taken from the vendor's own variable (`ANTHROPIC_BASE_URL`): that one is set for other programs,
and a draft and a key must not follow it silently. It comes from the settings of this program, else from a variable
that bears our name, else it is the vendor's public one.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import SplitResult, urlsplit

from editor.core.errors import CredentialError, ModelFault
from editor.llm.fault_sentences import failure

ANTHROPIC = "anthropic"
PROVIDER_NAMES: Mapping[str, str] = {ANTHROPIC: "Claude"}
"""What the writer calls each provider."""

ANTHROPIC_ADDRESS = "https://api.anthropic.com"
ADDRESS_VARIABLE = "PALIMPSEST_ANTHROPIC_BASE_URL"
MODEL_VARIABLE = "PALIMPSEST_ANTHROPIC_MODEL"


@dataclass(frozen=True, slots=True)
class FallbackModels:
    """Names to offer before a provider was asked for its list for the first time; they age within months."""

    as_of: date
    ids: tuple[str, ...]


FALLBACK_MODELS: Mapping[str, FallbackModels] = {
    ANTHROPIC: FallbackModels(
        date(2026, 11, 20), ("claude-sonnet-5-5", "claude-opus-5-5", "claude-haiku-5-5", "claude-fable-5-2")
    )
}
"""By provider, the one to begin with first."""


@dataclass(frozen=True, slots=True)
class Connection:
    provider: str
    base_url: str
    model: str
    allowed: tuple[str, ...]
    """The models that may be asked over this connection."""

    def __post_init__(self) -> None:
        checked_address(self.base_url)

    @property
    def name(self) -> str:
        """What the writer calls the recipient."""
        return PROVIDER_NAMES.get(self.provider, self.provider)

    @property
    def recipient(self) -> str:
        """Who gets the text, to be shown before it is sent: the host of the address, with its port if it has one."""
        return urlsplit(self.base_url).netloc

    @property
    def is_local(self) -> bool:
        return is_loopback(urlsplit(self.base_url))

    def check_model(self, model: str) -> None:
        """Raises ModelError(FORBIDDEN) for a model this connection does not allow."""
        if model not in self.allowed:
            said = f"Allowed here: {', '.join(self.allowed) or 'none'}."
            raise failure(ModelFault.FORBIDDEN, self.name, model=model, said=said)


def anthropic_connection(environment: Mapping[str, str], *, base_url: str = "", model: str = "") -> Connection:
    """The connection to Claude; what is given explicitly wins over the environment.

    Raises CredentialError for an address a key must not travel to.
    """
    known = FALLBACK_MODELS[ANTHROPIC].ids
    asked = model or environment.get(MODEL_VARIABLE, "").strip() or known[0]
    address = base_url or environment.get(ADDRESS_VARIABLE, "").strip() or ANTHROPIC_ADDRESS
    return Connection(ANTHROPIC, address.rstrip("/"), asked, tuple(dict.fromkeys((asked, *known))))


def checked_address(address: str) -> SplitResult:
    """The parts of a base URL. Raises CredentialError unless it is https, or http to this same machine."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        parts, host = SplitResult("", "", "", "", ""), None
    if parts.scheme not in ("http", "https") or not host:
        raise CredentialError(
            "The address of the model's provider cannot be used",
            "It should look like https://host or https://host/path. Nothing was sent.",
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise CredentialError(
            "The address of the model's provider holds more than an address",
            "A name, a password, a question mark or a # does not belong in it. Nothing was sent.",
        )
    if parts.scheme == "http" and not is_loopback(parts):
        raise CredentialError(
            "The address of the model's provider is not encrypted",
            "Key and text could be read on the way, so nothing was sent. Use an address with https; plain http "
            "is for a server on this same machine.",
        )
    return parts


def is_loopback(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
