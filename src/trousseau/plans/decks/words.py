"""Words that several slides share: who, when, how far, from what to what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.figures.language import MISSING, Language
from trousseau.method.progress import Progress as Standing
from trousseau.plans.decks.given import Given
from trousseau.plans.decks.slides import Tone
from trousseau.plans.models import Action, Kpi, Objective, Progress, Reading, Unit

EXCEL = dt.date(1899, 12, 30)
"""The day from which spreadsheets count days."""
BEHIND = 0.05
"""So far behind what is due is worth a word; three times as much is bad."""


def who(action: Action, given: Given) -> str:
    """Who does it, of us or of theirs."""
    if action.owner is not None:
        return str(action.owner)
    if action.contact is not None:
        return _("%(name)s, %(account)s") % {"name": action.contact.name, "account": given.account.name}
    return _("nobody yet")


def progress(standing: Standing, said: Language) -> str:
    """“46 % of 54 %”: done, and what should be."""
    if standing.done is None:
        return MISSING
    return f"{said.percent(standing.done, 0)} / {said.percent(standing.expected, 0)}"


def tone(standing: Standing) -> Tone:
    """How far behind something is."""
    if standing.done is None or standing.expected is None:
        return ""
    behind = standing.expected - standing.done
    return "bad" if behind > 3 * BEHIND else "watch" if behind > BEHIND else ""


def state(action: Action, given: Given) -> str:
    """Where an action stands, late ones by how many days."""
    late = action.late(given.today)
    if late:
        return ngettext("◆ %(n)s day late", "◆ %(n)s days late", late) % {"n": given.said.number(late)}
    if action.state == Progress.OPEN:
        return given.said.percent(action.done / 100, 0)
    return str(Progress(action.state).label)


def span(objective: Objective) -> str:
    """From where to where, in words."""
    if objective.start_text and objective.target_text:
        return f"{objective.start_text} → {objective.target_text}"
    return objective.target_text or objective.start_text


def reading(value: Decimal | float | None, kpi: Kpi, given: Given) -> str:
    """A value of an indicator in its unit."""
    said = given.said
    if value is None:
        return MISSING
    if kpi.unit == Unit.MONEY:
        return said.short_amount(value, given.base)
    if kpi.unit == Unit.PERCENT:
        return said.percent(Decimal(str(value)) / 100)
    number = said.number(value, 0 if Decimal(str(value)) == int(value) else 1)
    if kpi.unit == Unit.DAYS:
        return ngettext("%(n)s day", "%(n)s days", int(value)) % {"n": number}
    return number


def latest(kpi: Kpi) -> Reading | None:
    """Its last reading that could be measured."""
    return next((one for one in reversed(list(kpi.readings.all())) if one.value is not None), None)


def days(count: Decimal | float | None, said: Language) -> str:
    """A number of days, with a decimal where it has one."""
    return said.number(count, 0 if count is None or count == int(count) else 1)


def listed(names: Iterable[object], said: Language) -> str:
    """“a, b and c”; a dash for nobody."""
    return said.listed([str(one) for one in names]) or MISSING
