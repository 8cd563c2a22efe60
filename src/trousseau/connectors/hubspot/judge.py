"""What HubSpot says is wrong, what it says of the day's calls, and when it wants to be left alone.

A refusal keeps HubSpot's own word for its kind: `category(error)` is VALIDATION_ERROR, OBJECT_NOT_FOUND, CONFLICT, …
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from trousseau.connectors.calling import Answer, by_status
from trousseau.connectors.errors import (
    ConnectorError,
    NotAllowedError,
    QuotaError,
    RefusedError,
    ThrottledError,
    UnavailableError,
    UnreadableError,
)
from trousseau.connectors.protocol import Json, Quota

LOCKED, MIGRATING = 423, 477
LONGEST, MOST_READ = 400, 100_000
"""Signs of a message that are told on; bytes of an answer in which an error is looked for."""
BEGINNING = rb'\s*\{\s*"status"\s*:\s*"error"'
EMBEDDED = "[{"
INTERVAL = 10.0
"""Seconds over which HubSpot counts calls, where it does not say."""


def judge(answer: Answer) -> ConnectorError | None:
    """What is wrong with an answer."""
    said = _said(answer)
    told = message(said)
    if answer.status < 300:
        return UnreadableError("error_inside", message=told or "error") if said else None
    if answer.status == 429:
        return _throttled(answer, said)
    if answer.status in {LOCKED, MIGRATING}:
        return UnavailableError("busy", status=answer.status)
    error = by_status(answer, told)
    if isinstance(error, RefusedError | NotAllowedError) and isinstance(said.get("category"), str):
        error.told |= {"category": said["category"], "fields": fields(said), "codes": codes(said)}
    return error


def category(error: ConnectorError) -> str:
    """HubSpot's word for the kind of a refusal; "" where it gave none."""
    return str(error.told.get("category", ""))


def message(said: Mapping[str, Any]) -> str:
    """What HubSpot says of an error, and of the single errors in it, on one line."""
    whole = said.get("message")
    told = [whole.partition(EMBEDDED)[0] if isinstance(whole, str) else None]
    for one in details(said):
        told.append(one.get("message"))
        told += _texts(one, "requiredGranularScopes") or _texts(one, "requiredScopes")
    parts: list[str] = []
    for words in told:
        line = " ".join(words.split()) if isinstance(words, str) else ""
        if line and not any(line in part for part in parts):
            parts.append(line)
    return " – ".join(parts)[:LONGEST]


def fields(said: Mapping[str, Any]) -> tuple[str, ...]:
    """The properties that an error names."""
    named = [name for one in (said, *details(said)) for name in _texts(one, "propertyName")]
    named += [one[key] for one in details(said) for key in ("in", "name") if isinstance(one.get(key), str)]
    return tuple(dict.fromkeys(named))


def codes(said: Mapping[str, Any]) -> tuple[str, ...]:
    """HubSpot's codes of the single errors of an error."""
    told = [one[key] for one in details(said) for key in ("code", "error") if isinstance(one.get(key), str)]
    return tuple(dict.fromkeys(told))


def details(said: Mapping[str, Any]) -> list[dict[str, Json]]:
    """The single errors of an error: a list of its own, or one at the end of what is said in words."""
    told, whole = said.get("errors"), said.get("message")
    if not told and isinstance(whole, str) and EMBEDDED in whole:
        try:
            told = json.loads(whole[whole.index(EMBEDDED) :])
        except (ValueError, RecursionError):
            return []
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def quota(answer: Answer) -> Quota | None:
    """The day's calls of the whole company; HubSpot does not tell them to an app that signed in with OAuth."""
    limit = _whole(answer, "x-hubspot-ratelimit-daily")
    left = _whole(answer, "x-hubspot-ratelimit-daily-remaining")
    if not limit:
        return None
    return Quota(limit, None if left is None else max(limit - left, 0))


def pace(answer: Answer) -> float | None:
    """Seconds to make no call, where none is left of those that HubSpot takes in its interval."""
    if _whole(answer, "x-hubspot-ratelimit-remaining") != 0:
        return None
    return _interval(answer) or INTERVAL


def _throttled(answer: Answer, said: Mapping[str, Any]) -> ConnectorError:
    policy = str(said.get("policyName") or "").upper()
    if policy == "DAILY" or "daily limit" in str(said.get("message") or "").lower():
        return QuotaError("day_spent")
    by_header = by_status(answer)
    told = by_header.wait if isinstance(by_header, ThrottledError) else None
    return ThrottledError("throttled", wait=1.0 if policy == "SECONDLY" else _interval(answer) or told)


def _interval(answer: Answer) -> float | None:
    told = _whole(answer, "x-hubspot-ratelimit-interval-milliseconds")
    return told / 1000 if told else None


def _whole(answer: Answer, name: str) -> int | None:
    told = answer.headers.get(name, "")
    return int(told) if re.fullmatch(r"\d{1,12}", told, re.ASCII) else None


def _texts(said: Mapping[str, Any], name: str) -> list[str]:
    context = said.get("context")
    told = context.get(name) if isinstance(context, dict) else None
    return [one for one in told if isinstance(one, str)] if isinstance(told, list) else []


def _said(answer: Answer) -> dict[str, Any]:
    """The error that an answer holds; empty where it holds none. What is plainly good is not read twice."""
    body = answer.body
    fine = answer.status < 300
    if fine and not (len(body) < 4_000 and b'"error"' in body) and not re.match(BEGINNING, body):
        return {}
    try:
        said = json.loads(body[:MOST_READ])
    except (ValueError, RecursionError):
        return {}
    if not isinstance(said, dict) or (fine and (said.get("status") != "error" or "results" in said)):
        return {}
    return said
