"""The panel of the account page: from sales to net contribution, and what is unknown on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from trousseau.access.rules import may
from trousseau.accounts.models import Account
from trousseau.accounts.rows import language
from trousseau.costs.charts import waterfall
from trousseau.costs.queries.account import Left, left
from trousseau.figures import contribution as words
from trousseau.figures.language import Language


@dataclass(frozen=True)
class Step:
    """One line of the waterfall."""

    label: str
    amount: Decimal | None
    """With its sign; None: unknown."""
    total: bool = False
    note: str = ""


def build(request: HttpRequest, account: Account) -> Mapping[str, Any] | None:
    """The steps of an account, for whoever may read accounts; a client never does."""
    if not may(request.user, "read_accounts"):
        return None
    found = left(account, request.GET.get("period") or "r12")
    if found is None:
        return None
    said = language()
    steps = _steps(found, said)
    return {
        "steps": steps,
        "finding": _finding(found, said),
        "unknown": _unknown(found, said),
        "period": said.period(found.window.start, found.window.end),
        "base": found.base,
        "chart": waterfall([(step.label, step.amount, step.total) for step in steps], said, found.base),
    }


def _steps(found: Left, said: Language) -> list[Step]:
    """From sales to contribution."""
    uncosted = found.revenue - found.costed
    steps = [Step(_("Sales"), found.revenue, total=True)]
    if uncosted:
        steps.append(Step(_("Sales without a known cost"), -uncosted))
    cost = None if found.margin is None else found.margin - found.costed
    steps.append(Step(_("Cost of goods"), cost))
    for piece in found.pieces:
        label = _("Financing") if piece.key == "financing" else _label(piece.key, found, said)
        amount = None if piece.amount is None else -piece.amount
        quantity = "" if piece.quantity is None else said.number(piece.quantity, 1 if piece.quantity % 1 else 0)
        steps.append(Step(label, amount, note=quantity))
    steps.append(Step(_("Net contribution"), found.contribution, total=True))
    return steps


def _label(driver: str, found: Left, said: Language) -> str:
    label = words.driver_names(said).get(driver) or found.labels.get(driver) or words.driver_label(driver, said)
    return label[:1].upper() + label[1:]


def _finding(found: Left, said: Language) -> str:
    """One sentence."""
    if found.contribution is None:
        return _("What this customer leaves is unknown: none of its lines has a cost.")
    amount = said.short_amount(abs(found.contribution), found.base)
    if found.contribution < 0:
        return _("This customer costs %(amount)s more than it brings.") % {"amount": amount}
    if found.revenue <= 0:
        return _("This customer leaves %(amount)s.") % {"amount": amount}
    share = said.percent(found.contribution / found.revenue)
    return _("This customer leaves %(amount)s, %(share)s of its sales.") % {"amount": amount, "share": share}


def _unknown(found: Left, said: Language) -> tuple[str, ...]:
    summary = words.Summary(
        start=found.window.start,
        end=found.window.end,
        base=found.base,
        accounts=1,
        unknown=0,
        peak_at=0,
        peak=Decimal(0),
        drag=Decimal(0),
        revenue=found.revenue,
        costed=found.costed,
        financed=found.financed,
        months=found.months,
        covered=found.covered,
        strangers=(),
    )
    return words.unknowns(summary, said)
