"""The list of accounts by good, to watch and bad, and by who erodes in silence."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trousseau.accounts import filters
from trousseau.portfolio.models import Class

STANDING = "standing"
"""The word of this filter in the address of the list."""
LOSING = "losing"


def register() -> None:
    """Offer both above the list of accounts."""
    filters.register(
        filters.Filter(
            STANDING,
            _("Good or bad"),
            tuple(filters.Choice(one.value, one.label, Q(standing__name=one.value)) for one in Class),
        )
    )
    filters.register(
        filters.Filter(
            "erosion", _("Silent erosion"), (filters.Choice(LOSING, _("Losing quietly"), Q(standing__eroding=True)),)
        )
    )
