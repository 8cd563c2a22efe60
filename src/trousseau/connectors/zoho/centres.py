"""Where Zoho lives: each of its data centres has its own host for signing in and its own for the interface.

A customer's data is in one of them; a code is exchanged where it was given, and the token's answer says which host of
the interface is the connection's (`api_domain`). Both are believed only where they stand here: no address that comes
in an answer is called because it came.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from trousseau.connectors.errors import UnreadableError


@dataclass(frozen=True)
class Centre:
    """A data centre: where one signs in, and where the interface is."""

    accounts: str
    api: str


CENTRES: Mapping[str, Centre] = {
    "us": Centre("accounts.zoho.com", "www.zohoapis.com"),
    "eu": Centre("accounts.zoho.eu", "www.zohoapis.eu"),
    "in": Centre("accounts.zoho.in", "www.zohoapis.in"),
    "au": Centre("accounts.zoho.com.au", "www.zohoapis.com.au"),
    "jp": Centre("accounts.zoho.jp", "www.zohoapis.jp"),
    "cn": Centre("accounts.zoho.com.cn", "www.zohoapis.com.cn"),
    "sa": Centre("accounts.zoho.sa", "www.zohoapis.sa"),
    "uk": Centre("accounts.zoho.uk", "www.zohoapis.uk"),
    "ca": Centre("accounts.zohocloud.ca", "www.zohoapis.ca"),
}
"""By the `location` that comes back with a code."""
API_HOSTS = tuple(
    f"{kind}.{centre.api.removeprefix('www.')}"
    for centre in CENTRES.values()
    for kind in ("www", "sandbox", "developer")
)


def base(api_domain: str) -> str:
    """The address of the interface that a token's answer names. Raises UnreadableError where it is none of Zoho's."""
    host = _host(api_domain)
    if host not in API_HOSTS:
        raise UnreadableError("elsewhere", crm="Zoho CRM", host=api_domain[:200])
    return f"https://{host}"


def centre(accounts_server: str) -> Centre:
    """The centre that a code was given in, by its `accounts-server`. Raises UnreadableError where it is no Zoho's."""
    host = _host(accounts_server)
    for one in CENTRES.values():
        if one.accounts == host:
            return one
    raise UnreadableError("elsewhere", crm="Zoho CRM", host=accounts_server[:200])


def _host(address: str) -> str:
    """The host of an https address that names nothing else; nothing where it is not one."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    plain = parts.scheme == "https" and not parts.query and not parts.fragment and parts.path in {"", "/"}
    return parts.netloc.lower() if plain else ""
