"""The programme as it stands: its lines, how it was judged, what its figures come to for one reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum
from django.http import Http404
from django.utils import timezone

from trousseau.access.models import User
from trousseau.access.queries import holding
from trousseau.access.rules import RULES
from trousseau.accounts import access
from trousseau.method.punctuality import Punctuality
from trousseau.plans.models.programme import MaturityRound, ProgrammeLine
from trousseau.plans.models.value import Opinion
from trousseau.plans.queries import all as plans
from trousseau.plans.queries import value
from trousseau.support.queries import commitments

KEY = "key"
"""The tier of key accounts (`selection`)."""
ROUNDS = 12


@dataclass(frozen=True)
class Rated:
    """A dimension in one round."""

    level: int
    evidence: str


@dataclass(frozen=True)
class Round:
    """A round with its levels by dimension."""

    one: MaturityRound
    ratings: Mapping[str, Rated]

    @property
    def mean(self) -> float:
        """The level over the dimensions that were judged."""
        return sum(rated.level for rated in self.ratings.values()) / len(self.ratings) if self.ratings else 0.0


@dataclass(frozen=True)
class Review:
    """What the programme comes to, of the accounts someone sees."""

    key_accounts: int
    sales: Decimal | None
    """Of key accounts over 12 months, in the base currency."""
    before: Decimal | None
    """Of the same accounts, the 12 months before."""
    plans: plans.Totals
    brought: value.Totals
    kept: Punctuality
    planned: int
    """Key accounts with a plan in force."""


def lines() -> QuerySet[ProgrammeLine]:
    """All lines, a kind after the other, in their order."""
    return ProgrammeLine.objects.select_related("owner")


def line_or_404(kind: str, pk: int) -> ProgrammeLine:
    """The line of an address."""
    found = lines().filter(kind=kind, pk=pk).first()
    if found is None:
        raise Http404
    return found


def owners() -> QuerySet[User]:
    """Who may be named as the owner of a line: who reads the programme."""
    return holding(*RULES["read_programme"])  # type: ignore[arg-type] # roles all


def rounds() -> list[Round]:
    """How the programme was judged, the latest first; two statements."""
    found = MaturityRound.objects.select_related("by").prefetch_related("ratings")[:ROUNDS]
    return [
        Round(one, {rating.dimension: Rated(rating.level, rating.evidence) for rating in one.ratings.all()})
        for one in found
    ]


def review(user: User) -> Review:
    """The figures of the programme; seven statements."""
    key = access.visible_to(user).filter(ranked__tier=KEY, excluded=False)
    sums = key.aggregate(
        accounts=Count("pk"), sales=Sum("figures__revenue"), before=Sum("figures__previous"),
    )  # fmt: skip
    planned = plans.living(user).filter(account__in=key).count()
    brought = value.matching(user, value.Ask(opinion=Opinion.CONFIRMED))
    return Review(
        key_accounts=sums["accounts"],
        sales=sums["sales"],
        before=sums["before"],
        plans=plans.totals(user),
        brought=value.totals(brought, timezone.localdate()),
        kept=commitments.figures(user).year,
        planned=planned,
    )
