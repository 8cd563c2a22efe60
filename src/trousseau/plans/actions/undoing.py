"""Bringing back what was taken out of a plan, as the trail keeps it: its row, and what hung on it and still exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import AuditEvent, User
from trousseau.plans.actions import writing
from trousseau.plans.models import Action, Idea, IdeaUse, Initiative, Milestone, Objective, Plan, Recommendation, Risk
from trousseau.plans.models.trail import KEPT, TAKEN_OUT

PARTS: dict[str, type[models.Model]] = {
    audit.kind_of(one): one for one in (Objective, Recommendation, Risk, Initiative, Action)
}
Row = dict[str, Any]


def kept(part: models.Model) -> Row:
    """All that is needed to bring a part of a plan back: its own row, and the keys of what points to it.

    `row`: field → value; `links`: model.field → keys of the rows that point to it, or that it points to;
    `milestones`: those of an action, which go with it; `idea`: the one it came of.
    """
    return {
        "row": {field.attname: field.value_from_object(part) for field in _fields(type(part))},
        "links": {
            name: list(model._base_manager.filter(**{field: part.pk}).values_list("pk", flat=True))  # noqa: SLF001 - as Django's own deletion reads them
            for name, model, field in _pointing(type(part))
        },
        "needs": list(part.needs.values_list("pk", flat=True)) if isinstance(part, Action) else [],
        "needed_by": list(part.needed_by.values_list("pk", flat=True)) if isinstance(part, Action) else [],
        "idea": _idea(part),
        "milestones": list(part.milestones.values("name", "on", "reached_on")) if isinstance(part, Action) else [],
    }


def bring_back(user: User, event: AuditEvent) -> tuple[Any, bool]:
    """Undo a removal; gives the part, and whether everything it belonged to is still there.

    PermissionDenied for whoever did not take it out or may not write the plan any more; ValidationError where it
    is undone already, or its plan is closed or gone.
    """
    with transaction.atomic():
        model = PARTS.get(event.target_type)
        said: Mapping[str, Any] | None = (event.before or {}).get(KEPT)
        if event.verb != TAKEN_OUT or event.actor_id != user.pk or model is None or said is None:
            raise PermissionDenied
        plan = Plan.objects.filter(pk=said["row"]["plan_id"]).first()
        if plan is None:
            raise ValidationError({NON_FIELD_ERRORS: _("The plan it belonged to is gone: it cannot come back.")})
        found = writing.plan_held(user, plan)
        latest = AuditEvent.objects.filter(target_type=event.target_type, target_id=event.target_id).first()
        if latest is None or latest.pk != event.pk:
            raise ValidationError({NON_FIELD_ERRORS: _("This removal has been undone already.")})
        row, whole = _row(model, said["row"])
        part: Any = model(pk=int(event.target_id), **row)
        part.plan = found
        part.revision += 1  # who had it open before is told
        if isinstance(part, Action):
            part.search_text = part.searchable()
        part.save(force_insert=True)
        _hang(part, said)
        audit.record(user, "plan.part_brought_back", part)
    return part, whole


def _idea(part: models.Model) -> list[Row]:
    """The idea it came of, and who tried it."""
    field = _tried(part)
    tried = IdeaUse.objects.filter(**{field: part.pk}) if field else IdeaUse.objects.none()
    return [{"idea_id": idea, "by_id": by} for idea, by in tried.values_list("idea", "by")]


def _tried(part: models.Model) -> str:
    """What a trial of an idea calls it; "" for what no idea becomes."""
    return {Action: "action", Initiative: "initiative"}.get(type(part), "")


def _fields(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    left_out = {"id", "search_text"}
    return (field for field in model._meta.concrete_fields if field.name not in left_out)  # noqa: SLF001 - documented


def _pointing(model: type[models.Model]) -> Iterator[tuple[str, type[models.Model], str]]:
    """What loses its link when a part goes: its name, model and field."""
    for relation in model._meta.get_fields(include_hidden=True):  # noqa: SLF001 - Django documents it
        if isinstance(relation, models.ManyToOneRel) and relation.on_delete is models.SET_NULL:
            other = relation.related_model
            yield f"{audit.kind_of(other)}.{relation.field.name}", other, relation.field.name


def _row(model: type[models.Model], said: Mapping[str, Any]) -> tuple[Row, bool]:
    """The row as it was, without what it belonged to and is gone, and whether nothing is."""
    row: Row = {}
    whole = True
    for field in _fields(model):
        value = field.to_python(said[field.attname]) if field.attname in said else field.get_default()
        if isinstance(field, models.ForeignKey) and value is not None and field.name != "plan":
            target = field.related_model
            if not target._base_manager.filter(pk=value).exists():  # noqa: SLF001 - as above
                value, whole = None, False
        row[field.attname] = value
    return row, whole


def _hang(part: Any, said: Mapping[str, Any]) -> None:  # noqa: ANN401 - of any kind
    """What pointed to it points to it again, where it is still there and points nowhere else meanwhile."""
    for name, model, field in _pointing(type(part)):
        keys = said["links"].get(name, [])
        if keys:
            model._base_manager.filter(pk__in=keys, **{field: None}).update(**{field: part.pk})  # noqa: SLF001 - as above
    for use in said.get("idea", ()):
        if Idea.objects.filter(pk=use["idea_id"]).exists():
            by = User.objects.filter(pk=use["by_id"]).first()
            IdeaUse.objects.create(account=part.plan.account, idea_id=use["idea_id"], by=by, **{_tried(part): part})
    if isinstance(part, Action):
        there = Action.objects.filter(plan=part.plan)
        part.needs.set(there.filter(pk__in=said["needs"]))
        part.needed_by.set(there.filter(pk__in=said["needed_by"]))
        day = Milestone._meta.get_field("on").to_python  # noqa: SLF001 - documented
        Milestone.objects.bulk_create(
            Milestone(action=part, name=one["name"], on=day(one["on"]), reached_on=day(one["reached_on"]))
            for one in said["milestones"]
        )
