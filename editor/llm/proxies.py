"""The proxy that requests take on their way, where the environment or the system names one.

The vendors' HTTP library goes by way of it unasked, as a browser does, and in many companies nothing else gets out. It
sees whom the text goes to and not the text, which stays encrypted; all the same the writer is told before it is sent.
"""

from __future__ import annotations

from urllib.parse import urlsplit


def proxy_on_the_way(base_url: str) -> str:
    """Host and port, without what stands before them to sign in with; empty where requests go straight there."""
    from urllib.request import getproxies, proxy_bypass  # noqa: PLC0415 - slow to load, for a question asked seldom

    parts = urlsplit(base_url)
    named = getproxies()
    proxy = named.get(parts.scheme) or named.get("all", "")
    if not proxy or proxy_bypass(parts.hostname or ""):
        return ""
    return urlsplit(proxy if "://" in proxy else f"http://{proxy}").netloc.rpartition("@")[2]
