"""The health of a plan in words: its state, the reasons that take most from it first, what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.once import once
from trousseau.accounts.queries import reckoning
from trousseau.figures.language import Language
from trousseau.plans import factors
from trousseau.plans.factors import Measured
from trousseau.plans.models import Condition, Health, Plan
from trousseau.plans.queries import health as queries
from trousseau.plans.queries.health import Found
from trousseau.portfolio import words


@dataclass(frozen=True)
class Side:
    """One factor as it is shown."""

    title: str
    value: float | None
    state: str
    words: str
    of_dates: bool
    """Whether its words say by themselves what they are about: late actions."""
    takes: str
    """Points it takes from the health; "" where it takes none, or nobody can tell."""


@dataclass(frozen=True)
class Told:
    """The health of a plan as it is shown."""

    state: str
    """good, watch, bad or none: the shape."""
    word: str
    reason: str
    """What takes most from it; that nothing does."""
    score: float | None
    low: float
    high: float
    done: float | None
    expected: float | None
    behind: str
    """The state of its progress bar."""
    sides: tuple[Side, ...]


def kept(plan: Plan, language: Language) -> Told | None:
    """What is kept of a plan; None where it was not worked out yet."""
    row: Health | None = getattr(plan, "health", None)
    if row is None:
        return None
    return _told(row.state, (row.score, row.low, row.high), (row.done, row.expected), row.factors, language)


def live(plan: Plan) -> tuple[Found, Told]:
    """The health of a plan as it is now; worked out once a page."""

    def work_out() -> tuple[Found, Told]:
        found = queries.of_plans([plan], timezone.localdate(), _kept(plan))[plan.pk]
        sides = {
            name: {"value": one.value, "told": one.told, "takes": found.health.takes.get(name)}
            for name, one in found.factors.items()
        }
        sound, far = found.health, found.progress
        scores = (sound.score, sound.low, sound.high)
        return found, _told(sound.state, scores, (far.done, far.expected), sides, words.language())

    return once(("health of a plan", plan.pk), work_out)


def _kept(plan: Plan) -> dict[str, dict[int, Measured]]:
    """What was kept of the factors that nothing on the page of a plan moves; unknown until it is kept."""
    row: Health | None = getattr(plan, "health", None)
    sides = row.factors if row is not None else {}
    unknown: Mapping[str, Any] = {"value": None, "told": {}}
    return {
        one.name: {plan.pk: Measured(side["value"], side["told"])}
        for one in factors.known()
        if one.kept
        for side in [sides.get(one.name, unknown)]
    }


def _told(
    state: str,
    scores: tuple[float | None, float, float],
    far: tuple[float | None, float | None],
    sides: Mapping[str, Any],
    language: Language,
) -> Told:
    lost = points({name: side["takes"] or 0.0 for name, side in sides.items()}, scores[0])
    shown = [
        (_side(factor, side, lost.get(factor.name, 0), language), side)
        for factor in factors.known()
        if (side := sides.get(factor.name)) is not None
    ]
    worst = max(shown, key=lambda one: one[1]["takes"] or 0.0, default=None)
    reason = _("nothing takes anything from it")
    if worst is not None and worst[1]["takes"]:
        reason = worst[0].words if worst[0].of_dates else f"{worst[0].title}, {worst[0].words}"
    if state == Condition.UNKNOWN:
        reason = _("too little is known")
    done, expected = far
    return Told(
        state="none" if state == Condition.UNKNOWN else state,
        word=str(Condition(state).label),
        reason=reason,
        score=scores[0],
        low=scores[1],
        high=scores[2],
        done=done,
        expected=expected,
        behind=_behind(done, expected),
        sides=tuple(one for one, _side_kept in shown),
    )


def of_hundred(score: float) -> int:
    """A score as it is shown: cut rather than rounded, so that 79.6 does not pass for the 80 that are on course."""
    return int(score * 100 + 1e-9)


def points(takes: Mapping[str, float], score: float | None) -> dict[str, int]:
    """The points each side takes, in whole numbers that add up to what is missing from the score as it is shown."""
    if score is None:
        return {}
    whole = {name: int(share * 100) for name, share in takes.items()}
    left = 100 - of_hundred(score) - sum(whole.values())
    for name in sorted(takes, key=lambda one: whole[one] - takes[one] * 100)[: max(0, left)]:
        whole[name] += 1
    return whole


def _side(factor: factors.Factor, side: Mapping[str, Any], points: int, language: Language) -> Side:
    value = side["value"]
    return Side(
        title=str(factor.title),
        value=value,
        state="none" if value is None else "good" if value >= 0.8 else "watch" if value >= 0.6 else "bad",
        words=factor.words(side["told"], language),
        of_dates=factor.name == "progress",
        takes=language.signed(-points) if points else "",
    )


def _behind(done: float | None, expected: float | None) -> str:
    if done is None or expected is None or done >= expected - 0.05:
        return ""
    return "watch" if done >= expected - 0.15 else "bad"


def head(_request: HttpRequest, plan: Plan) -> Mapping[str, Any]:
    """The figure “health” under the ambition of a plan."""
    found, told = live(plan)
    progress = found.progress
    if not progress.counted:
        note = _("no action yet")
    elif progress.late:
        note = ngettext("{late} action late of {n}", "{late} actions late of {n}", progress.late).format(
            late=progress.late, n=progress.counted
        )
    else:
        note = ngettext("{n} action, not late", "{n} actions, none late", progress.counted).format(n=progress.counted)
    return {"told": told, "note": note}


def head_sales(_request: HttpRequest, plan: Plan) -> Mapping[str, Any] | None:
    """The figure “sales, 12 months”, as the lists of accounts have it."""
    figures = getattr(plan.account, "figures", None)
    if figures is None or figures.revenue is None:
        return None
    return {"figures": figures, "currency": reckoning().base_currency or None}


def reasons(_request: HttpRequest, plan: Plan) -> Mapping[str, Any]:
    """What the health of a plan is made of."""
    told = live(plan)[1]
    if told.score is None:
        subtitle = _("too little is known to speak of it")
    elif any(side.value is None for side in told.sides):
        subtitle = _("{score} of 100; {low} to {high} whatever is not known").format(
            score=of_hundred(told.score), low=round(told.low * 100), high=round(told.high * 100)
        )
    else:
        subtitle = _("{score} of 100").format(score=of_hundred(told.score))
    return {"told": told, "subtitle": subtitle}
