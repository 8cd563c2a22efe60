"""What Salesforce says is wrong: its codes of error, told in a list; and how many of the day's calls are used."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from trousseau.connectors.calling import Answer, by_status
from trousseau.connectors.errors import (
    ConnectorError,
    QuotaError,
    SignInError,
    ThrottledError,
    UnavailableError,
    UnreadableError,
)
from trousseau.connectors.protocol import Quota

LATER = frozenset({"QUERY_TIMEOUT", "UNABLE_TO_LOCK_ROW", "SERVER_UNAVAILABLE", "REQUEST_RUNNING_TOO_LONG"})
"""What may go through another time, whichever status it comes with."""
LONGEST = 400


def judge(answer: Answer) -> ConnectorError | None:
    """What is wrong with an answer. What refuses the request keeps its code as `told["sign"]`."""
    code, message = _said(answer)
    known: dict[str, Callable[[], ConnectorError]] = {
        "REQUEST_LIMIT_EXCEEDED": lambda: (
            QuotaError("day_spent") if _day_spent(answer, message) else ThrottledError("throttled")
        ),
        "INVALID_SESSION_ID": lambda: SignInError("reconnect"),
        **dict.fromkeys(LATER, lambda: UnavailableError("busy", status=code)),
    }
    if code in known:
        return known[code]()
    if code and answer.status < 300:
        return UnreadableError("error_inside", message=message)
    wrong = by_status(answer, message)
    if wrong is not None and code:
        wrong.told["sign"] = code
    return wrong


def quota(answer: Answer) -> Quota | None:
    """The calls of the day, of the whole company: `Sforce-Limit-Info: api-usage=10018/100000`."""
    found = re.search(
        r"(?<![\w-])api-usage=(\d{1,12})/(\d{1,12})", answer.headers.get("sforce-limit-info", ""), re.ASCII
    )
    return Quota(limit=int(found[2]), used=int(found[1])) if found else None


def sign(error: ConnectorError) -> str:
    """Salesforce's own code of a refusal; "" where it gave none."""
    return str(error.told.get("sign", ""))


def _day_spent(answer: Answer, message: str) -> bool:
    """Whether it is the day's calls that are used, not the calls at once: they come with the same code."""
    used = quota(answer)
    if used is not None and used.used is not None:
        return used.used >= used.limit
    return message.startswith("TotalRequests")


def _said(answer: Answer) -> tuple[str, str]:
    """Code and words of the first error of the list; empty where there is none. A good answer is not read twice."""
    if answer.status < 400 and (not answer.body.lstrip().startswith(b"[") or b'"errorCode"' not in answer.body[:1000]):
        return "", ""
    try:
        said = json.loads(answer.body[:100_000])
    except (ValueError, RecursionError):
        return "", ""
    first = said[0] if isinstance(said, list) and said else said
    if not isinstance(first, dict) or not isinstance(first.get("errorCode"), str):
        return "", ""
    return first["errorCode"], " ".join(str(first.get("message") or first["errorCode"]).split())[:LONGEST]
