"""Indicators of a plan that are read from the deals of the company's CRM, by themselves.

    sum        the amounts of the deals won that close in a period
    count      how many they are
    last       the amount of the deals that are open today

An amount that is not said, or several currencies at once, give no value and say why. An account of which no CRM has a
record is not measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone

from trousseau.accounts.models import folded
from trousseau.connectors.models import Deal, MapRow, Remote
from trousseau.connectors.protocol import Entity
from trousseau.plans import rhythms
from trousseau.plans.formulas import CrmField, crm_formula
from trousseau.plans.measuring.elsewhere import Found
from trousseau.plans.measuring.ledger import Value
from trousseau.plans.models import Kpi

DEALS = frozenset({"deal", "deals", "opportunity", "opportunities", "potential", "potentials", "affaire", "affaires"})
AMOUNT = frozenset({"amount", "montant"})
"""How people and the CRMs call them, folded; with them the fields of the mapping that tell an amount."""


def readings(kpis: Sequence[Kpi]) -> Mapping[int, list[Found]]:
    """The readings of the indicators that are read from deals, at the ends of their periods; three queries."""
    amounts = AMOUNT | _fields()
    mine = {kpi: formula for kpi in kpis if (formula := _formula(kpi)) and _is_amount(formula, amounts)}
    known = _known(kpi.plan.account_id for kpi in mine)
    deals = _deals(known)
    return {
        kpi.pk: _found(kpi, formula, deals.get(kpi.plan.account_id, []))
        for kpi, formula in mine.items()
        if kpi.plan.account_id in known
    }


def _found(kpi: Kpi, formula: CrmField, deals: Sequence[Deal]) -> list[Found]:
    today = timezone.localdate()
    if formula.how == "last":
        return [Found(today, _sum([deal for deal in deals if deal.state == "open"]))]
    won = [deal for deal in deals if deal.state == "won" and deal.closes_on is not None]
    found = []
    for end in rhythms.ends(kpi.rhythm, kpi.baseline_on, rhythms.last_end(kpi.rhythm, today)):
        some = [deal for deal in won if deal.closes_on and rhythms.began(kpi.rhythm, end) <= deal.closes_on <= end]
        found.append(Found(end, Value(Decimal(len(some))) if formula.how == "count" else _sum(some)))
    return found


def _sum(deals: Sequence[Deal]) -> Value:
    if len({deal.currency for deal in deals}) > 1:
        return Value(None, "currencies")
    amounts = [deal.amount for deal in deals if deal.amount is not None]
    if len(amounts) < len(deals):
        return Value(None, "no_amount")
    return Value(sum(amounts, Decimal(0)))


def _formula(kpi: Kpi) -> CrmField | None:
    try:
        return crm_formula(kpi.formula)
    except ValidationError:
        return None


def _is_amount(formula: CrmField, amounts: frozenset[str]) -> bool:
    return folded(formula.object) in DEALS and folded(formula.field) in amounts


def _fields() -> frozenset[str]:
    """The fields that connections read amounts of deals from."""
    rows = MapRow.objects.filter(entity=Entity.DEAL.value, target="amount", outbound=False)
    return frozenset(folded(place) for places in rows.values_list("places", flat=True) for place in places)


def _known(accounts: Iterable[int]) -> frozenset[int]:
    """Those that a CRM has a record of: of the others it does not say that there is no deal."""
    rows = Remote.objects.filter(entity=Entity.ACCOUNT.value, gone_at=None, account__in=set(accounts))
    return frozenset(account for account in rows.values_list("account_id", flat=True) if account)


def _deals(accounts: Iterable[int]) -> Mapping[int, list[Deal]]:
    found: dict[int, list[Deal]] = defaultdict(list)
    for deal in Deal.objects.filter(account__in=set(accounts)).exclude(state="lost"):
        found[deal.account_id or 0].append(deal)
    return found
