"""What can be added to a plan and changed in it, each in the line where it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.plans import access
from trousseau.plans.actions import changing, initiatives
from trousseau.plans.actions import plan as opening
from trousseau.plans.forms import (
    ActionForm,
    InitiativeForm,
    ObjectiveForm,
    RecommendationForm,
    RiskForm,
    initial_of,
)
from trousseau.plans.models import Action, Initiative, Objective, Plan, Progress, Recommendation, Risk
from trousseau.plans.queries import times
from trousseau.portfolio import words

TABLES = {"actions": 7, "risks": 3, "recommendations": 2, "initiatives": 3}
"""How many columns the table has in which a line is changed."""


@dataclass(frozen=True)
class Kind:
    """A kind of thing in a plan: how it is written down, added, changed."""

    name: str
    label: str | Promise
    model: type[Any]
    form: Callable[..., Any]
    add: Callable[..., Any]
    change: Callable[..., Any]
    key: str = "pk"


KINDS = {
    one.name: one
    for one in (
        Kind(
            "objectives", _("Objective"), Objective, ObjectiveForm,
            opening.add_objective, changing.change_objective, "public_id",
        ),
        Kind("actions", _("Action"), Action, ActionForm, opening.add_action, changing.change_action, "public_id"),
        Kind("risks", _("Risk"), Risk, RiskForm, changing.add_risk, changing.change_risk),
        Kind(
            "recommendations", _("Recommendation"), Recommendation, RecommendationForm,
            changing.add_recommendation, changing.change_recommendation,
        ),
        Kind(
            "initiatives", _("Initiative"), Initiative, InitiativeForm,
            initiatives.add_initiative, initiatives.change_initiative,
        ),
    )
}  # fmt: skip


def kind_or_404(name: str) -> Kind:
    """The kind of a name in an address."""
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def part_or_404(plan: Plan, kind: Kind, key: str) -> Any:  # noqa: ANN401 - of the kind's model
    """The thing of that kind and key in a plan."""
    if kind.key == "pk" and not (key.isascii() and key.isdecimal() and len(key) < 12):
        raise Http404
    rows: QuerySet[Any] = kind.model.objects.filter(plan=plan, **{kind.key: key})
    found = rows.select_related(
        *(("owner", "contact", "objective", "initiative") if kind.model is Action else ())
    ).first()
    if found is None:
        raise Http404
    found.plan = plan
    return found


@dataclass(frozen=True)
class Conflict:
    """What a line says now where it is not what was typed: field, as it is now, as it was typed."""

    told: str
    rows: tuple[tuple[str, str, str], ...]
    revision: int


@dataclass(frozen=True)
class Editor:
    """The line in which something of a plan is added or changed."""

    plan: Plan
    kind: Kind
    one: Any
    form: Any
    may_edit: bool
    may_report: bool
    columns: int
    errors: dict[str, list[str]]
    typed: dict[str, str]
    conflict: Conflict | None
    others: tuple[Action, ...]
    needs: frozenset[int]
    may_time: bool
    """Whether they may write down time of theirs on it."""
    time: str
    """The time they spent on it today."""
    events: tuple[tuple[Any, Any], ...]
    today: Any
    saved: bool = False


def editor(
    user: User, plan: Plan, kind: Kind, one: Any = None, form: Any = None, **more: Any  # noqa: ANN401 - of the kind
) -> Editor:  # fmt: skip
    """The line for someone; `more`: `errors`, `typed`, `conflict`, `saved`."""
    may_edit = access.may_edit(user, plan.account)
    is_action = kind.model is Action and one is not None
    if form is None and may_edit:
        form = kind.form(user, plan, initial=initial_of(one) if one is not None else _fresh(), prefix=None)
    return Editor(
        plan=plan,
        kind=kind,
        one=one,
        form=form,
        may_edit=may_edit,
        may_report=is_action and access.may_report(user, one),
        columns=TABLES.get(kind.name, 0),
        errors=more.get("errors", {}),
        typed=more.get("typed", {}),
        conflict=more.get("conflict"),
        others=tuple(plan.actions.exclude(pk=one.pk).filter(state=Progress.OPEN)) if is_action and may_edit else (),
        needs=frozenset(one.needs.values_list("pk", flat=True)) if is_action and may_edit else frozenset(),
        may_time=is_action and may(user, "promise"),
        time=times.said(times.mine_on(user, one, timezone.localdate()), words.language()) if is_action else "",
        events=tuple((event, audit.SENTENCES.get(event.verb, event.verb)) for event in audit.history(one)[:5])
        if one is not None
        else (),
        today=timezone.localdate(),
        saved=bool(more.get("saved")),
    )


def conflict_of(user: User, kind: Kind, one: Any, typed: QueryDict, told: str) -> Conflict:  # noqa: ANN401 - as above
    """What somebody else wrote meanwhile beside what was typed, field by field."""
    now = kind.form(user, one.plan, initial=initial_of(one))
    rows = []
    for bound in now:
        there = _read(now, bound.name, bound.value())
        mine = _read(now, bound.name, typed.get(bound.name, ""))
        if there != mine:
            rows.append((str(bound.label), there, mine))
    return Conflict(told, tuple(rows), one.revision)


def _read(form: Any, name: str, value: Any) -> str:  # noqa: ANN401 - of any kind
    """A value of a form as a person reads it."""
    said = form.people.get(f"{name}:{value}")
    if said is not None:
        return str(said)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return "" if value is None else str(value).strip()


def _fresh() -> dict[str, Any]:
    """What a new line begins with."""
    return {"starts": timezone.localdate(), "weight": 1}
