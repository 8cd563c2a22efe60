"""The page of the programme, and that on which it is judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from trousseau.access.models import Role, User
from trousseau.access.rules import may, person
from trousseau.accounts.rows import language
from trousseau.figures.language import Language
from trousseau.plans import maturity
from trousseau.plans.actions import programme as actions
from trousseau.plans.models.programme import LineKind, LineState, ProgrammeLine
from trousseau.plans.pages.value import base
from trousseau.plans.programme_forms import JudgingForm, LineForm
from trousseau.plans.queries import adoption
from trousseau.plans.queries import programme as queries
from trousseau.plans.queries.programme import Review, Round

NAMES = {
    LineKind.STAGE: "stages",
    LineKind.OBSTACLE: "obstacles",
    LineKind.STEP: "steps",
}
STATES = {LineState.OPEN: "none", LineState.RUNNING: "watch", LineState.DONE: "good"}


@dataclass(frozen=True)
class Line:
    """A line as the page shows it."""

    one: ProgrammeLine
    state: str
    word: str
    form: LineForm | None
    """For who runs the programme."""
    opened: bool
    """Its form was refused."""
    may_settle: bool


@dataclass(frozen=True)
class Tile:
    """One figure of the review, and where it leads."""

    label: str
    value: str
    note: str
    url: str
    title: str = ""


@dataclass(frozen=True)
class Level:
    """A dimension as it was judged, beside the round before."""

    name: str
    level: int
    word: str
    share: float
    before: float | None
    said: str
    evidence: str
    change: str


def word(line: ProgrammeLine) -> tuple[str, str]:
    """The state of a line and its word; late where its day is over."""
    state = LineState(line.state)
    if state != LineState.DONE and line.due is not None and line.due < timezone.localdate():
        days = (timezone.localdate() - line.due).days
        return "bad", ngettext("%(n)s day late", "%(n)s days late", days) % {"n": language().number(days)}
    if line.kind == LineKind.OBSTACLE:
        said = {
            LineState.OPEN: pgettext("an obstacle", "open"),
            LineState.RUNNING: pgettext("an obstacle", "being answered"),
            LineState.DONE: pgettext("an obstacle", "gone"),
        }
        return ("watch" if state == LineState.OPEN else STATES[state]), said[state]
    return STATES[state], str(state.label)


def programme(request: HttpRequest, refused: LineForm | None = None, problem: Sequence[str] = ()) -> dict[str, Any]:
    """Everything the page shows; `refused`: the form that could not be kept, `problem`: why something was not done."""
    user, said = person(request), language()
    runs = may(user, "run_programme")
    lines = [_line(one, user, refused, runs=runs) for one in queries.lines()]
    rounds = queries.rounds()
    reviewed = queries.review(user)
    touched = adoption.touched(user)
    by_kind = {NAMES[kind]: [one for one in lines if one.one.kind == kind] for kind in LineKind}
    adding = {f"new_{kind.value}": refused if _is_new(refused, kind) else LineForm(kind) for kind in LineKind if runs}
    return by_kind | adding | {
        "said": finding([one.one for one in lines], rounds, said),
        "tiles": tiles(reviewed, said),
        "touched": touched,
        "levels": levels(rounds),
        "round": rounds[0] if rounds else None,
        "mean": said.number(rounds[0].mean, 1) if rounds else "",
        "before": rounds[1] if len(rounds) > 1 else None,
        "rooms": _rooms(),
        "roles": [Role(role).label for role in adoption.ROLES],
        "least": adoption.LEAST,
        "runs": runs,
        "refused": refused,
        "problem": problem,
    }  # fmt: skip


def finding(lines: Sequence[ProgrammeLine], rounds: Sequence[Round], said: Language) -> str:
    """Which stage is under way, and how mature the programme was judged."""
    stages = [one for one in lines if one.kind == LineKind.STAGE]
    done = sum(one.state == LineState.DONE for one in stages)
    now = next((one for one in stages if one.state == LineState.RUNNING), None)
    named = {"n": said.number(done), "all": said.number(len(stages)), "stage": now.said if now else ""}
    if now is not None:
        text = _("%(n)s of %(all)s stages done; under way: %(stage)s.") % named
    elif stages and done == len(stages):
        text = _("All %(all)s stages are done.") % named
    else:
        text = _("%(n)s of %(all)s stages done, none under way.") % named
    if not rounds:
        return text
    level = _("Maturity %(level)s of 5") % {"level": said.number(rounds[0].mean, 1)}
    if len(rounds) > 1 and (moved := round(rounds[0].mean - rounds[1].mean, 1)):
        change = {"change": signed(moved, said), "day": said.date(rounds[1].one.on)}
        level += _(", %(change)s since %(day)s") % change
    return f"{text} {level}."


def signed(change: float, said: Language) -> str:
    """A change of level with its sign."""
    return f"{'+' if change > 0 else '−'}{said.number(abs(change), 1)}"


def tiles(review: Review, said: Language) -> list[Tile]:
    """The figures of the review, each leading to what it is made of."""
    plans, kept = review.plans, review.kept
    approved = plans.plans - plans.drafts
    all_plans = reverse("plans:all")
    sales = said.short_amount(review.sales, base()) if review.sales is not None else "–"
    moved = said.signed_percent(review.sales / review.before - 1) if review.sales and review.before else ""
    number = ngettext("%(n)s key account", "%(n)s key accounts", review.key_accounts)
    named = {"n": said.number(review.key_accounts)}
    return [
        Tile(_("Sales of key accounts, 12 months"), sales, " · ".join(filter(None, (moved, number % named))),
             f"{reverse('accounts:list')}?tier={queries.KEY}", said.amount(review.sales or 0, base())),
        Tile(_("Plans approved"), f"{said.number(approved)} / {said.number(plans.plans)}",
             _("%(n)s key accounts without a plan") % {"n": said.number(review.key_accounts - review.planned)},
             f"{all_plans}?state=approved"),
        Tile(_("Plans on course"), said.number(plans.states["good"]), _without_health(plans.states["unknown"], said),
             f"{all_plans}?health=good"),
        Tile(_("Plans to watch"), said.number(plans.states["watch"]), "", f"{all_plans}?health=watch"),
        Tile(_("Plans in danger"), said.number(plans.states["bad"]), "", f"{all_plans}?health=bad"),
        Tile(_("Value confirmed, 12 months"), said.short_amount(review.brought.year, base()), _("confirmed by clients"),
             f"{reverse('plans:value')}?opinion=confirmed", said.amount(review.brought.year, base())),
        Tile(_("Commitments kept in time"), "–" if kept.share is None or kept.too_few else said.percent(kept.share, 0),
             _("%(n)s of %(all)s, 12 months") % {"n": said.number(kept.on_time), "all": said.number(kept.due)},
             reverse("support:commitments")),
    ]  # fmt: skip


def levels(rounds: Sequence[Round]) -> list[Level]:
    """Each dimension as it was judged last, beside the round before."""
    if not rounds:
        return []
    found, most = [], len(maturity.LEVELS)
    for one in maturity.DIMENSIONS:
        rated = rounds[0].ratings.get(one.key)
        before = rounds[1].ratings.get(one.key) if len(rounds) > 1 else None
        if rated is None:
            continue
        change = rated.level - before.level if before else 0
        found.append(
            Level(
                name=one.words.name,
                level=rated.level,
                word=str(maturity.LEVELS[rated.level - 1]),
                share=rated.level / most,
                before=before.level / most if before else None,
                said=one.words.levels[rated.level - 1],
                evidence=rated.evidence,
                change=f"{change:+d}".replace("-", "−") if change else "",
            )
        )
    return found


def judging(request: HttpRequest, form: JudgingForm | None = None) -> dict[str, Any]:
    """The page on which the programme is judged, with the rounds there were."""
    rounds = queries.rounds()
    runs = may(person(request), "run_programme")
    latest = rounds[0].ratings if rounds else {}
    shown = form or JudgingForm()
    asked = [
        (
            one,
            chosen,
            evidence,
            latest.get(one.key),
            tuple(zip(range(1, 6), maturity.LEVELS, one.words.levels, strict=True)),
        )
        for one, chosen, evidence in shown.asked()
    ]
    return {
        "form": shown if runs else None,
        "asked": asked,
        "refused": form is not None,
        "rounds": [(one, language().number(one.mean, 1)) for one in rounds],
        "table": [(one.words.name, [round_.ratings.get(one.key) for round_ in rounds]) for one in maturity.DIMENSIONS],
        "runs": runs,
    }


def _line(one: ProgrammeLine, user: User, refused: LineForm | None, *, runs: bool) -> Line:
    state, said = word(one)
    opened = refused is not None and refused.line is not None and refused.line.pk == one.pk
    form = (refused if opened else LineForm(one.kind, line=one)) if runs else None
    return Line(one, state, said, form, opened, actions.may_settle(user, one) and one.state != LineState.DONE)


def _is_new(refused: LineForm | None, kind: LineKind) -> bool:
    return refused is not None and refused.line is None and refused.kind == kind


def _without_health(plans: int, said: Language) -> str:
    return _("%(n)s not known yet") % {"n": said.number(plans)} if plans else ""


def _rooms() -> list[tuple[str, list[adoption.Use]]]:
    uses = adoption.uses()
    return [(str(room.label), [uses[room.key][role.value] for role in adoption.ROLES]) for room in adoption.ROOMS]
