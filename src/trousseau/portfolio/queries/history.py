"""Past check-ups: the list, one of them, what today's is compared with, when the next is due."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import Http404
from django.utils import timezone

from trousseau.access.models import Organisation, User
from trousseau.access.once import once
from trousseau.method.checkup import Checkup
from trousseau.portfolio import indicators
from trousseau.portfolio.comparison import Comparison, Standing, compare
from trousseau.portfolio.models import FrozenAccount, FrozenCheckup
from trousseau.portfolio.queries.classes import judged
from trousseau.portfolio.queries.kept import Kept, key
from trousseau.portfolio.queries.measure import QUARTERS, Measured, measured, months_before, quarters, standings
from trousseau.portfolio.queries.panel import panel_of
from trousseau.portfolio.queries.source import Asked, reach_key
from trousseau.portfolio.queries.told import Told
from trousseau.portfolio.results import thawed

_compared: Kept[Comparison] = Kept(32, "compared")

LATEST = ("-end", "-at", "-pk")
MOST = 24
"""So many past check-ups by account, and as many by group, are looked at."""
ENOUGH = 2
"""From so many past check-ups on, a trend is drawn through them; before, through the quarters of the ledger."""


@dataclass(frozen=True, eq=False)
class Against:
    """What a check-up is compared with."""

    kind: Literal["frozen", "previous"]
    on: date
    """The last day it is about."""
    values: Mapping[str, float]
    comparison: Comparison
    frozen: FrozenCheckup | None = None


@dataclass(frozen=True)
class Trend:
    """Earlier values of the indicators, oldest first."""

    kind: Literal["checkups", "quarters"]
    points: tuple[Mapping[str, float], ...]


def frozen_checkups(user: User) -> QuerySet[FrozenCheckup]:
    """The check-ups someone may open: those of exactly the part of the portfolio they see, latest first."""
    return FrozenCheckup.objects.filter(scope=reach_key(user)).order_by(*LATEST)


def frozen_or_404(user: User, public_id: str) -> FrozenCheckup:
    """The check-up of an address."""
    found = frozen_checkups(user).select_related("frozen_by").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def earlier(asked: Asked) -> list[FrozenCheckup]:
    """The check-ups of the same part of the portfolio, ranked by the same, latest first."""
    return [frozen for frozen in _past(asked.scope_key) if frozen.by == asked.by][:MOST]


def _past(scope: str) -> list[FrozenCheckup]:
    """The check-ups of a part of the portfolio, by account and by group, latest first; one query, once a request."""

    def read() -> list[FrozenCheckup]:
        rows = FrozenCheckup.objects.filter(scope=scope).select_related("frozen_by")
        by = Window(RowNumber(), partition_by=F("by"), order_by=LATEST)
        return list(rows.annotate(place=by).filter(place__lte=MOST).order_by(*LATEST))

    return once(("past check-ups", scope), read)


def against(
    now: Measured, past: Iterable[FrozenCheckup], beside: Told | None = None, chosen: str = ""
) -> Against | None:
    """What to compare with: a check-up by its id, "previous" for the period before, else the latest that ends earlier.

    None where there is neither an earlier check-up nor an earlier period.
    """
    if chosen != "previous":
        end = now.checkup.end
        wanted = [frozen for frozen in past if (frozen.public_id == chosen if chosen else frozen.end < end)]
        if wanted:
            return Against(
                kind="frozen",
                on=wanted[0].end,
                values=wanted[0].figures["indicators"],
                comparison=_compared.get(
                    _key(now.asked, beside, wanted[0].public_id),
                    lambda: compare(frozen_standings(wanted[0]), _standings(now.asked, now.checkup, beside)),
                ),
                frozen=wanted[0],
            )
    before = now.asked.previous
    if before is None:
        return None
    then = measured(before)
    return Against(
        kind="previous",
        on=then.checkup.end,
        values=indicators.values(panel_of(before, beside).rows if beside else then.rows),
        comparison=_compared.get(
            _key(now.asked, beside, "previous"),
            lambda: compare(_standings(before, then.checkup, beside), _standings(now.asked, now.checkup, beside)),
        ),
    )


def _key(asked: Asked, beside: Told | None, other: str) -> Hashable:
    """What a comparison depends on; a frozen check-up never changes."""
    return key(asked, beside and beside.rules, beside and beside.costs, other)


def _against(now: Iterable[Standing], frozen: FrozenCheckup) -> Against:
    """Standings compared with a frozen check-up."""
    return Against(
        kind="frozen",
        on=frozen.end,
        values=frozen.figures["indicators"],
        comparison=compare(frozen_standings(frozen), now),
        frozen=frozen,
    )


def others(user: User, frozen: FrozenCheckup) -> list[FrozenCheckup]:
    """What a frozen check-up can be compared with: the others ranked by the same."""
    return list(frozen_checkups(user).filter(by=frozen.by).exclude(pk=frozen.pk)[:24])


def against_other(user: User, frozen: FrozenCheckup, chosen: str = "") -> Against | None:
    """A frozen check-up compared with the one chosen by its id, else with the latest that ends earlier."""
    for other in others(user, frozen):
        if other.public_id == chosen if chosen else other.end < frozen.end:
            return _against(frozen_standings(frozen), other)
    return None


def frozen_standings(frozen: FrozenCheckup) -> tuple[Standing, ...]:
    """Where each account stood."""
    rows = FrozenAccount.objects.filter(checkup=frozen).values_list(
        "account", "name", "revenue", "class_now", "standing", "contribution"
    )
    return tuple(Standing(*row) for row in rows)


def _standings(asked: Asked, checkup: Checkup, beside: Told | None) -> tuple[Standing, ...]:
    """Where each account stands, by the rules and the costs told too where they are given."""
    if beside is None:
        return tuple(standings(checkup))
    found = judged(asked, beside.rules, beside.costs)
    names, left = found.names(), {row.account: row.contribution for row in found.measures.rows}
    return tuple(
        Standing(row.account, row.name, row.revenue, row.class_, names.get(row.account, ""), left.get(row.account))
        for row in checkup.ranked
    )


def opened(frozen: FrozenCheckup) -> Checkup:
    """A frozen check-up, whole."""
    return thawed(frozen, frozen.rows.all())


def trend(now: Measured, past: Iterable[FrozenCheckup]) -> Trend:
    """Through past check-ups where there are enough of them over the same length of time, else through quarters."""
    through = trend_of_frozen(now.checkup.start, now.checkup.end, past)
    if len(through.points) >= ENOUGH:
        return through
    return Trend("quarters", tuple(values for _, values in quarters(now.asked)))


def trend_of_frozen(start: date, end: date, past: Iterable[FrozenCheckup]) -> Trend:
    """Through the past check-ups that end before `end` and are as long."""
    length = _months(start, end)
    alike = [f for f in past if _months(f.start, f.end) == length and f.end < end]
    by_end = {frozen.end: frozen for frozen in reversed(alike)}  # of several to the same day, the latest frozen
    return Trend("checkups", tuple(by_end[day].figures["indicators"] for day in sorted(by_end)[-QUARTERS:]))


def _months(start: date, end: date) -> int:
    """The length of a period in months, near enough to tell like from unlike."""
    return round(((end - start).days + 1) / 30.44)


def day_of(frozen: FrozenCheckup | None) -> date:
    """The day a check-up was frozen; today for one that is not."""
    return timezone.localdate(frozen.at) if frozen else timezone.localdate()


def next_due(user: User) -> date | None:
    """When the next check-up is due by the organisation's rhythm; None before the first one."""
    past = _past(reach_key(user))
    if not past:
        return None
    last = past[0].end
    months = Organisation.current().checkup_months
    first = months_before(last.replace(day=1), -months)
    end_of_month = months_before(first, -1) - timedelta(days=1)
    return (
        end_of_month if (last + timedelta(days=1)).day == 1 else min(first.replace(day=min(last.day, 28)), end_of_month)
    )
