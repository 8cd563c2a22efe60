"""The list of accounts by the tier their client holds, and by whose rank is fragile."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trousseau.accounts import filters
from trousseau.selection.queries import tiers


def register() -> None:
    """Offer both above the list of accounts."""
    filters.register(filters.Filter("tier", _("Tier"), of_tier))
    fragile = filters.Choice("fragile", _("Fragile rank"), Q(ranked__fragile=True))
    filters.register(filters.Filter("rank", _("Certainty"), (fragile,)))


def of_tier() -> tuple[filters.Choice, ...]:
    """A choice a tier in force, as directors edit them."""
    return tuple(
        filters.Choice(key, called or tiers.name(None, key), Q(ranked__tier=key)) for key, called in tiers.choices()
    )
