"""What is wrong with an answer of Odoo: its exceptions come with a status of their own, and with their class's name."""

from __future__ import annotations

from typing import Any

from trousseau.connectors.calling import Answer, by_status
from trousseau.connectors.errors import ConnectorError, NotAllowedError, RefusedError, UnreadableError
from trousseau.connectors.protocol import Outcome

LONGEST_ERROR = 65_536
"""Bytes: an error carries the trace of its origin, which is never shown."""
OURS = ("builtins.ValueError", "builtins.KeyError", "builtins.TypeError", "builtins.AttributeError")
"""Said with the status 500 of a request that is wrong, as of a field that is none: it stays wrong."""
OUTCOMES = {
    "odoo.exceptions.MissingError": Outcome.GONE,
    "odoo.exceptions.LockError": Outcome.AGAIN,
    "odoo.exceptions.UserError": Outcome.REFUSED,
    "odoo.exceptions.ValidationError": Outcome.REFUSED,
}


class RecordError(RefusedError):
    """Odoo refuses it for a record, with its words and what becomes of a change of that record."""

    def __init__(self, outcome: Outcome, name: str, message: str) -> None:
        super().__init__("refused", message=message)
        self.outcome, self.name, self.message = outcome, name, message


def judge(answer: Answer) -> ConnectorError | None:
    """See `calling.Judge`."""
    said = _said(answer)
    if said is None:
        return by_status(answer)
    name, message = str(said.get("name") or ""), str(said["message"])
    if answer.status < 400:
        return UnreadableError("error_inside", message=message)
    if (outcome := OUTCOMES.get(name)) is not None:
        return RecordError(outcome, name.rpartition(".")[2], message)
    if answer.status == 403:
        return NotAllowedError("not_allowed", message=message)
    return RefusedError("refused", message=message) if name in OURS else by_status(answer, message)


def _said(answer: Answer) -> dict[str, Any] | None:
    """The error that a body tells, where it tells one."""
    if not answer.body.lstrip().startswith(b"{") or (answer.status < 400 and len(answer.body) > LONGEST_ERROR):
        return None
    try:
        said = answer.json()
    except UnreadableError:
        return None
    known = isinstance(said.get("message"), str) and ("name" in said or "debug" in said)
    return said if known else None
