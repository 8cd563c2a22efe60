"""What a CRM gives to who signs in: one form to its token endpoint, one answer, none of it believed unread.

It is asked once. Who waits for the answer may hold a row of the database, and a refresh token that is used up by a call
whose answer got lost is not brought back by calling again.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from django.utils import timezone

from trousseau.access import outgoing
from trousseau.connectors.calling import Answer, by_status
from trousseau.connectors.errors import (
    ConnectorError,
    RefusedError,
    SignInError,
    ThrottledError,
    UnavailableError,
    UnreadableError,
)
from trousseau.connectors.protocol import Json

STEP, PATIENCE = 5.0, 15.0
"""Seconds for each step of the call, and for all of it."""
LONGEST_TOKEN, LONGEST_TOLD = 8_000, 200
SPENT = frozenset(
    {"invalid_grant", "invalid_code", "invalid_client", "invalid_client_id", "invalid_client_secret"}
    | {"invalid_client_credentials", "unauthorized_client", "inactive_user", "inactive_org", "app_not_found"}
    | {"BAD_REFRESH_TOKEN", "BAD_AUTH_CODE", "BAD_CLIENT_ID", "BAD_CLIENT_SECRET", "BAD_REDIRECT_URI"}
)
"""What only a person can mend, whichever status it comes with."""


@dataclass(frozen=True)
class Granted:
    """A token, until when it is used, the one that renews it ("": the one we have goes on), where it works."""

    access: str = field(repr=False)
    until: dt.datetime | None = None
    refresh: str = field(default="", repr=False)
    said: Mapping[str, Json] = field(default_factory=dict, repr=False)
    """The answer."""
    base: str = ""
    told: Mapping[str, str] = field(default_factory=dict)
    """What is kept with the connection from now on."""

    def named(self, name: str) -> str:
        """A text of the answer; "" where it has none of that name."""
        said = self.said.get(name)
        return said if isinstance(said, str) else ""

    def at(self, base: str, told: Mapping[str, str] | None = None) -> Granted:
        """The same, with where the interface is."""
        return replace(self, base=base, told=told or {})


def ask(url: str, form: Mapping[str, str], *, crm: str) -> Granted:
    """Ask for a token.

    Raises:
        SignInError: the CRM knows the code, the key, the client or the refresh token no longer.
        UnavailableError, ThrottledError: no answer for now.
        UnreadableError: an answer that is none.
        RefusedError: refused for another reason, in the CRM's words.
    """
    asked_at = timezone.now()
    answer = _post(url, form, crm)
    if answer.status >= 500 or answer.status in {408, 429}:
        raise _of(crm, by_status(answer) or UnavailableError("busy", status=answer.status))
    said = answer.object()
    if (wrong := _wrong(answer, said, form)) is not None:
        raise _of(crm, wrong)
    refresh = said.get("refresh_token")
    return Granted(
        access=_token(said.get("access_token"), "access_token", crm),
        until=_until(asked_at, said.get("expires_in")),
        refresh=_token(refresh, "refresh_token", crm) if refresh else "",
        said=said,
    )


def own(address: str, hosts: Sequence[str], crm: str) -> str:
    """An address as `https://host`, where it is one of the CRM's own. Raises UnreadableError where it is not."""
    try:
        parts = urlsplit(address.strip())
        host = parts.netloc.lower()
    except ValueError:
        host, parts = "", urlsplit("")
    plain = parts.scheme == "https" and not parts.query and not parts.fragment and parts.path in {"", "/"}
    known = any(host == one or (one.startswith("*.") and host.endswith(one[1:])) for one in hosts)
    if not (plain and known and re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host)):
        raise UnreadableError("elsewhere", crm=crm, host=address[:LONGEST_TOLD])
    return f"https://{host}"


def _post(url: str, form: Mapping[str, str], crm: str) -> Answer:
    headers = {"Accept": "application/json"}
    try:
        answer = outgoing.call(
            "POST", url, follow=False, within=PATIENCE, data=dict(form), headers=headers, timeout=STEP
        )
    except outgoing.RefusedError as error:
        if error.code == "large":
            raise UnreadableError("too_large", crm=crm, most=f"{outgoing.MOST_BYTES >> 20} MB") from error
        raise UnavailableError("unreachable", crm=crm) from error
    named = {name.lower(): value for name, value in answer.headers.items()}
    return Answer(crm, answer.status_code, named, answer.content)


def _wrong(answer: Answer, said: Mapping[str, Json], form: Mapping[str, str]) -> ConnectorError | None:
    code = said.get("error") or (said.get("status") if answer.status >= 300 else None)
    if not code and answer.status < 300:
        return None
    message = _message(said, code, answer.status, form)
    if code in SPENT:
        return SignInError("sign_in_refused", message=message)
    if "too many requests" in message.lower():
        return ThrottledError("throttled")
    return RefusedError("refused", message=message)


def _message(said: Mapping[str, Json], code: Json, status: int, form: Mapping[str, str]) -> str:
    """The CRM's own words, without anything of ours that is nobody's to read."""
    words = said.get("error_description") or said.get("message")
    told = " – ".join(" ".join(one.split()) for one in (code, words) if isinstance(one, str) and one)
    for name, secret in form.items():
        if name not in {"grant_type", "redirect_uri"} and len(secret) > 3:
            told = told.replace(secret, "…")
    return told[:LONGEST_TOLD] or f"HTTP {status}"


def _token(said: Json, name: str, crm: str) -> str:
    if not isinstance(said, str) or not re.fullmatch(r"[!-~]+", said) or len(said) > LONGEST_TOKEN:
        raise UnreadableError("shape", crm=crm, missing=name)
    return said


def _until(asked_at: dt.datetime, said: Json) -> dt.datetime | None:
    """Until when a token is used: a minute less than it lasts, or a quarter; None where the CRM does not say."""
    text = str(said)
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 9 and int(text)):
        return None
    lasts = int(text)
    return asked_at + dt.timedelta(seconds=lasts - min(60, lasts / 4))


def _of(crm: str, error: ConnectorError) -> ConnectorError:
    error.told["crm"] = crm
    return error
