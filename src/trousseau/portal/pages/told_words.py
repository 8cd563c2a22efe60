"""What of a shared thing is told, in words, for whoever decides to share it; and what of it never is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from trousseau.plans.models import Horizon, Progress
from trousseau.plans.models.kpis import Rhythm
from trousseau.plans.models.rhythm import Held, Kind
from trousseau.plans.models.value import Category, Opinion
from trousseau.plans.pages import kpi_words
from trousseau.portal.told import (
    ToldAction,
    ToldCommitment,
    ToldDocument,
    ToldKpi,
    ToldMeeting,
    ToldObjective,
    ToldValue,
)
from trousseau.portfolio import words
from trousseau.support.models.commitments import Direction, State

Facts = Iterator[tuple[str | Promise, Any]]

NEVER: Mapping[str, str | Promise] = {
    "objective": gettext_lazy(
        "why we want it, whose stake it serves, its weight, who of us answers for it, and the actions that are not"
        " shared"
    ),
    "action": gettext_lazy(
        "how we do it, what depends on it, its days and money, its weight, and why its day moved or it was dropped"
    ),
    "kpi": gettext_lazy(
        "its formula and where it is read from, its corridor and forecast, the notes of its readings and who made them"
    ),
    "commitment": gettext_lazy(
        "where it was made, its reference, what shows that it was kept, and why it was moved, broken or withdrawn"
    ),
    "meeting": gettext_lazy(
        "its level, its cost, why it was cancelled, and points of the agenda about what is not shared"
    ),
    "value": gettext_lazy("the stake and the action it hangs from, and who of us wrote it down"),
    "document": gettext_lazy("the subject we gave it"),
}
"""What of a kind stays with us whatever is shared; margin, prices, scores, categories and other clients always do."""


def said(told: Any) -> list[tuple[str | Promise, Any]]:  # noqa: ANN401 - one of the dataclasses of `told`
    """What is told of a thing, field by field, without what is empty."""
    return [(label, text) for label, text in FACTS[type(told)](told) if text not in {"", None}]


def _objective(one: ToldObjective) -> Facts:
    yield _("Objective"), one.title
    yield _("Horizon"), Horizon(one.horizon).label
    yield pgettext("an objective, from … to", "From"), one.from_
    yield pgettext("an objective, from … to", "To"), one.to
    yield _("By when"), words.language().date(one.due)
    yield (
        _("Progress"),
        _("of all its actions: done, and what should be by today; those that are not shared are not named"),
    )


def _action(one: ToldAction) -> Facts:
    language = words.language()
    yield _("Action"), one.what
    yield _("Who does it"), one.who.name
    yield pgettext("a day", "Begins"), language.date(one.starts)
    yield _("Due"), language.date(one.due)
    yield _("Done"), language.percent(one.done / 100, 0)
    yield _("State"), Progress(one.state).label


def _kpi(one: ToldKpi) -> Facts:
    language = words.language()
    yield _("Indicator"), one.name
    yield _("Rhythm"), Rhythm(one.rhythm).label
    for label, value, day in (
        (_("Baseline"), one.baseline, one.baseline_on),
        (_("Target"), one.target, one.target_on),
        *((pgettext("of an indicator shared", "Last reading"), last.value, last.on) for last in one.readings[-1:]),
    ):
        yield label, f"{kpi_words.value(one.unit, value, language)}, {language.date(day)}"
    yield pgettext("of an indicator shared", "Readings"), language.number(len(one.readings))


def _commitment(one: ToldCommitment) -> Facts:
    language = words.language()
    yield Direction(one.direction).label, one.what
    yield _("By whom"), one.who.name
    yield _("Promised on"), language.date(one.promised_on)
    yield _("First due"), language.date(one.first_due) if one.first_due != one.due else ""
    yield _("Due"), language.date(one.due)
    yield _("State"), State(one.state).label


def _meeting(one: ToldMeeting) -> Facts:
    yield Kind(one.kind).label, one.title
    yield _("When"), words.language().date(one.on) + (f", {one.at:%H:%M}" if one.at else "")
    yield _("Where"), one.where
    yield _("State"), Held(one.state).label
    yield _("Of ours"), ", ".join(one.ours)
    yield _("Of theirs"), ", ".join(one.theirs)
    yield _("Agenda"), " · ".join(one.agenda)
    yield _("Decisions"), " · ".join(f"{each.text} ({each.who.name})" for each in one.decisions)
    yield pgettext("of a meeting", "Minutes"), one.minutes


def _value(one: ToldValue) -> Facts:
    language, unit = words.language(), kpi_words.currency()
    yield _("Value delivered"), one.what
    yield _("Category"), Category(one.category).label
    yield _("Amount"), language.amount(one.amount, unit) if one.amount is not None else ""
    yield _("Since"), language.date(one.since)
    yield _("How it was reckoned"), one.method
    yield _("What shows it"), one.evidence
    yield _("Your opinion"), Opinion(one.opinion).label


def _document(one: ToldDocument) -> Facts:
    yield pgettext("a file", "Document"), one.name
    yield _("Size"), filesizeformat(one.size)
    yield _("Added"), f"{words.language().date(one.on)}, {one.by}" if one.by else words.language().date(one.on)


FACTS: Mapping[type, Callable[[Any], Facts]] = {
    ToldObjective: _objective,
    ToldAction: _action,
    ToldKpi: _kpi,
    ToldCommitment: _commitment,
    ToldMeeting: _meeting,
    ToldValue: _value,
    ToldDocument: _document,
}
