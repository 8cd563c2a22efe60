"""The users, those who are there no more among them: they are few, so each run reads them all."""

from __future__ import annotations

from collections.abc import Iterator

from trousseau.connectors.calling import Caller
from trousseau.connectors.protocol import Cursor, Field, Kind, Page, Record
from trousseau.connectors.zoho.answers import ROOT, identity, listed, more
from trousseau.connectors.zoho.reading import PER_PAGE

ACTIVE = "$active"
KINDS = ("ActiveUsers", "DeactiveUsers")
FIELDS = (
    Field("full_name", "Full name", Kind.TEXT),
    Field("email", "Email", Kind.TEXT),
    Field("status", "Status", Kind.TEXT),
    Field(ACTIVE, "Active", Kind.FLAG),
)


def owners(caller: Caller, cursor: Cursor | None) -> Iterator[Page]:
    """All users, from a page that a cursor names. Raises ConnectorError."""
    kind, page = (cursor or {}).get("kind", 0), (cursor or {}).get("page", 1)
    while kind < len(KINDS):
        answer = caller.call(
            "GET", f"{ROOT}/users", params={"type": KINDS[kind], "page": str(page), "per_page": str(PER_PAGE)}
        )
        rows, info = listed(answer, "users")
        follows = bool(rows) and more(answer, info)
        kind, page = (kind, page + 1) if follows else (kind + 1, 1)
        found = tuple(
            Record(identity(answer, row), {**row, ACTIVE: str(row.get("status")).lower() == "active"}) for row in rows
        )
        last = kind == len(KINDS)
        yield Page(found, {} if last else {"kind": kind, "page": page}, last=last)
