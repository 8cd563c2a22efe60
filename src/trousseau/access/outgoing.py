"""Calls to addresses that people set: only to where they may go, and to the very machine that was checked.

An address is refused by its form (scheme, credentials, port) and by what its name resolves to: nothing private, of this
machine, of this link or of a cloud's metadata service, in whichever notation. `TROUSSEAU_OUTGOING_ALLOWED` opens hosts
and networks for a company whose systems stand inside. Every redirect is checked like the first address.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import cast

import httpx
from django.conf import settings
from django.utils.translation import gettext_lazy as _

LONGEST, MOST_BYTES, MOST_REDIRECTS, PATIENCE, WHOLE = 2_000, 10 << 20, 3, 10.0, 60.0
"""Characters of an address; bytes of an answer; redirects followed; seconds for each step of a call, and for all."""
Resolve = Callable[[str, int], Sequence[str]]
Response = httpx.Response
BrokenError = httpx.HTTPError
"""What `client` raises for a call that had no answer, or whose answer broke off."""
Network = IPv4Network | IPv6Network

SENTENCES = {
    "malformed": _("“%(url)s” is no address of the web: write it as https://host/path."),
    "scheme": _("“%(url)s” must begin with https://."),
    "credentials": _("“%(host)s”: leave name and password out of the address; there are fields for them."),
    "port": _("“%(host)s”: only port 443 is called; an administrator can allow this host."),
    "unknown": _("“%(host)s” is not known to the name servers: check the spelling."),
    "inside": _("“%(host)s” is inside the network or this machine itself: an administrator must allow it first."),
    "redirects": _("“%(host)s” sends on too often."),
    "large": _("“%(host)s” answers with more than is taken in."),
    "unreachable": _("“%(host)s” does not answer: try again later, or check the address."),
}
NEVER = tuple(
    ip_network(one)
    for one in ("169.254.0.0/16", "100.100.100.200/32", "0.0.0.0/8", "224.0.0.0/3", "fe80::/10", "fd00:ec2::/32")
)
"""Links, metadata services of clouds, groups: not even for an allowed name, only where the network itself is listed."""
GLOBAL_V6 = ip_network("2000::/3")
NAT64 = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))
RESERVED = (ip_network("192.0.0.0/24"), ip_network("192.88.99.0/24"))
"""What older Pythons take for public though IANA does not."""


class RefusedError(ValueError):
    """An address that is not called. `code` is a key of SENTENCES; the text says what, in the language in force."""

    def __init__(self, code: str, **told: str) -> None:
        super().__init__(code)
        self.code, self.told = code, told

    def __str__(self) -> str:
        return str(SENTENCES[self.code]) % self.told


@dataclass(frozen=True)
class Checked:
    """An address that may be called, and the machines its name stood for when it was checked."""

    url: httpx.URL
    addresses: tuple[str, ...]


def checked(url: str | httpx.URL, resolve: Resolve | None = None) -> Checked:
    """The address with what it resolves to. Raises RefusedError where any of it may not be called."""
    parsed = _parsed(url)
    host, port = parsed.host, parsed.port or (443 if parsed.scheme == "https" else 80)
    listed = _listed(host)
    if parsed.userinfo:
        raise RefusedError("credentials", host=host)
    try:
        found = tuple(dict.fromkeys((resolve or _resolved)(host, port)))
    except (OSError, UnicodeError) as error:
        raise RefusedError("unknown", host=host) from error
    if not found:
        raise RefusedError("unknown", host=host)
    opened = [_may_go(address, listed=listed) for address in found]
    if not all(opened):
        raise RefusedError("inside", host=host)
    inside = listed or all(how == "listed" for how in opened)
    if parsed.scheme != "https" and not inside:
        raise RefusedError("scheme", url=str(parsed))
    if port != 443 and not inside:
        raise RefusedError("port", host=host)
    return Checked(parsed, found)


def call(
    method: str,
    url: str,
    *,
    resolve: Resolve | None = None,
    follow: bool = True,
    within: float = WHOLE,
    **request: object,
) -> httpx.Response:
    """Call an address and read its answer; `request` as httpx takes it: headers, json, content, auth.

    `within`: seconds after which an answer that still comes, drop by drop, is waited for no longer.
    Raises RefusedError: an address or a redirect that may not be called, no answer, or more than MOST_BYTES of it.
    """
    host, until = _parsed(url).host, time.monotonic() + within
    with client(resolve, follow=follow) as caller:
        try:
            with caller.stream(method, url, **request) as answer:  # type: ignore[arg-type]
                taken = bytearray()
                for piece in answer.iter_bytes():
                    taken += piece
                    if len(taken) > MOST_BYTES:
                        raise RefusedError("large", host=host)
                    if time.monotonic() > until:
                        raise RefusedError("unreachable", host=host)
                headers = [
                    (name, value) for name, value in answer.headers.multi_items() if name.lower() not in UNPACKED
                ]
                return httpx.Response(answer.status_code, headers=headers, content=bytes(taken), request=answer.request)
        except httpx.TooManyRedirects as error:
            raise RefusedError("redirects", host=host) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise RefusedError("unreachable", host=host) from error


UNPACKED = frozenset({"content-encoding", "content-length", "transfer-encoding"})


@contextmanager
def client(resolve: Resolve | None = None, *, follow: bool = True) -> Iterator[httpx.Client]:
    """A client of httpx that goes nowhere but to checked addresses, for a library that wants one."""
    with httpx.Client(
        transport=_Guarded(resolve),
        timeout=PATIENCE,
        follow_redirects=follow,
        max_redirects=MOST_REDIRECTS,
        trust_env=False,
    ) as made:
        yield made


class _Guarded(httpx.BaseTransport):
    """Checks each request, redirects among them, and connects to an address that was checked, not to a name."""

    def __init__(self, resolve: Resolve | None) -> None:
        self._resolve, self._below = resolve, httpx.HTTPTransport(retries=0)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to one of the machines its address was found to be."""
        found = checked(request.url, self._resolve)
        pinned = httpx.Request(
            request.method,
            found.url.copy_with(host=found.addresses[0]),
            headers=request.headers,  # Host names the site, the certificate is checked against it
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": found.url.host},
        )
        return self._below.handle_request(pinned)

    def close(self) -> None:
        """Let the connections go."""
        self._below.close()


