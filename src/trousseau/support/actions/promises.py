"""What the company promises of answers: hours by urgency, when people work, which country's holidays count."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.support.models import AnswerPromise, Urgency
from trousseau.support.problems import SupportError
from trousseau.support.queries import days

LONGEST = 400


def promise(
    user: User, hours: dict[str, int], country: str, opens: dt.time, closes: dt.time, *, revision: int
) -> AnswerPromise:
    """Say within how many working hours answers are promised; requests asked before keep what they were promised.

    Raises:
        PermissionDenied: the promise is the director's.
        SupportError: hours out of reach, an unknown country, a day that ends before it begins, or changed meanwhile.
    """
    if not may(user, "edit_support"):
        raise PermissionDenied
    if any(not 1 <= hours.get(urgency, 0) <= LONGEST for urgency in Urgency.values):
        raise SupportError(_("Working hours go from 1 to 400."))
    if country not in days.countries():
        said = _("The public holidays of “{value}” are not known: choose a country of the list.")
        raise SupportError(said.format(value=country[:20]))
    if opens >= closes:
        raise SupportError(_("The working day ends before it begins."))
    with transaction.atomic():
        found, _new = AnswerPromise.objects.select_for_update().get_or_create(pk=1)
        if found.revision != revision:
            raise SupportError(
                _("Someone changed it meanwhile to {hours}: look at it, then save again.").format(hours=found)
            )
        before = _as_told(found)
        for urgency in Urgency.values:
            setattr(found, urgency, hours[urgency])
        found.country, found.opens, found.closes, found.revision = country, opens, closes, revision + 1
        found.save()
        record(user, "request.promise_set", found, before=before, after=_as_told(found))
    return found


def _as_told(found: AnswerPromise) -> dict[str, object]:
    hours = {urgency: found.hours(urgency) for urgency in Urgency.values}
    return {**hours, "country": found.country, "opens": str(found.opens), "closes": str(found.closes)}
