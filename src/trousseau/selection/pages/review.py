"""The page of a review: today's, or one decided before, from the same figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.figures import review as tried
from trousseau.figures.language import Language
from trousseau.portfolio import words
from trousseau.portfolio.pages.links import addresses
from trousseau.portfolio.queries.source import Asked
from trousseau.selection.actions.reviews import proposed_weights
from trousseau.selection.charts.review import Told, powers
from trousseau.selection.models import CriteriaReview, ExecutionTold
from trousseau.selection.pages import review_words as said
from trousseau.selection.queries import grids, review
from trousseau.selection.queries.ranking import grid_of

Figures = Mapping[str, Any]


@dataclass(frozen=True)
class StepShown:
    """One question with its answer."""

    number: int
    question: str
    state: str
    """bad, good or muted, as `status` draws it."""
    verdict: str
    answer: str
    after: str


@dataclass(frozen=True)
class AccountRow:
    """One key account."""

    name: str
    url: str
    growth_url: str
    growth: float | None
    span: str
    before: float | None
    now: float | None
    executed: float | None
    spent: float | None
    hidden: float | None
    peers: float | None
    segment: str
    culprit: str
    cause: str
    calls: bool
    quarters: str
    told: ExecutionTold | None


@dataclass(frozen=True)
class TrialRow:
    """One grid on one past, or on all of them."""

    grid: int
    in_force: bool
    year: str
    together: bool
    cells: tuple[str, ...]
    """Growth, the naive rule, the difference, retention, contribution, list, naive list."""
    better: str
    """good or bad where the difference says so."""
    untried: str


@dataclass(frozen=True)
class WeightRow:
    """One criterion of the grid in force."""

    name: str
    now: float
    proposed: float
    auc: str
    note: str


@dataclass(frozen=True)
class ReviewPage:
    """All that the template shows."""

    figures: Figures
    finding: str
    lead: tuple[str, ...]
    steps: tuple[StepShown, ...]
    accounts: tuple[AccountRow, ...]
    trials: tuple[TrialRow, ...]
    option: dict[str, Any] | None
    told: tuple[Told, ...]
    weights: tuple[WeightRow, ...]
    gain: str
    propose: bool
    asked: Asked | None = None
    due: review.Due | None = None
    calls: str = ""
    rhythm: review.Rhythm = field(default_factory=review.Rhythm)
    past: Sequence[CriteriaReview] = ()
    may_decide: bool = False
    may_tell: bool = False
    newest: int = 0
    today: date | None = None
    problem: str = ""
    form: Mapping[str, str] = field(default_factory=dict)

    @property
    def start(self) -> date:
        """The first day of the quarters, for names of files."""
        return date.fromisoformat(self.figures["start"] or "1970-01-01")

    @property
    def end(self) -> date:
        """Their last day."""
        return date.fromisoformat(self.figures["end"] or "1970-01-01")


def page(user: User, asked: Asked, *, problem: str = "", form: Mapping[str, str] | None = None) -> ReviewPage:
    """Today's review."""
    rhythm, past = review.rhythm(), list(review.past())
    found = review.evidence(asked, rhythm)
    due = review.due(asked, found=found, said=rhythm, reviews=past)
    shown = _page(user, found, words.language(), asked)
    return ReviewPage(
        **shown,
        asked=asked,
        due=due,
        calls=calls(due, found, words.language()),
        rhythm=rhythm,
        past=past,
        may_decide=may(user, "edit_grid"),
        may_tell=may(user, "tell_spend"),
        newest=past[0].number if past else 0,
        today=timezone.localdate(),
        problem=problem,
        form=form or {},
    )


def past_page(user: User, kept: CriteriaReview) -> ReviewPage:
    """A review as it was decided."""
    return ReviewPage(**_page(user, kept.evidence, words.language(), None))


def _page(user: User, found: Figures, language: Language, asked: Asked | None) -> dict[str, Any]:
    grid = next((one for one in found["grids"] if one["grid"] == found["grid"]), None)
    told = _told(grid, language)
    return {
        "figures": found,
        "finding": said.finding(found, language),
        "lead": tuple(filter(None, (said.sure(found, language), said.grid_sentence(found, language), _basis(found)))),
        "steps": _steps(found, language),
        "accounts": _accounts(user, found, language),
        "trials": tuple(_trials(found, language)),
        "told": told,
        "option": powers(told, language, _("chance")) if told else None,
        "weights": _weights(grid, asked, language),
        "gain": _gain(grid, language),
        "propose": bool(grid and grid["proposal"] and grid["proposal"]["enough"]),
    }


