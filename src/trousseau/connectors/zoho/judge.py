"""What is wrong with an answer of Zoho: its words stand in the body, whatever the status says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from trousseau.connectors.calling import Answer, by_status
from trousseau.connectors.errors import (
    ConnectorError,
    NotAllowedError,
    QuotaError,
    RefusedError,
    SignInError,
    ThrottledError,
    UnavailableError,
    UnreadableError,
)
from trousseau.connectors.protocol import Json

LONGEST_ERROR = 4096
"""Bytes: a success that is longer has no error inside, and is read once."""
SIGN_IN = {"INVALID_TOKEN", "AUTHENTICATION_FAILURE", "invalid_code", "invalid_client", "invalid_token"}
NO_SCOPE = "OAUTH_SCOPE_MISMATCH"
"""Said with the status 401, though the token is known: `Signed(…, rights=NO_SCOPE)`."""
RIGHTS = {NO_SCOPE, "NO_PERMISSION", "AUTHORIZATION_FAILED", "CRM_DISABLED", "FEATURE_NOT_SUPPORTED"}
STALE = {
    "EXPIRED_VALUE",
    "TOKEN_BOUND_DATA_MISMATCH",
    "PAGINATION_LIMIT_EXCEEDED",
    "DISCRETE_PAGINATION_LIMIT_EXCEEDED",
}
BUSY = {"INTERNAL_ERROR", "INTERNAL_SERVER_ERROR", "DEPENDENT_SERVICE_ERROR"}


class StaleError(RefusedError):
    """The place in a list leads no further: reading begins anew from the last record seen."""


class RecordsError(RefusedError):
    """Every record of a batch was refused, each with its own words in `results`."""

    def __init__(self, results: list[Json], message: str) -> None:
        super().__init__("refused", message=message)
        self.results = results


def judge(answer: Answer) -> ConnectorError | None:
    """See `calling.Judge`."""
    fine = answer.status < 400
    if answer.status in {204, 304} or (fine and len(answer.body) > LONGEST_ERROR):
        return None
    said = _said(answer)
    error = _error(said, fine=fine)
    if error is None:
        return by_status(answer)
    code, message = str(error.get("code") or error.get("error")), _message(error)
    if (known := _by_code(answer, code, message)) is not None:
        return known
    if fine:
        return UnreadableError("error_inside", message=message)
    results = said.get("data")
    if answer.status == 400 and isinstance(results, list):
        return RecordsError(results, message)
    return by_status(answer, message)


def _said(answer: Answer) -> dict[str, Any]:
    try:
        said = answer.json()
    except UnreadableError:
        return {}
    return said if isinstance(said, dict) else {}


def _error(said: Mapping[str, Any], *, fine: bool) -> Mapping[str, Any] | None:
    """The error that a body tells: at its top, or as the first of its records where nothing went well."""
    if said.get("status") == "error" or isinstance(said.get("error"), str) or ("code" in said and not fine):
        return said
    if fine:
        return None
    for rows in said.values():
        if isinstance(rows, list) and rows and isinstance(rows[0], dict) and rows[0].get("code"):
            return rows[0]
    return None


def _by_code(answer: Answer, code: str, message: str) -> ConnectorError | None:
    if code in SIGN_IN:
        return SignInError("reconnect")
    if code in RIGHTS:
        return NotAllowedError("not_allowed", message=message)
    if code == "TOO_MANY_REQUESTS" or answer.status == 429:
        spent = answer.headers.get("x-api-credits-remaining", "").strip().startswith(("0", "-"))
        if spent or re.search(r"(?i)\bcredits?\b|24[ -]?hours?|\b(per|a) day\b|\bdaily\b", message):
            return QuotaError("day_spent")
        return by_status(answer) if answer.status == 429 else ThrottledError("throttled")
    if code in STALE:
        return StaleError("refused", message=message)
    return UnavailableError("busy", status=answer.status) if code in BUSY else None


def _message(error: Mapping[str, Any]) -> str:
    """Zoho's words, its code where it has none, and the field they are about."""
    details = error.get("details")
    about = details if isinstance(details, dict) else {}
    named = about.get("api_name") or about.get("param_name")
    told = str(error.get("message") or error.get("code") or error.get("error"))
    return f"{told} ({named})" if isinstance(named, str) else told
