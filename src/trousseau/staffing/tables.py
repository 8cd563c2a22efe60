"""The tables of staffing, to be exported."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from trousseau.portfolio import words
from trousseau.portfolio.tables import Table
from trousseau.staffing.pages.words import spoken
from trousseau.staffing.queries.people import Manager


def of_managers(found: Iterable[Manager]) -> Table:
    """Managers with their days, profiles and accounts."""
    language = words.language()
    return Table(
        "managers",
        _("Managers"),
        (
            _("Manager"), _("E-mail"), _("Accounts"), _("Days a month asked"), _("Days a month available"),
            _("Languages"), _("Zones"), _("Industries"), _("Accounts at most"), _("Accounts led"),
        ),
        (
            (
                str(one.user), one.user.email, len(one.held), one.days, one.available,
                spoken(one.profile.languages, one.profile.fluency, language), ", ".join(one.profile.zones),
                ", ".join(one.profile.industries), one.profile.most_accounts,
                ", ".join(item.name for item in one.held),
            )
            for one in found
        ),
    )  # fmt: skip