def _basis(found: Figures) -> str:
    """Who the key accounts are, and what growth means."""
    if found["diagnosis"] is None:
        return ""
    who = (
        _("Key accounts: those that hold the tier.")
        if found["by_tier"]
        else _("Key accounts: those the grid put on the list a year ago, no tier being decided yet.")
    )
    real = _("Growth is real: at constant rates, deflated by zone.")
    constant = _("Growth is at constant rates; inflation is not told of every zone, so it is not deflated.")
    return f"{who} {real if found['real'] else constant}"


def calls(due: review.Due, found: Figures, language: Language) -> str:
    """Why a review is due."""
    parts = []
    if due.accounts:
        first = due.accounts[0]
        parts.append(
            ngettext(
                "{name} has not grown for {quarters} quarters in spite of the effort made: {growth}.",
                "{name} and {more} more have not grown for {quarters} quarters in spite of the effort made: {growth}.",
                len(due.accounts),
            ).format(
                name=first["name"],
                more=language.number(len(due.accounts) - 1),
                quarters=language.number(found["quarters"]),
                growth=language.signed_percent(first["growth"]),
            )
        )
    if due.rhythm and due.on:
        parts.append(_("By the rhythm it was due on {day}.").format(day=language.date(due.on)))
    return " ".join(parts)


def _steps(found: Figures, language: Language) -> tuple[StepShown, ...]:
    diagnosis = found["diagnosis"]
    if diagnosis is None:
        return ()
    shown = []
    for number, step in enumerate(diagnosis["steps"], 1):
        culprit = step["cause"] == diagnosis["culprit"]
        unknown = (
            not diagnosis["power"]["enough"]
            if step["cause"] == "criteria"
            else bool(step["asked"] and not step["known"])
        )
        state, verdict = (
            ("bad", _("here it is")) if culprit
            else ("muted", _("not known")) if unknown
            else ("watch", _("in part")) if step["yes"] or step["explained"]
            else ("good", _("in order"))
        )  # fmt: skip
        shown.append(
            StepShown(
                number,
                said.question(step["cause"]),
                state,
                verdict,
                said.answer(step, found, language),
                said.after(step, language),
            )
        )
    return tuple(shown)


def _accounts(user: User, found: Figures, language: Language) -> tuple[AccountRow, ...]:
    clients = [row["client"] for row in found["accounts"]]
    urls = addresses(user, set(clients), by="group")
    told = review.told_of(clients)
    return tuple(
        AccountRow(
            name=row["name"],
            url=urls.get(row["client"], ""),
            growth_url=f"{reverse('exposure:growth_of')}?{urlencode({'by': 'group', 'of': row['client']})}",
            growth=row["growth"],
            span=said.percent_span(row["low"], row["high"], language),
            before=row["before"],
            now=row["now"],
            executed=row["executed"],
            spent=row["spent"],
            hidden=row["hidden"] or None,
            peers=row["peers"],
            segment=row["segment"],
            culprit=said.culprit_word(row["culprit"]),
            cause=row["culprit"],
            calls=row["calls"],
            quarters=" · ".join(language.signed_percent(one, 0) for one in row["quarters"]),
            told=told.get(row["client"]),
        )
        for row in found["accounts"]
    )


def _trials(found: Figures, language: Language) -> list[TrialRow]:
    rows = []
    for grid in found["grids"]:
        trials = [*grid["trials"], *([grid["together"]] if grid["together"] and grid["years"] > 1 else [])]
        usual = trials[-1]["untried"] if trials else {}
        for trial in trials:
            goals = trial["goals"]
            difference = goals["growth"]["difference"]
            ends = difference["auc_interval"]
            sided = None not in ends and difference["enough"]
            better = ("good" if ends[0] > 0 else "bad" if ends[1] < 0 else "") if sided else ""
            day = trial["day"]
            rows.append(
                TrialRow(
                    grid=grid["grid"],
                    in_force=bool(day and grid["published"] and day >= grid["published"]),
                    year=language.date(date.fromisoformat(day)) if day else "",
                    together=day is None,
                    cells=(
                        *(
                            _power(goals["growth"][name] if name else goals["growth"], language)
                            for name in ("", "naive")
                        ),
                        _difference(difference, language),
                        _power(goals["retention"], language),
                        _power(goals["contribution"], language),
                        *(_signed(one, language) for one in trial["listed"]),
                    ),
                    better=better,
                    untried=_untried(grid, trial, language) if trial is trials[-1] or trial["untried"] != usual else "",
                )
            )
    return rows


