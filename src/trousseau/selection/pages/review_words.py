"""The review of the criteria in words: which culprit, how sure, what each question found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.figures import review as told
from trousseau.figures.language import Language
from trousseau.figures.review import span
from trousseau.selection.models import CriteriaReview

Figures = Mapping[str, Any]


def finding(found: Figures, language: Language) -> str:
    """Which culprit; what cannot be told yet, and what is missing for it."""
    diagnosis = found["diagnosis"]
    if diagnosis is None:
        return _("Not enough history: a review needs two whole years of sales before the last complete month.")
    known = [row for row in found["accounts"] if row["growth"] is not None]
    short = sum(row["growth"] < 0 for row in known)
    figures = {"short": language.number(short), "keys": language.number(len(known))}
    stalled = ngettext(
        "{short} of {keys} key accounts did not grow in real terms",
        "{short} of {keys} key accounts did not grow in real terms",
        short,
    ).format(**figures)
    culprit = diagnosis["culprit"]
    if culprit == "unknown":
        return _unknown(diagnosis, stalled)
    if culprit == "none":
        if not short:
            return _("Nothing is wrong: all {keys} key accounts grew in real terms.").format(**figures)
        return _("{stalled}; no cause is common to them, and the grid tells who grows better than chance.").format(
            stalled=stalled
        )
    if culprit == "criteria":
        return _(
            "{stalled}. Data, execution and markets explain nothing of it: the criteria do not tell who grows."
        ).format(stalled=stalled)
    step = next(one for one in diagnosis["steps"] if one["cause"] == culprit)
    count = language.number(step["explained"])
    text = {
        "data": _("{stalled}; for {count} of them, sales that are not counted could make up for it."),
        "execution": _("{stalled}; for {count} of them, the plan was not carried out or the days were not spent."),
        "zone": _("{stalled}; {count} of them go down with others of their zone or division."),
    }[culprit]
    return text.format(stalled=stalled, count=count)


def _unknown(diagnosis: Figures, stalled: str) -> str:
    return {
        "accounts": _("There are too few key accounts with a year before to compare with."),
        "history": _("{stalled}; there is not enough history to tell whether the criteria are to blame.").format(
            stalled=stalled
        ),
        "execution": _(
            "{stalled}, and the scores did not tell who would grow. Before the criteria are blamed, say whether the "
            "plans "
            "were carried out."
        ).format(stalled=stalled),
    }[diagnosis["why"]]


def sure(found: Figures, language: Language) -> str:
    """How sure the culprit is."""
    share = found["diagnosis"]["sure"] if found["diagnosis"] else None
    if share is None:
        return ""
    return _("The same is named in {share} of redrawings of the accounts.").format(share=language.percent(share, 0))


def grid_sentence(found: Figures, language: Language) -> str:
    """How well the grid in force would have told growth, and which of its criteria do."""
    grid = next((one for one in found["grids"] if one["grid"] == found["grid"]), None)
    return told.grid_sentence(grid, language) if grid else _("There is not enough history to try the grid on.")


def percent_span(low: float | None, high: float | None, language: Language) -> str:
    """An interval of growth."""
    if low is None or high is None:
        return _("unknown")
    return _("{low} to {high}").format(low=language.signed_percent(low, 0), high=language.signed_percent(high, 0))


def culprit_word(code: str) -> str:
    """What stands in an account's way, in two words."""
    return {
        "data": _("data"),
        "execution": _("execution"),
        "zone": _("zone or division"),
        "criteria": _("criteria"),
        "none": "–",
        "unknown": _("unknown"),
        "": "–",
    }[code]


def question(cause: str) -> str:
    """The question of a step."""
    return {
        "data": _("Are the data sound?"),
        "execution": _("Was the plan carried out?"),
        "zone": _("Is the zone or the industry down?"),
        "criteria": _("Do the criteria tell who grows?"),
    }[cause]


def answer(step: Figures, found: Figures, language: Language) -> str:
    """What a question found."""
    diagnosis = found["diagnosis"]
    if step["cause"] == "criteria":
        return _told_by_scores(step, diagnosis["power"], language)
    if not step["asked"]:
        return _("No key account fell short: there is nothing to explain.")
    counts = {one: language.number(step[one]) for one in ("asked", "known", "found", "explained")}
    untold = step["cause"] == "execution" and not step["known"]
    text = {
        "data": _(
            "Of {asked} that fell short, {found} have sales that are not counted (lines without a rate, missing "
            "months, a firm under another code); for {explained} they could make up for more than half."
        ),
        "execution": _(
            "Told of {known} of {asked} that fell short: {found} have less than {bound} of the plan done or of the "
            "promised days spent."
        ),
        "zone": _(
            "Of {asked} that fell short, {found} are where more than half of the other accounts fell; that explains "
            "more than half for {explained}."
        ),
        "untold": _("Told of none of the {asked} that fell short: say below whether their plans were carried out."),
    }["untold" if untold else step["cause"]]
    return text.format(**counts, bound=language.percent(min(diagnosis["bounds"][1:]), 0))


def _told_by_scores(step: Figures, power: Figures, language: Language) -> str:
    if not power["enough"]:
        return _("Not enough history: score and growth are both known of {n} accounts, 30 are needed.").format(
            n=language.number(power["known"])
        )
    return _(
        "Score of a year ago and growth since, {n} accounts: ρ {rho} ({span}). By chance alone as much comes in {p} of "
        "cases."
    ).format(
        n=language.number(power["known"]),
        rho=language.number(power["rho"], 2),
        span=span(power["rho_interval"], language),
        p=language.percent(step["p"], 1),
    )


def after(step: Figures, language: Language) -> str:
    """What the shortfall is without the cause."""
    if step["cause"] == "criteria" or step["before"] is None or not step["found"]:
        return ""
    if step["after"] is None:
        return _("Median growth {before}; nobody is left once they are set aside.").format(
            before=language.signed_percent(step["before"])
        )
    return _("Median growth {before}, without it {after}.").format(
        before=language.signed_percent(step["before"]), after=language.signed_percent(step["after"])
    )


def untried(code: str) -> str:
    """Why a criterion is not in a trial."""
    return {
        "judged": _("not judged then"),
        "told": _("not told then"),
        "today": _("known of today only"),
        "ledger": _("the ledger begins too late"),
    }[code]


def problem(code: str) -> str:
    """Why something was not done."""
    return {
        "review_reason": _("A decision needs its reason: write why."),
        "review_outcome": _("Choose what becomes of the grid: keep, adjust or replace."),
        "review_outdated": _(
            "Someone decided a review while you were reading: nothing was kept of yours. Read theirs below, then "
            "decide."
        ),
        "review_percent": _("The share of the plan done lies between 0 and 100%."),
        "review_source": _("Say where the share is from: a meeting, a plan, a person."),
        "review_day": _("The day lies in the future: a plan can only be done by today."),
        "review_months": _("The rhythm lies between 1 and 60 months."),
        "review_quarters": _("The quarters without growth lie between 2 and 12."),
        "review_draft": _(
            "You have a draft of the grid already: publish or drop it first, so that nothing of it is lost."
        ),
        "review_nothing": _("No weights are proposed: there is not enough history."),
        "review_client": _("Choose one of the key accounts you may write to."),
        "review_number": _("This is not a number."),
        "review_date": _("This is not a day."),
    }[code]


def outcome_word(outcome: str) -> str:
    """What was decided."""
    return str(CriteriaReview.Outcome(outcome).label)


def goal_word(goal: str) -> str:
    """What came after, as a table heads it."""
    return {"growth": _("growth"), "retention": _("retention"), "contribution": _("contribution")}[goal]
