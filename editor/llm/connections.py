"""Where requests go: provider, address and the models allowed there.

The address is never taken from a vendor's own variable (`ANTHROPIC_BASE_URL`): that one is set for other programs,
and a draft and a key must not follow it silently. It comes from the settings of this program, else from a variable
that bears our name, else it is the vendor's public one.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import SplitResult, urlsplit

from editor.core.errors import CredentialError, ModelError, ModelFault
from editor.llm.proxies import proxy_on_the_way

ANTHROPIC, OPENAI, GOOGLE, COMPATIBLE = "anthropic", "openai", "google", "compatible"
"""The wire formats. Compatible is a server that speaks OpenAI's Chat Completions."""

COUNTS_BEFOREHAND = frozenset({ANTHROPIC, OPENAI, GOOGLE})
"""Formats in which a provider says for nothing how many tokens it would read."""

PROVIDER_NAMES: Mapping[str, str] = {ANTHROPIC: "Claude", OPENAI: "OpenAI", GOOGLE: "Gemini", COMPATIBLE: "the model"}
"""What the writer calls each provider, where a connection has no title."""

ANTHROPIC_ADDRESS = "https://api.anthropic.com"
VENDOR_ADDRESSES: Mapping[str, str] = {
    ANTHROPIC: ANTHROPIC_ADDRESS,
    OPENAI: "https://api.openai.com/v1",
    GOOGLE: "https://generativelanguage.googleapis.com",
}


@dataclass(frozen=True, slots=True)
class FallbackModels:
    """Names to offer before a provider was asked for its list for the first time; they age within months."""

    as_of: date
    ids: tuple[str, ...]


FALLBACK_MODELS: Mapping[str, FallbackModels] = {
    ANTHROPIC: FallbackModels(
        date(2026, 11, 20), ("claude-sonnet-5-5", "claude-opus-5-5", "claude-haiku-5-5", "claude-fable-5-2")
    ),
    OPENAI: FallbackModels(date(2026, 11, 20), ("gpt-6.1-sol", "gpt-6.1-terra", "gpt-6-astra", "gpt-6-luna")),
    GOOGLE: FallbackModels(date(2026, 11, 20), ("gemini-3.8-flash", "gemini-4-argon", "gemini-3.5-flash-lite")),
}
"""By provider, the one to begin with first."""


@dataclass(frozen=True, slots=True)
class KnownServer:
    """A server that speaks OpenAI's format and that many people have."""

    id: str
    title: str
    base_url: str


KNOWN_SERVERS: tuple[KnownServer, ...] = (
    KnownServer("mistral", "Mistral", "https://api.mistral.ai/v1"),
    KnownServer("openrouter", "OpenRouter", "https://openrouter.ai/api/v1"),
    KnownServer("ollama", "Ollama", "http://127.0.0.1:11434/v1"),
    KnownServer("llama-cpp", "llama.cpp", "http://127.0.0.1:8080/v1"),
    KnownServer("lm-studio", "LM Studio", "http://127.0.0.1:1234/v1"),
)
"""To begin a connection with; the local ones at the port their makers chose."""

UNLISTED = "at "
"""Begins the price list of a server that no table knows; its host follows."""
LOCAL_PRICES = "local"
"""The price list of servers on this machine: nothing is paid."""


@dataclass(frozen=True, slots=True)
class Connection:
    provider: str
    """Which wire format it speaks."""
    base_url: str
    """For OpenAI and what is compatible with it up to and with its `/v1`; for the others without a version."""
    model: str
    allowed: tuple[str, ...]
    """The models that may be asked over this connection."""
    id: str = ""
    """Under which its key lies in the keyring; that of the provider if it is left empty."""
    title: str = ""

    def __post_init__(self) -> None:
        checked_address(self.base_url)
        if not self.id:
            object.__setattr__(self, "id", self.provider)

    @property
    def name(self) -> str:
        """What the writer calls the recipient."""
        return self.title or PROVIDER_NAMES.get(self.provider, self.provider)

    @property
    def recipient(self) -> str:
        """Who gets the text, to be shown before it is sent: the host of the address, with its port if it has one."""
        return urlsplit(self.base_url).netloc

    @property
    def recipient_words(self) -> str:
        """Name and host, and the proxy that the text passes."""
        proxy = "" if self.is_local else proxy_on_the_way(self.base_url)
        return f"{self.name} ({self.recipient}{f', by way of the proxy {proxy}' if proxy else ''})"

    @property
    def is_local(self) -> bool:
        return is_loopback(urlsplit(self.base_url))

    @property
    def needs_key(self) -> bool:
        """Servers on this machine do without, but are given one if there is one."""
        return not (self.provider == COMPATIBLE and self.is_local)

    @property
    def price_list(self) -> str:
        """Whose prices hold here, for `PriceList.cost`; a server that nobody lists has those that the writer gives."""
        if self.provider != COMPATIBLE:
            return self.provider
        return LOCAL_PRICES if self.is_local else known_server_at(self.base_url) or f"{UNLISTED}{self.recipient}"

    @property
    def kept_as(self) -> str:
        """The provider by whose name its calls are written down: the wire format says nothing of who was paid."""
        known = "" if self.is_local or self.provider != COMPATIBLE else known_server_at(self.base_url)
        return known or self.provider

    def check_model(self, model: str) -> None:
        """Raises ModelError(FORBIDDEN) for a model this connection does not allow."""
        if model not in self.allowed:
            title = f"The connection {self.name} does not allow the model {model}"
            raise ModelError(
                ModelFault.FORBIDDEN,
                title,
                f"Nothing was sent. It allows: {', '.join(self.allowed) or 'none'}. Choose one of these, or tick the "
                "model in “Connect a Model”.",
            )


def known_server_at(base_url: str) -> str:
    """The id of the known server with this host; empty for any other."""
    host = urlsplit(base_url).hostname
    return next((known.id for known in KNOWN_SERVERS if urlsplit(known.base_url).hostname == host), "")


def standard_connection(
    provider: str, environment: Mapping[str, str], *, base_url: str = "", model: str = ""
) -> Connection:
    """The connection to one of the three vendors; what is given explicitly wins over the environment.

    Raises CredentialError for an address a key must not travel to.
    """
    known = FALLBACK_MODELS[provider].ids
    asked = model or environment.get(f"PALIMPSEST_{provider.upper()}_MODEL", "").strip() or known[0]
    chosen = base_url or environment.get(f"PALIMPSEST_{provider.upper()}_BASE_URL", "").strip()
    address = (chosen or VENDOR_ADDRESSES[provider]).rstrip("/")
    return Connection(provider, address, asked, tuple(dict.fromkeys((asked, *known))))


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
