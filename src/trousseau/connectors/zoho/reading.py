"""Records of a module, by the time of their last change: page after page, and anew from the last one seen.

Zoho gives a token for the next page, for a day, for 100,000 records and for the same question. Since what is read
comes in the order of its changes, the last change seen is a place that never expires: from there it begins anew where
a token leads no further. A record that changes meanwhile moves to the end of the list and comes once more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from trousseau.connectors.calling import Answer, Caller, Trail
from trousseau.connectors.converters import moment_told
from trousseau.connectors.protocol import Cursor, Gone, Json, Page, Record
from trousseau.connectors.zoho.answers import ROOT, identity, listed, more
from trousseau.connectors.zoho.judge import StaleError

PER_PAGE, MOST_FIELDS, MOST_IDS, LONGEST = 200, 50, 50, 1_024
"""Records of a page; fields and ids of a call, and the signs that the names of either may have together."""
OVERLAP, SECOND = dt.timedelta(minutes=2), dt.timedelta(seconds=1)
CHANGED = "Modified_Time"


@dataclass(frozen=True)
class Place:
    """Where reading is: what it began at, the CRM's clock then, the last change seen, and the way to the next page."""

    since: str = ""
    mark: str = ""
    seen: str = ""
    token: str = ""
    page: int = 1

    @property
    def way(self) -> dict[str, str]:
        """What leads to the page."""
        if self.token:
            return {"page_token": self.token}
        return {"page": str(self.page)} if self.page > 1 else {}

    def anew(self) -> Place:
        """From the last change seen, since the way there leads no further."""
        begun = _earlier(self.seen, SECOND) if self.seen else self.since
        return replace(self, since=begun, token="", page=1)

    def after(self, answer: Answer, records: Sequence[Record], token: Json) -> Place:
        """The place after a page."""
        seen = max([told for one in records if (told := _written(one.changed))] + [self.seen])
        way = (str(token), 1) if token else ("", self.page + 1)
        return replace(self, mark=self.mark or _written(answer.at), seen=seen, token=way[0], page=way[1])

    def done(self) -> Place:
        """Where the next run begins: a little before this one did, by the CRM's clock."""
        begun = self.mark or self.seen or self.since
        return Place(since=_earlier(begun, OVERLAP) if begun else "")


def records(caller: Caller, module: str, fields: Sequence[str], cursor: Cursor | None) -> Iterator[Page]:
    """All records of a module, or those that changed since a cursor. Raises ConnectorError."""
    place, trail, ids = Place(**(cursor or {})), Trail(caller.crm), Trail(caller.crm)
    first, *further = grouped([CHANGED, *fields])
    while True:
        trail.passed(f"{place.since} {place.way}")
        try:
            answer = caller.call(
                "GET",
                f"{ROOT}/{module}",
                params={
                    "fields": ",".join(first), "per_page": str(PER_PAGE), "sort_by": CHANGED, "sort_order": "asc",
                    **place.way,
                },
                headers={"If-Modified-Since": place.since} if place.since else None,
            )  # fmt: skip
        except StaleError:
            place, ids = place.anew(), Trail(caller.crm)
            continue
        rows, info = listed(answer, "data")
        found = {identity(answer, row): row for row in rows}
        ids.passed(" ".join(found))
        for group in further:
            found = _joined(caller, module, group, found)
        made = tuple(Record(key, row, moment_told(row.get(CHANGED))) for key, row in found.items())
        follows = more(answer, info)
        place = place.after(answer, made, info.get("next_page_token"))
        if not follows:
            place = place.done()
        yield Page(made, {name: told for name, told in asdict(place).items() if told}, last=not follows)
        if not follows:
            return


def deleted(caller: Caller, module: str, since: dt.datetime) -> Iterator[Gone]:
    """What was deleted at a moment or later, be it in the bin or for good. Raises ConnectorError."""
    page, follows, begun, ids = 1, True, since.replace(microsecond=0), Trail(caller.crm)
    while follows:
        answer = caller.call(
            "GET",
            f"{ROOT}/{module}/deleted",
            params={"type": "all", "page": str(page), "per_page": str(PER_PAGE)},
            headers={"If-Modified-Since": _written(begun - SECOND)},
        )
        rows, info = listed(answer, "data")
        ids.passed(" ".join(identity(answer, row) for row in rows))
        for row in rows:
            at = moment_told(row.get("deleted_time"))
            if at is None or at >= begun:
                yield Gone(identity(answer, row), at)
        follows = bool(rows) and more(answer, info)
        page += 1


def grouped(fields: Sequence[str]) -> list[list[str]]:
    """Names in groups that one call may ask for, each once."""
    groups: list[list[str]] = [[]]
    for name in dict.fromkeys(fields):
        if len(groups[-1]) == MOST_FIELDS or len(",".join([*groups[-1], name])) > LONGEST:
            groups.append([])
        groups[-1].append(name)
    return groups


def _joined(
    caller: Caller, module: str, group: Sequence[str], found: Mapping[str, dict[str, Json]]
) -> dict[str, dict[str, Json]]:
    """Records with further fields, asked for by id; one that is there no more is left out: half of it says wrong."""
    whole: dict[str, dict[str, Json]] = {}
    ids = list(found)
    for start in range(0, len(ids), MOST_IDS):
        answer = caller.call(
            "GET",
            f"{ROOT}/{module}",
            params={
                "fields": ",".join(group), "per_page": str(PER_PAGE), "ids": ",".join(ids[start : start + MOST_IDS])
            },
        )  # fmt: skip
        for row in listed(answer, "data")[0]:
            if (key := identity(answer, row)) in found:
                whole[key] = {**row, **found[key]}
    return whole


def _written(at: dt.datetime | None) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="seconds") if at else ""


def _earlier(told: str, by: dt.timedelta) -> str:
    return _written(dt.datetime.fromisoformat(told) - by)
