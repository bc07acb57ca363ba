"""The price table that comes with the program, through the genai-prices package.

The prices are inside that package, so nothing is fetched. It wants the total of input tokens with the cached ones
included, which is what our `Usage` holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from genai_prices import Usage as PricedUsage
from genai_prices import __version__ as table_version
from genai_prices import calc_price

from editor.llm.connections import LOCAL_PRICES, UNLISTED, VENDOR_ADDRESSES
from editor.llm.provider import Usage

_OPEN = ("gpt-oss", "gemma")
"""Of the models in these vendors' lists, those that anybody can run."""
RELEASED: Mapping[str, date] = {"0.2.3": date(2026, 11, 10)}
"""When the versions of the package came out that this program was made with; its data name no day."""


def source_in_words(version: str = table_version) -> str:
    """ "genai-prices 0.2.3 of 10 November 2026"; without a day for a version that this program does not know."""
    day = RELEASED.get(version)
    return f"genai-prices {version}{f' of {day.day} {day:%B %Y}' if day else ''}"


class PriceTable:
    def cost(self, provider: str, model: str, usage: Usage) -> Decimal | None:
        if provider.startswith(UNLISTED):  # the package would find a vendor's name within the host's
            return None
        if provider == LOCAL_PRICES:
            return self._behind_a_gateway(model, usage)
        cached = usage.cache_read + usage.cache_write
        priced = PricedUsage(
            input_tokens=max(usage.input, cached),
            cache_read_tokens=usage.cache_read,
            cache_write_tokens=usage.cache_write,
            output_tokens=usage.output,
            web_searches=usage.searches,
        )
        try:
            total = calc_price(priced, model, provider_id=provider).total_price
        except LookupError:  # the model, or the provider, is not in the table
            return None
        # A model that is listed without figures would come out as free.
        return total if total or not (usage.input or usage.output or usage.searches) else None

    def _behind_a_gateway(self, model: str, usage: Usage) -> Decimal:
        """A server on this machine costs nothing itself; one that names a model nobody can run there passes it on."""
        name = model.rpartition("/")[2]  # gateways put the vendor before it
        known = [] if name.startswith(_OPEN) else [self.cost(vendor, name, usage) for vendor in VENDOR_ADDRESSES]
        return max(filter(None, known), default=Decimal(0))

    def context_window(self, provider: str, model: str) -> int | None:
        try:
            return calc_price(PricedUsage(), model, provider_id=provider).model.context_window
        except LookupError:
            return None