def _parsed(url: str | httpx.URL) -> httpx.URL:
    if len(str(url)) > LONGEST:
        raise RefusedError("malformed", url=f"{str(url)[:60]}…")
    try:
        parsed = httpx.URL(url)
        host = parsed.host
    except (httpx.InvalidURL, UnicodeError, ValueError, TypeError) as error:
        raise RefusedError("malformed", url=str(url)[:60]) from error
    if parsed.scheme not in {"http", "https"}:
        raise RefusedError("scheme", url=str(url)[:60])
    if not host or any(sign in str(url) for sign in "\\ \t\r\n") or not str(url).isprintable():
        raise RefusedError("malformed", url=str(url)[:60])
    return parsed


def _resolved(host: str, port: int) -> Sequence[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _listed(host: str) -> bool:
    """Whether an administrator opened this name: itself, or all below `*.name`."""
    name, opened = host.rstrip(".").lower(), cast("Iterable[str]", settings.OUTGOING_ALLOWED["names"])
    return any(name == one or (one.startswith("*.") and name.endswith(one[1:])) for one in opened)


def _may_go(text: str, *, listed: bool) -> str:
    """How an address may be called: "listed" by its network, "public", "named" by an opened name; "" if not."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    faces = tuple(_faces(address))
    networks = cast("Iterable[IPv4Network | IPv6Network]", settings.OUTGOING_ALLOWED["networks"])
    if any(face in network for face in faces for network in tuple(networks)):
        return "listed"
    if all(_public(face) for face in faces):
        return "public"
    if listed and not any(face in network for face in faces for network in NEVER) and not address.is_loopback:
        return "" if any(face.is_loopback for face in faces) else "named"
    return ""


def _faces(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address | IPv6Address]:
    """An address and the IPv4 address that it wraps: mapped, 6to4, Teredo, NAT64 or compatible."""
    if isinstance(address, IPv4Address):
        yield address
        return
    wrapped = address.ipv4_mapped or address.sixtofour
    if wrapped is None and address.teredo:
        wrapped = address.teredo[1]
    if wrapped is None and (any(address in network for network in NAT64) or 1 < int(address) < 1 << 32):
        wrapped = IPv4Address(int(address) & 0xFFFFFFFF)
    if wrapped is None or address.ipv4_mapped is None:
        yield address
    if wrapped is not None:
        yield wrapped


def _public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        return address in NAT64[0] or (address in GLOBAL_V6 and address.is_global and not address.is_multicast)
    kept = address.is_multicast or address.is_reserved or any(address in network for network in RESERVED)
    return address.is_global and not kept
