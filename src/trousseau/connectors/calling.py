"""One call to a CRM: to its own hosts only, signed, counted against our share, tried again with manners, and read.

    caller = Caller(client, "https://api.example.com", crm="HubSpot", hosts=("api.example.com",), judge=judge)
    answer = caller.call("GET", "/things", params={"limit": "100"})
    answer.json()["results"]

What is tried again: what the CRM throttled (after as long as it asks, where that is soon), and what got no answer or
an answer of its machines, where calling twice does no harm. Waits double from half a second, each with up to two
seconds by chance on top, so that many who failed together do not come back together.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Protocol

import httpx
import stamina

from trousseau.access import outgoing
from trousseau.connectors.errors import (
    ConnectorError,
    NotAllowedError,
    RefusedError,
    SignInError,
    ThrottledError,
    UnavailableError,
    UnreadableError,
)
from trousseau.connectors.protocol import Json, Quota

MOST_BYTES, TRIES, PATIENCE = 64 << 20, 6, 60.0
"""Bytes of an answer; calls at most for one answer; seconds waited at most for one call, all waits together."""
LONGEST_TOLD = 200


@dataclass(frozen=True)
class Answer:
    """An answer that was read whole."""

    crm: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def at(self) -> dt.datetime | None:
        """The CRM's own clock, where it tells it."""
        try:
            told = parsedate_to_datetime(self.headers.get("date", ""))
        except ValueError:
            return None
        return told if told.tzinfo else told.replace(tzinfo=dt.UTC)

    def json(self) -> Json:
        """What the body says, numbers with a point as Decimal. Raises UnreadableError."""
        start = self.body[:LONGEST_TOLD].lstrip().decode("utf-8", "replace")
        if re.match(r"(?i)<(!doctype\s+html|html|\?xml|head|body)", start.lstrip("\ufeff")):
            raise UnreadableError("html", crm=self.crm)
        try:
            text = self.body.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise UnreadableError("not_text", crm=self.crm, byte=error.start + 1) from error
        try:
            return json.loads(text, parse_float=Decimal, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise UnreadableError("not_json", crm=self.crm, start=start[:60]) from error

    def object(self) -> dict[str, Json]:
        """What the body says, where it says an object. Raises UnreadableError."""
        said = self.json()
        if not isinstance(said, dict):
            raise UnreadableError("shape", crm=self.crm, missing="{}")
        return said

    def list(self, *path: str) -> list[dict[str, Json]]:
        """The objects of a list at a path of the body. Raises UnreadableError where there is none."""
        said = self.json()
        for name in path:
            said = said.get(name) if isinstance(said, dict) else None
        if not isinstance(said, list) or not all(isinstance(one, dict) for one in said):
            raise UnreadableError("shape", crm=self.crm, missing=".".join(path) or "[]")
        return said


class Tokens(Protocol):
    """The token in force, shared by all who work for a connection."""

    def current(self) -> str:
        """The one to try. Raises SignInError."""

    def renewed(self, spent: str) -> str:
        """Another one, since the CRM refuses `spent`: the newer one where somebody renewed it. Raises SignInError."""


class Signed(httpx.Auth):
    """Signs each call with the token in force, and once more with a renewed one where the CRM refuses it (401).

    `rights`: with this word in it, a 401 is about what we may do, and another token may do no more.
    """

    def __init__(self, tokens: Tokens, scheme: str = "Bearer", rights: str = "") -> None:
        self._tokens, self._scheme, self._rights = tokens, scheme, rights.encode()

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """See `httpx.Auth`."""
        token = self._tokens.current()
        request.headers["Authorization"] = f"{self._scheme} {token}"
        answer = yield request
        if answer.status_code == 401 and not (self._rights and self._rights in answer.read()):
            request.headers["Authorization"] = f"{self._scheme} {self._tokens.renewed(token)}"
            yield request


@dataclass(frozen=True)
class Lasting:
    """A token that an administrator gave and that nobody renews: a service key."""

    token: str
    crm: str

    def current(self) -> str:
        """The token."""
        return self.token

    def renewed(self, spent: str) -> str:  # noqa: ARG002 - of the protocol
        """There is no other."""
        raise SignInError("reconnect", crm=self.crm)


class Budget(Protocol):
    """Our share of the calls that the company may make a day."""

    def spend(self) -> None:
        """Count one call, before it is made. Raises QuotaError where the share is used."""

    def told(self, quota: Quota) -> None:
        """What the CRM says of the company's own use."""


Judge = Callable[[Answer], ConnectorError | None]
"""What is wrong with an answer, by the CRM's own signs; None where nothing is."""
ReadQuota = Callable[[Answer], Quota | None]
Pace = Callable[[Answer], float | None]
"""How many seconds the CRM wants to be left alone after an answer; None where it says nothing of the kind."""


@dataclass(frozen=True)
class Line:
    """A way to one company's CRM: `opening.connector(line)` of each folder makes its connector of it."""

    client: httpx.Client
    base: str
    auth: httpx.Auth | None = None
    budget: Budget | None = None
    way: str = ""
    """How one signs in there."""
    told: Mapping[str, str] = field(default_factory=dict)
    """What an administrator wrote, but what is secret."""
    secret: str = field(default="", repr=False)


class Caller:
    """Calls one CRM. `client` is `access.outgoing.client`'s, or one on loopback in a test."""

    def __init__(
        self,
        client: httpx.Client,
        base: str,
        *,
        crm: str,
        hosts: Sequence[str],
        judge: Judge,
        auth: httpx.Auth | None = None,
        budget: Budget | None = None,
        quota: ReadQuota | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._client, self._base, self.crm = client, httpx.URL(base), crm
        self._hosts, self._judge, self._auth = tuple(hosts), judge, auth
        self._budget, self._quota = budget, quota
        self._pace, self._rest = pace, 0.0

    def call(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: Json = None,
        headers: Mapping[str, str] | None = None,
        safe: bool = True,
    ) -> Answer:
        """Call a path, or a whole address that the CRM gave; gives an answer that its judge finds nothing wrong with.

        `safe`: calling twice does no harm, as reading, or writing the same values by id. Raises ConnectorError.
        """
        url = self._address(path)
        made = (
            body if body is None or isinstance(body, bytes) else json.dumps(body, ensure_ascii=False, default=_number)
        )
        content = made.encode() if isinstance(made, str) else made
        sent = {"Accept": "application/json", **(headers or {})}
        if content is not None:
            sent.setdefault("Content-Type", "application/json")

        def again(error: Exception) -> bool | float:
            if isinstance(error, ThrottledError):
                return error.wait is None or (max(error.wait, 0.1) if error.wait <= PATIENCE else False)
            return safe and isinstance(error, UnavailableError)

        for attempt in stamina.retry_context(
            on=again, attempts=TRIES, timeout=PATIENCE, wait_initial=0.5, wait_max=20.0, wait_jitter=2.0
        ):
            with attempt:
                return self._once(method, url, params, content, sent)
        raise AssertionError("stamina raises the last failure")  # pragma: no cover

    def _once(
        self,
        method: str,
        url: httpx.URL,
        params: Mapping[str, str] | None,
        content: bytes | None,
        headers: Mapping[str, str],
    ) -> Answer:
        if (left := self._rest - time.monotonic()) > 0:
            self._rest = 0.0
            raise ThrottledError("throttled", wait=left, crm=self.crm)
        if self._budget is not None:
            self._budget.spend()
        try:
            with self._client.stream(
                method,
                url,
                params=dict(params) if params else None,
                content=content,
                headers=dict(headers),
                auth=self._auth or httpx.USE_CLIENT_DEFAULT,
                follow_redirects=False,
            ) as response:
                taken = bytearray()
                for piece in response.iter_bytes():
                    taken += piece
                    if len(taken) > MOST_BYTES:
                        raise UnreadableError("too_large", crm=self.crm, most=f"{MOST_BYTES >> 20} MB")
                named = {name.lower(): value for name, value in response.headers.items()}
                answer = Answer(self.crm, response.status_code, named, bytes(taken))
        except (httpx.HTTPError, outgoing.RefusedError) as error:
            raise _uncalled(error, self.crm) from error
        if self._budget is not None and self._quota is not None and (quota := self._quota(answer)):
            self._budget.told(quota)
        if self._pace is not None and (rest := self._pace(answer)):
            self._rest = time.monotonic() + min(rest, PATIENCE / 2)
        if (wrong := self._judge(answer)) is not None:
            wrong.told["crm"] = self.crm
            raise wrong
        return answer

    def _address(self, path: str) -> httpx.URL:
        """A path below the base, or an address of one of the CRM's own hosts."""
        url = self._base.join(path)
        host = (url.host or "").lower().rstrip(".")
        own = self._hosts or (self._base.host,)
        here = any(host == one or (one.startswith("*.") and host.endswith(one[1:])) for one in own)
        if not here or url.scheme != self._base.scheme or url.userinfo:
            raise UnreadableError("elsewhere", crm=self.crm, host=host)
        return url


def by_status(answer: Answer, message: str = "") -> ConnectorError | None:
    """What a status alone says is wrong, for what a CRM's own signs leave open; redirects are never followed."""
    told = message or f"HTTP {answer.status}"
    if answer.status < 300 or answer.status == 304:
        return None
    if answer.status == 401:
        return SignInError("reconnect")
    if answer.status == 429:
        return ThrottledError("throttled", wait=_seconds(answer.headers.get("retry-after", "")))
    if answer.status in {408, 425} or answer.status >= 500:
        return UnavailableError("busy", status=answer.status)
    return (
        NotAllowedError("not_allowed", message=told) if answer.status == 403 else RefusedError("refused", message=told)
    )


class Trail:
    """The places that reading passed: the same one twice is a circle, which is left at once."""

    def __init__(self, crm: str) -> None:
        self._crm, self._seen = crm, set[str]()

    def passed(self, place: str) -> str:
        """Note a place and give it. Raises UnreadableError where reading was there before."""
        if place in self._seen:
            raise UnreadableError("loop", crm=self._crm)
        self._seen.add(place)
        return place


def _uncalled(error: Exception, crm: str) -> ConnectorError:
    """Why there is no answer: an address that may not be called stays so, whatever else may be another time."""
    if isinstance(error, outgoing.RefusedError) and error.code != "unknown":
        return RefusedError("address", crm=crm, message=str(error))
    return UnavailableError("unreachable", crm=crm)


def _seconds(text: str) -> float | None:
    """What Retry-After asks for, in seconds; None where it says nothing that can be followed."""
    return float(text) if text.isascii() and text.isdigit() and len(text) < 7 else None


def _number(value: object) -> int | float:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} is not sent to a CRM")


def _no_number(name: str) -> None:
    raise ValueError(name)