def _signed(one: float | None, language: Language) -> str:
    return _("unknown") if one is None else language.signed_percent(one)


def _power(one: Figures, language: Language) -> str:
    if not one["enough"] or one["auc"] is None:
        return _("not enough history") if one["known"] < 30 else _("all alike")
    return f"{language.number(one['auc'], 2)} ({tried.span(one['auc_interval'], language)})"


def _difference(one: Figures, language: Language) -> str:
    if not one["enough"] or one["auc"] is None:
        return "–"
    low, high = one["auc_interval"]
    return _("{auc} ({low} to {high})").format(
        auc=language.signed(one["auc"], 2), low=language.signed(low, 2), high=language.signed(high, 2)
    )


def _untried(grid: Figures, trial: Figures, language: Language) -> str:
    """The criteria that were not tried, and why."""
    named = {one["key"]: tried.name(one, language) for one in grid["criteria"]}
    return "; ".join(
        _("{criterion}: {why}").format(criterion=named.get(key, key), why=said.untried(why))
        for key, why in trial["untried"].items()
    )


def _told(grid: Figures | None, language: Language) -> tuple[Told, ...]:
    """The grid and each of its criteria, as the chart and its table show them."""
    whole = grid["together"] if grid else None
    if not grid or not whole or not whole["goals"]["growth"]["enough"]:
        return ()
    growth = whole["goals"]["growth"]
    named = {one["key"]: tried.name(one, language) for one in grid["criteria"]}
    rows = [
        (_("The grid"), growth),
        *((named[key], one) for key, one in zip(whole["keys"], growth["criteria"], strict=True)),
        (_("Largest sales"), growth["naive"]),
    ]
    return tuple(
        Told(name, one["auc"], one["auc_interval"][0], one["auc_interval"][1], strong=at == 0)
        for at, (name, one) in enumerate(rows)
        if one["auc"] is not None and None not in one["auc_interval"]
    )


def _weights(grid: Figures | None, asked: Asked | None, language: Language) -> tuple[WeightRow, ...]:
    """Today's weights and those proposed, of all criteria."""
    if not grid or not grid["proposal"] or not grid["together"]:
        return ()
    whole = grid["together"]
    total = sum(one["weight"] for one in grid["criteria"]) or 1.0
    fitted = dict(zip(whole["keys"], grid["proposal"]["weights"], strict=True))
    alone = dict(zip(whole["keys"], whole["goals"]["growth"]["criteria"], strict=True))
    share = sum(one["weight"] / total for one in grid["criteria"] if one["key"] in fitted)
    if asked is not None and grids.in_force().number == grid["grid"]:
        used = grid_of(asked, grids.in_force().grid)
        new = dict(
            zip(
                (one.key for one in used.criteria),
                proposed_weights(used, whole["keys"], grid["proposal"]["weights"]),
                strict=True,
            )
        )
    else:
        new = {one["key"]: 100 * share * fitted.get(one["key"], 0.0) for one in grid["criteria"]}
    return tuple(
        WeightRow(
            tried.name(one, language),
            one["weight"] / total,
            new.get(one["key"], 100 * one["weight"] / total) / 100 if one["key"] in fitted else one["weight"] / total,
            _power(alone[one["key"]], language) if one["key"] in alone else "–",
            said.untried(whole["untried"][one["key"]]) if one["key"] in whole["untried"] else "",
        )
        for one in grid["criteria"]
    )


def _gain(grid: Figures | None, language: Language) -> str:
    """What the proposed weights would have gained where they were not fitted."""
    proposal = grid["proposal"] if grid else None
    if not grid or not proposal or not proposal["enough"]:
        return _("Not enough history to propose weights.")
    low, high = proposal["interval"]
    figures = {
        "gain": language.signed(proposal["gain"], 2),
        "low": language.signed(low, 2),
        "high": language.signed(high, 2),
        "n": language.number(proposal["known"]),
    }
    if low > 0.0:
        return _(
            "On {n} accounts they were not fitted on, these weights would have told growth better: ρ {gain} ({low} "
            "to {high})."
        ).format(**figures)
    return _(
        "No gain can be told from chance on {n} accounts they were not fitted on: ρ {gain} ({low} to {high}). "
        "Nothing speaks "
        "for changing weights."
    ).format(**figures)
