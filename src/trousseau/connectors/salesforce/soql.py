"""The questions in Salesforce's language: names are those that it described, values are escaped.

select(("Id", "SystemModstamp", "Name"), "Account", after=("2026-11-02T08:00:00.000Z", "001000000000001AAA"))
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from urllib.parse import quote

LONGEST = 14_000
"""Signs of a question in an address: all of address and headers may have 16 KB."""


def select(
    columns: Sequence[str],
    name: str,
    *,
    where: str = "",
    since: str = "",
    after: tuple[str, str] | None = None,
    ordered: bool = True,
) -> str:
    """A question for records: those changed at `since` or later, or all behind the record (time, id) `after`."""
    if after is not None:
        moment, identity = after
        since, behind = moment, f"(SystemModstamp > {moment} OR Id > {quoted(identity)})"
    else:
        behind = ""
    changed = f"SystemModstamp >= {since}" if since else ""
    told = " AND ".join(one for one in (where, changed, behind) if one)
    order = " ORDER BY SystemModstamp, Id" if ordered else ""
    return f"SELECT {', '.join(columns)} FROM {name}{f' WHERE {told}' if told else ''}{order}"  # noqa: S608 - names that were described


def quoted(text: str) -> str:
    """A text as SOQL writes it."""
    escaped = re.sub(r"[\\'\"]", lambda found: "\\" + found[0], text)
    return "'" + escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + "'"


def literal(moment: dt.datetime) -> str:
    """A moment as SOQL writes it, and as it stands in a cursor."""
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def too_long(question: str) -> bool:
    """Whether a question does not fit in an address."""
    return len(quote(question)) > LONGEST
