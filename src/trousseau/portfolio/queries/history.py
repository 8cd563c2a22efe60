"""Past check-ups: the list, one of them, what today's is compared with, when the next is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, cast

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from trousseau.access.models import Organisation, User
from trousseau.ledger.answers import Scope, Window
from trousseau.ledger.answers.accounts import By
from trousseau.ledger.checkup import check_up
from trousseau.ledger.facts import Facts, FactsError
from trousseau.method.checkup import Checkup
from trousseau.portfolio import indicators
from trousseau.portfolio.comparison import Comparison, Standing, compare
from trousseau.portfolio.models import FrozenAccount, FrozenCheckup
from trousseau.portfolio.queries.measure import Measured, measured, quarters, standings
from trousseau.portfolio.queries.source import Asked, portfolio_scope, scope_key
from trousseau.portfolio.results import thawed

ENOUGH = 2
"""From so many past check-ups on, a trend is drawn through them; before, through the quarters of the ledger."""


@dataclass(frozen=True, eq=False)
class Against:
    """What a check-up is compared with."""

    kind: Literal["frozen", "previous"]
    on: date
    """The day it was frozen, or the last day of the period before."""
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
    return FrozenCheckup.objects.filter(scope=scope_key(portfolio_scope(user)))


def frozen_or_404(user: User, public_id: str) -> FrozenCheckup:
    """The check-up of an address."""
    found = frozen_checkups(user).select_related("frozen_by").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def earlier(asked: Asked) -> list[FrozenCheckup]:
    """The check-ups of the same part of the portfolio, ranked by the same, latest first."""
    return list(
        FrozenCheckup.objects.filter(scope=asked.scope_key, by=asked.by)
        .select_related("frozen_by")
        .order_by("-at", "-pk")[:24]
    )


def against(now: Measured, past: Iterable[FrozenCheckup], chosen: str = "") -> Against | None:
    """What to compare with: the check-up chosen by its id, "previous" for the period before, else the latest frozen.

    None where there is neither an earlier check-up nor an earlier period.
    """
    if chosen != "previous":
        wanted = [frozen for frozen in past if not chosen or frozen.public_id == chosen]
        if wanted:
            return against_frozen(now.checkup, wanted[0])
    before = now.asked.previous
    if before is None:
        return None
    then = measured(before)
    return Against(
        kind="previous",
        on=then.checkup.end,
        values=indicators.values(then.rows),
        comparison=compare(standings(then.checkup), standings(now.checkup)),
    )


def against_frozen(checkup: Checkup, frozen: FrozenCheckup) -> Against:
    """A check-up compared with a frozen one."""
    return Against(
        kind="frozen",
        on=day_of(frozen),
        values=frozen.figures["indicators"],
        comparison=compare(frozen_standings(frozen), standings(checkup)),
        frozen=frozen,
    )


def frozen_standings(frozen: FrozenCheckup) -> tuple[Standing, ...]:
    """Where each account stood."""
    rows = FrozenAccount.objects.filter(checkup=frozen).values_list("account", "name", "revenue", "class_")
    return tuple(Standing(*row) for row in rows)


def opened(frozen: FrozenCheckup) -> Checkup:
    """A frozen check-up, whole."""
    return thawed(frozen, frozen.rows.all())


def trend(now: Measured, past: Iterable[FrozenCheckup]) -> Trend:
    """Through past check-ups where there are enough of them over the same length of time, else through quarters."""
    length = _months(now.checkup.start, now.checkup.end)
    points = [
        frozen.figures["indicators"]
        for frozen in past
        if _months(frozen.start, frozen.end) == length and frozen.end <= now.checkup.end
    ][:7]
    if len(points) >= ENOUGH:
        return Trend("checkups", tuple(reversed(points)))
    return Trend("quarters", tuple(values for _, values in quarters(now.asked)))


def _months(start: date, end: date) -> int:
    """The length of a period in months, near enough to tell like from unlike."""
    return round(((end - start).days + 1) / 30.44)


def day_of(frozen: FrozenCheckup | None) -> date:
    """The day a check-up was frozen; today for one that is not."""
    return timezone.localdate(frozen.at) if frozen else timezone.localdate()


def next_due(user: User) -> date | None:
    """When the next check-up is due by the organisation's rhythm; None before the first one."""
    last = frozen_checkups(user).order_by("-at").values_list("at", flat=True).first()
    if last is None:
        return None
    day, months = timezone.localdate(last), Organisation.current().checkup_months
    index = day.year * 12 + day.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    following = (first + timedelta(days=32)).replace(day=1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


def reproduced(frozen: FrozenCheckup) -> Literal["same", "different", "gone"]:
    """Whether the kept facts still give the frozen figures; "gone" where those facts have been cleaned away."""
    try:
        facts = Facts.open(Path(settings.TROUSSEAU_HOME) / "facts", frozen.facts_version)
    except FactsError:
        return "gone"
    kept = frozen.settings
    scope = Scope(
        zones=_tuple(kept["zones"]),
        divisions=_tuple(kept["divisions"]),
        accounts=_tuple(kept["accounts"]),
        excluded=tuple(kept["excluded"]),
        groups=kept["groups"],
    )
    again = check_up(facts, Window(frozen.period, frozen.start, frozen.end), scope=scope, by=cast("By", frozen.by))
    same = {s.account: s for s in standings(again)} == {s.account: s for s in frozen_standings(frozen)}
    return "same" if same and again.revenue == frozen.revenue else "different"


def _tuple(names: list[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(names)
