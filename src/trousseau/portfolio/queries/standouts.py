"""The accounts Home speaks of: those that fall, rise or erode of what someone sees, and their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from trousseau.access.models import User
from trousseau.access.once import once
from trousseau.access.rules import may
from trousseau.accounts.access import on_team, visible_to
from trousseau.accounts.models import Account
from trousseau.method.verdicts import Erosion
from trousseau.portfolio.queries.erosion import eroding
from trousseau.portfolio.queries.source import usual

FALL = -0.20
RISE = 0.50
NOTABLE = -0.05


@dataclass(frozen=True)
class Standouts:
    """Accounts with their figures, as lists of Home take them."""

    fallen: tuple[Account, ...]
    """Those of class A or B that fell, or left class A: what lost most first."""
    risen: tuple[Account, ...]
    """Those of class A or B that rise fast: what gained most first."""
    own: tuple[Account, ...]
    """Those they lead, sponsor or are on the team of today: the largest first."""
    eroding: tuple[tuple[Erosion, Account], ...]
    """Those that erode in silence: the most contribution lost first."""
    bought: Mapping[str, Decimal | None]
    """The sales over 12 months of all of them, by public id."""


def standouts(user: User) -> Standouts:
    """What stands out of the accounts someone sees. One query, once a request."""
    return once(("standouts", user.pk), lambda: _read(user))


def _read(user: User) -> Standouts:
    found = _eroding(user)
    rows = list(_rows(user, found))
    by_key = {row.key: row for row in rows}
    fallen = [row for row in rows if _is(row, "falls") and _loss(row) > 0]
    return Standouts(
        fallen=tuple(sorted(fallen, key=lambda row: (-_loss(row), row.pk))),
        risen=tuple(sorted((row for row in rows if _is(row, "rises")), key=lambda row: (_loss(row), row.pk))),
        own=tuple(sorted((row for row in rows if _is(row, "mine")), key=_rank)),
        eroding=tuple((one, by_key[key]) for key, one in found.items() if key in by_key),
        bought={row.public_id: row.figures.revenue for row in rows if hasattr(row, "figures")},
    )


def _eroding(user: User) -> Mapping[str, Erosion]:
    """Told to those who read the portfolio, and to managers and heads of their accounts."""
    told = may(user, "read_portfolio") or {"manager", "head"} & user.roles
    question = usual(user) if told else None
    return {} if question is None else eroding(question)


def _rows(user: User, found: Mapping[str, Erosion]) -> QuerySet[Account]:
    key = Q(figures__class_before__in=("A", "B"), figures__change__lte=FALL)
    left = Q(figures__class_before="A", figures__class_now__in=("B", "C", ""), figures__change__lte=NOTABLE)
    falls = Q(key | left, excluded=False, figures__previous__gt=0)
    rises = Q(figures__change__gte=RISE, figures__class_now__in=("A", "B"), excluded=False)
    mine = Q(manager=user.pk, figures__isnull=False) | Q(pk__in=on_team(user).values("account"), figures__isnull=False)
    told = {
        name: ExpressionWrapper(condition, output_field=BooleanField())
        for name, condition in (("falls", falls), ("rises", rises), ("mine", mine))
    }
    asked = falls | rises | mine | Q(key__in=list(found))
    return visible_to(user).annotate(**told).filter(asked).select_related("figures", "standing").order_by("pk")


def _is(row: Account, name: str) -> bool:
    return bool(getattr(row, name))


def _loss(row: Account) -> Decimal:
    return (row.figures.previous or Decimal(0)) - (row.figures.revenue or Decimal(0))


def _rank(row: Account) -> tuple[bool, int, int]:
    """By place in the ranking; those without one come first, as the database has it."""
    return row.figures.rank is not None, row.figures.rank or 0, row.pk
