"""The one door to modules that load a vendor's library.

Loading one costs between a tenth of a second and two, and up to 75 MiB, which a worker that only saves text should
not pay when it starts. So these modules are named here and loaded when one of them is first needed: call these
functions off the loop's thread, for they block that long.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from types import ModuleType

from editor.core.errors import ModelError, ModelFault
from editor.llm.connections import ANTHROPIC, COMPATIBLE, GOOGLE, OPENAI, Connection
from editor.llm.credentials import Credentials, Secret
from editor.llm.fault_sentences import failure
from editor.llm.prices import PriceList
from editor.llm.provider import Provider
from editor.llm.refused_parameters import RefusedParameters

_ADAPTERS: Mapping[str, tuple[str, str]] = {
    ANTHROPIC: ("anthropic_provider", "AnthropicProvider"),
    OPENAI: ("openai_provider", "OpenAIProvider"),
    GOOGLE: ("google_provider", "GoogleProvider"),
    COMPATIBLE: ("compatible_provider", "CompatibleProvider"),
}

_WAY = (
    "Nothing was sent. The environment names a proxy (HTTPS_PROXY, ALL_PROXY) that does not begin with http:// or "
    "https://, or a file of certificates (SSL_CERT_FILE) that is not there. Change that and start again, or ask the "
    "local critics."
)


def _loaded(module: str) -> ModuleType:
    return importlib.import_module(f"editor.llm.{module}")


def open_provider(connection: Connection, secret: Secret | None, refused: RefusedParameters | None = None) -> Provider:
    """A provider for the connection. Build it once and keep it; close it with `close()`.

    `refused` is what models have refused before; what they refuse from now on is added to it. Raises
    ModelError(NO_KEY) without a key where one is needed, ModelError(BAD_REQUEST) for a provider this program cannot
    speak with, ModelError(NETWORK) where the environment names a proxy or certificates that cannot be used.
    """
    if secret is None and connection.needs_key:
        raise failure(ModelFault.NO_KEY, connection.name)
    adapter = _ADAPTERS.get(connection.provider)
    if adapter is None:
        raise failure(ModelFault.BAD_REQUEST, connection.name, said="There is no adapter for this provider.")
    module, name = adapter
    build, unusable = getattr(_loaded(module), name), _loaded("vendor_adapter").UNUSABLE_WAY
    try:
        provider: Provider = build(connection, secret, refused)
    except unusable:
        raise ModelError(ModelFault.NETWORK, f"There is no way to {connection.name} that can be used", _WAY) from None
    return provider


def open_credentials(environment: Mapping[str, str]) -> Credentials:
    """The keys of this system's user."""
    credentials: Credentials = _loaded("keyring_credentials").KeyringCredentials(environment)
    return credentials


def open_prices() -> PriceList:
    """The prices that came with the program; no network is used."""
    prices: PriceList = _loaded("price_table").PriceTable()
    return prices


def source_of_prices() -> str:
    """Where they come from, and of which day they are."""
    return str(_loaded("price_table").source_in_words())
