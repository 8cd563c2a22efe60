"""The indicators of the demonstration's plans: measured from its sales lines, and two that people read by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from trousseau.access.models import User
from trousseau.demo import spaces
from trousseau.ledger.facts.calendar import last_day, month, shift
from trousseau.plans.actions import kpis as actions
from trousseau.plans.actions.kpis import Said
from trousseau.plans.measuring import batch, forecasts
from trousseau.plans.measuring.standing import restand
from trousseau.plans.models import LIVING, Kpi, Plan, Source, Unit


class Wanted(NamedTuple):
    """An indicator of the ledger as the story tells it: what it is to gain on its baseline, and how far is right."""

    name: str
    measure: str
    by: str
    gain: float
    """Of the baseline: .2 is a fifth more; of a rate, points."""
    room: float
    shared: bool = False
    points: bool = False


SALES = Wanted("Chiffre d’affaires, 12 mois glissants", "revenue", "account", 0.18, 0.04, shared=True)
EARNED = Wanted("Contribution nette, 12 mois", "contribution", "account", 0.22, 0.06)
SHARE = Wanted("Part de portefeuille", "share_of_wallet", "group", 5.0, 1.0, points=True)
PRICES = Wanted("Indice de prix sur un an", "price_index", "account", 1.5, 1.5, points=True)
ORDERS = Wanted("Commandes par an", "orders", "account", 0.1, 0.05)
MARGIN = Wanted("Taux de marge", "margin_rate", "account", 2.0, 0.8, points=True)
TURNS: Sequence[Sequence[Wanted]] = (
    (SALES, SHARE, EARNED), (SALES, MARGIN, ORDERS), (SALES, EARNED, PRICES), (SALES, SHARE, MARGIN),
)  # fmt: skip
"""Which indicators a plan has, in turn."""
DELIVERED = (94.1, 93.6, 94.8, 93.2, 92.7, 93.9, 92.4, 91.8, 92.9, 91.2, 92.0, 91.4)
"""Complete and on time, per cent: what the manager of the first plan read month by month."""
FIRST = "Alstrom SA"


def tell(director: User) -> None:
    """Define the indicators of each living plan that has none, and measure them."""
    plans = Plan.objects.filter(state__in=LIVING, kpis=None).select_related("account", "account__manager")
    for turn, plan in enumerate(plans.order_by("account__name")):
        with transaction.atomic():
            _define(director, plan, TURNS[0] if plan.account.name == FIRST else TURNS[turn % len(TURNS)])
            if plan.account.name == FIRST:
                _delivered(director, plan)
    batch.measure()
    for kpi in Kpi.objects.filter(plan__in=Plan.objects.filter(state__in=LIVING), baseline=None, source=Source.LEDGER):
        if actions.take_baseline(kpi):
            _aim(kpi)
    forecasts.refresh()


def _define(director: User, plan: Plan, wanted: Sequence[Wanted]) -> None:
    """By the plan's manager; what is measured over a group by the director, who sees all of it."""
    manager = plan.account.manager or director
    for one in wanted:
        by = one.by if plan.account.group_id is not None else "account"
        writer = director if by == "group" else manager
        kpi = actions.define(
            writer,
            plan,
            Said(
                one.name,
                Source.LEDGER,
                plan.ends,
                _since(plan.starts),
                {"measure": one.measure, "by": by, "months": 12},
                owner=plan.account.manager,
            ),
        )
        if one.shared:
            spaces.show(director, plan.account, "kpi", kpi.public_id)
    actions.define(
        manager,
        plan,
        Said(
            "Avancement du plan", Source.PLAN, plan.ends, _since(plan.starts), {"measure": "progress"},
            baseline=Decimal(0), target=Decimal(100), floor=Decimal(12), owner=plan.account.manager,
        ),
    )  # fmt: skip


def _aim(kpi: Kpi) -> None:
    """Give an indicator its target and corridor from its baseline; before the plan was approved, so to say.

    One that came of a template stays without: its target is still to be agreed.
    """
    wanted = next((one for turn in TURNS for one in turn if one.name == kpi.name), None)
    if wanted is None:
        return
    kpi.refresh_from_db()
    base = kpi.baseline or Decimal(0)
    unit = Decimal(1) if wanted.points else abs(base)
    kpi.target = (base + unit * Decimal(str(wanted.gain))).quantize(Decimal("0.01"))
    kpi.floor = (unit * Decimal(str(wanted.room))).quantize(Decimal("0.01"))
    kpi.save(update_fields=["target", "floor"])
    with transaction.atomic():
        restand([kpi.pk])


def _delivered(director: User, plan: Plan) -> None:
    """Deliveries complete and on time, as the client counts them: read by hand, and out of the corridor."""
    manager = plan.account.manager or director
    since = _since(plan.starts)
    kpi = actions.define(
        manager,
        plan,
        Said(
            "Livraisons complètes et à l’heure", Source.ENTERED, plan.ends, since, unit=Unit.PERCENT,
            baseline=Decimal("93.5"), target=Decimal(98), floor=Decimal("1.5"), owner=manager,
        ),
    )  # fmt: skip
    spaces.show(director, plan.account, "kpi", kpi.public_id)
    last = shift(month(timezone.localdate()), -1)
    for back, value in enumerate(reversed(DELIVERED)):
        on = last_day(shift(last, -back))
        actions.record(manager, kpi, on, Decimal(str(value)), "relevé du client, service qualité")


def _since(day: dt.date) -> dt.date:
    """The last day of the month before."""
    return last_day(shift(month(day), -1))
