"""What assessors said of each client in closed rounds: as the ranking takes it, and one client's in full.

Nothing here reads a round that is open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from trousseau.accounts import access
from trousseau.selection.models import Consensus, Judgement, Round
from trousseau.selection.models.assessments import COUNTING

Range = tuple[float, float]
"""The lowest and the highest level (1 to 5) that still stand; equal ones once it is settled."""
Place = tuple[str, str]
"""Criterion and client."""
When = tuple[datetime, int]
"""When a round was closed, and its key."""


@dataclass(frozen=True)
class Given:
    """One judgement that counts."""

    assessor: str
    level: int | None
    """None: they could not judge."""
    reason: str
    evidence: str


@dataclass(frozen=True)
class Opinion:
    """What is known of a client on one criterion, from the newest closed round in which someone judged it."""

    criterion: Mapping[str, Any]
    """As the round keeps it: `key`, `name`, `levels`."""
    round: Round
    given: tuple[Given, ...]
    consensus: Consensus | None

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels given, lowest first."""
        return tuple(sorted(one.level for one in self.given if one.level is not None))

    @property
    def range(self) -> Range | None:
        """The lowest and the highest that still stand; None: nobody could judge and nothing was settled."""
        return range_of(self.levels, self.consensus)

    @property
    def open(self) -> bool:
        """Whether assessors disagree and nothing was settled."""
        return self.range is not None and self.range[0] < self.range[1]


def range_of(levels: tuple[int, ...], consensus: Consensus | None) -> Range | None:
    """What still stands of some levels and what was settled."""
    if consensus is not None and consensus.level is not None:
        return float(consensus.level), float(consensus.level)
    return (float(min(levels)), float(max(levels))) if levels else None


def agreed(by: date | None = None) -> Mapping[str, Mapping[str, Range]]:
    """For each judged criterion, what is known of each client; one that nobody judged is absent.

    `by`: of rounds that were closed by the end of that day only. What is judged of a group holds for each of its
    accounts, unless one was judged itself. Three queries.
    """
    levels: dict[Place, dict[When, list[int]]] = defaultdict(lambda: defaultdict(list))
    columns = ("criterion", "client__client", "client__round__closed_at", "client__round", "level")
    for criterion, client, at, found, level in judged(by).values_list(*columns):
        levels[criterion, client][at, found].append(level)
    settled = _settled(by)
    ranges: dict[str, dict[str, Range]] = defaultdict(dict)
    for place in sorted({*levels, *settled}):
        criterion, client = place
        newest = max({*levels[place], *settled.get(place, {})})
        known = settled.get(place, {}).get(newest)
        there = levels[place][newest] if known is None else [known]
        ranges[criterion][client] = float(min(there)), float(max(there))
    return _down_to_accounts(ranges)


def of_client(client: str) -> tuple[Opinion, ...]:
    """What is known of one client, a criterion each, in the order of the newest round; two queries."""
    seen: dict[str, list[Judgement]] = defaultdict(list)
    rows = (
        Judgement.objects.filter(COUNTING, client__client=client, client__round__closed_at__isnull=False)
        .select_related("assessor__person", "client__round")
        .order_by("-client__round__closed_at", "-client__round_id", "assessor__person__name", "id")
    )
    for row in rows:
        seen[row.criterion].append(row)
    settled: dict[tuple[int, str], Consensus] = {}
    for one in Consensus.objects.filter(client__client=client).select_related("client__round", "by").order_by("id"):
        settled[one.client_id, one.criterion] = one
    found = []
    criteria = {*seen, *(criterion for _, criterion in settled)}
    for key in criteria:
        places = {row.client_id: row.client for row in seen[key]}
        places |= {one.client_id: one.client for one in settled.values() if one.criterion == key}
        opinions = [
            _opinion(key, place.round, [row for row in seen[key] if row.client_id == pk], settled.get((pk, key)))
            for pk, place in places.items()
        ]
        known = [one for one in opinions if one.range is not None] or opinions
        found.append(max(known, key=lambda one: (one.round.closed_at, one.round.pk)))
    return tuple(sorted(found, key=_order))


def judged(by: date | None = None) -> QuerySet[Judgement]:
    """Every level that counts, of rounds closed (by a day)."""
    found: QuerySet[Judgement] = Judgement.objects.filter(COUNTING, _closed(by), level__isnull=False)
    return found


def _closed(by: date | None) -> Q:
    return Q(client__round__closed_at__date__lte=by) if by else Q(client__round__closed_at__isnull=False)


def _settled(by: date | None = None) -> dict[Place, dict[When, float]]:
    """What was settled and still stands, by round."""
    found: dict[Place, dict[When, float | None]] = defaultdict(dict)
    columns = ("criterion", "client__client", "client__round__closed_at", "client__round", "level")
    rows = Consensus.objects.filter(_closed(by)).order_by("id").values_list(*columns)
    for criterion, client, at, one, level in rows:  # a newer one stands for those before
        found[criterion, client][at, one] = None if level is None else float(level)
    return {
        place: {when: level for when, level in own.items() if level is not None}
        for place, own in found.items()
        if any(level is not None for level in own.values())
    }


def _down_to_accounts(ranges: dict[str, dict[str, Range]]) -> dict[str, dict[str, Range]]:
    clients = {client for own in ranges.values() for client in own}
    if not clients:
        return {}
    members = access.every_account().filter(group__name__in=clients).order_by("key").values_list("group__name", "key")
    return {
        criterion: {key: own[group] for group, key in members if group in own} | own
        for criterion, own in ranges.items()
    }


def _opinion(key: str, found: Round, rows: list[Judgement], consensus: Consensus | None) -> Opinion:
    criterion = next((one for one in found.criteria if one["key"] == key), {"key": key, "name": "", "levels": []})
    given = tuple(Given(str(row.assessor.person), row.level, row.reason, row.evidence) for row in rows)
    return Opinion(criterion, found, given, consensus if consensus and consensus.level is not None else None)


def _order(one: Opinion) -> tuple[int, int, str]:
    keys = [criterion["key"] for criterion in one.round.criteria]
    key = str(one.criterion["key"])
    return -one.round.pk, keys.index(key) if key in keys else len(keys), key
