"""The clients of a tier that a person sees, with what they bought in two periods and the bridge between these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.models import Account, Reckoning, folded
from trousseau.api.mcp import saying
from trousseau.exposure.queries.growth import Compared, compared, grown
from trousseau.figures.growth import gap_sentence, unknown_zones
from trousseau.ledger.answers import WindowError
from trousseau.ledger.growth import Growth, Row
from trousseau.portfolio import words
from trousseau.portfolio.queries.source import usual
from trousseau.selection.queries import tiers


@dataclass
class Client:
    """One client with its accounts that the person sees."""

    name: str
    accounts: list[Account] = field(default_factory=list)
    row: Row | None = None

    @property
    def sums(self) -> tuple[Decimal | None, Decimal | None]:
        """Its sales now and before: of the bridge, else of what is kept of its accounts, where all of it is known."""
        if self.row is not None:
            return self.row.current, self.row.previous
        kept = [getattr(one, "figures", None) for one in self.accounts]
        now, before = ([getattr(one, name, None) for one in kept] for name in ("revenue", "previous"))
        return _added(now), _added(before)

    @property
    def change(self) -> float | None:
        """As reported."""
        now, before = self.sums
        return None if now is None or before is None or before <= 0 else float(now / before) - 1.0

    @property
    def growing(self) -> bool | None:
        """Whether it grows, by the best that is known."""
        real = self.row.real if self.row is not None else None
        known = self.change if real is None else real
        return None if known is None else known > 0

    @property
    def gained(self) -> Decimal:
        """What it brought more than before; for the order alone."""
        now, before = self.sums
        return Decimal(0) if now is None or before is None else now - before


def tier_key(said: str) -> str:
    """The key of a tier by its key or name; ValidationError for one that there is not."""
    known = {key: name or tiers.name(None, key) for key, name in tiers.choices()}
    for key, name in known.items():
        if folded(said) in {folded(key), folded(name)}:
            return key
    raise ValidationError({"tier": _("There is no tier “%(said)s”: there are %(known)s.") % {
        "said": saying.cut(said, 40), "known": ", ".join(known.values())}})  # fmt: skip


def of_tier(user: User, tier: str) -> dict[str, Client]:
    """The clients of a tier of which someone sees an account; two queries."""
    keys = [key for key, one in tiers.held().items() if one.tier == tier]
    rows = access.visible_to(user).filter(Q(group__name__in=keys) | Q(group=None, key__in=keys), excluded=False)
    found: dict[str, Client] = {}
    for row in rows.select_related("group", "manager", "figures", "standing").order_by("name", "pk"):
        key = row.group.name if row.group else row.key
        found.setdefault(key, Client(row.group.name if row.group else row.name)).accounts.append(row)
    return found


def bridged(user: User) -> tuple[Compared | None, Growth | None, list[str]]:
    """The bridges of all clients, for who may read growth; else, or where periods do not compare, why not."""
    if not may(user, "read_portfolio"):
        return (
            None,
            None,
            [_("Price, volume and mix are told to who reads the portfolio: only reported growth is here.")],
        )
    asked = usual(user)
    try:
        question = compared(asked.ranked_by("group"), {}) if asked is not None else None
    except WindowError:
        question = None
    if question is None:
        return None, None, [_("The sales lines do not reach back to the year before: no change can be told.")]
    if question.refused:
        said = [gap_sentence(gap, words.language()) for gap in question.gaps]
        return None, None, [_("The two periods do not compare, so nothing is held against the year before."), *said]
    growth = grown(question, rows="group", limit=None)
    lacking = [zone for zone in growth.zones if zone not in growth.deflators]
    return question, growth, [unknown_zones(lacking, words.language())] if lacking else []


def periods(question: Compared | None, kept: Reckoning) -> tuple[str | None, ...]:
    """First and last day of the period, and of the one it is held against."""
    days = (kept.start, kept.end, kept.previous_start, kept.previous_end)
    if question is not None:
        two = question.periods
        days = (two.start, two.end, two.against_start, two.against_end)
    return tuple(day.isoformat() if day else None for day in days)


def _added(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if values and len(known) == len(values) else None
