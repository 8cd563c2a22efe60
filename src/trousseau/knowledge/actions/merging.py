"""Two contacts found to be one person: the fields chosen, everything that hung from one hung on the other, and back.

The one that goes stays as a row behind the other (`merged_into`), so that undoing brings the very same one back, with
its address. Whatever room points at a contact is moved by what the database knows of it: nothing has to register.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.knowledge import access
from trousseau.knowledge.actions.lines import loop_through, same_client
from trousseau.knowledge.actions.people import FIELDS, change_contact, plain
from trousseau.knowledge.models import Contact, ContactChange, Erasure, Influence, Merge, ReportingLine

OWN: frozenset[type[models.Model]] = frozenset({Contact, ContactChange, Erasure, Influence, Merge, ReportingLine})
"""What this room moves by its own rules, or not at all."""


def merge(user: User, kept: Contact, gone: Contact, chosen: Mapping[str, str]) -> Merge:
    """Make one contact of two; `chosen` says by field whether the value is that of “gone” (otherwise of `kept`).

    Raises:
        PermissionDenied: one of them is not theirs to tell of.
        ValidationError: two clients, or the same one twice.
    """
    with transaction.atomic():
        kept, gone = _held(user, kept, gone)
        wanted = {field: getattr(gone, field) for field in FIELDS if chosen.get(field) == "gone"}
        if kept.last_touch and gone.last_touch:
            wanted["last_touch"] = max(kept.last_touch, gone.last_touch)
        before = {field: plain(getattr(kept, field)) for field in wanted}
        saved = change_contact(user, kept, wanted).contact
        memo = {
            "before": before,
            "after": {field: plain(getattr(saved, field)) for field in wanted},
            "lines": _move_lines(kept, gone),
            "influences": _move_influences(kept, gone),
            "moved": _move_others(kept, gone),
        }
        gone.merged_into = kept
        gone.revision += 1
        gone.save()
        made = Merge.objects.create(kept=kept, gone=gone, memo=memo, by=user)
        record(user, "contact.merged", kept, after={"gone": gone.audit_label})
    return made


def undo(user: User, merged: Merge) -> Contact:
    """Take a merge back: the one that went is there again, with all that hung from it; gives it.

    Raises:
        PermissionDenied: not theirs to tell of.
        ValidationError: undone already, or one of them erased since.
    """
    with transaction.atomic():
        row = Merge.objects.select_for_update().get(pk=merged.pk)
        kept, gone = (Contact.every.select_for_update().get(pk=pk) for pk in (row.kept_id, row.gone_id))
        if not access.may_edit(user, kept.account) or not access.may_edit(user, gone.account):
            raise PermissionDenied
        if row.undone_at is not None or gone.merged_into_id != kept.pk:
            raise ValidationError(_("This merge is undone already."))
        if kept.erased_at or gone.erased_at or not row.memo or kept.merged_into_id:
            raise ValidationError(_("This merge cannot be undone: one of the two was erased or merged since."))
        gone.merged_into = None
        gone.revision += 1
        gone.save()
        _restore(user, kept, row.memo)
        _lines_back(kept, gone, row.memo["lines"])
        _influences_back(kept, row.memo["influences"])
        for label, name, pk in row.memo["moved"]:
            model, field = _pointing(label, name)
            model._base_manager.filter(pk=pk, **{field.attname: kept.pk}).update(**{field.attname: gone.pk})  # noqa: SLF001
        row.undone_at, row.memo = timezone.now(), {}
        row.save()
        record(user, "contact.merge_undone", kept, after={"back": gone.audit_label})
    return gone


def _held(user: User, *both: Contact) -> list[Contact]:
    keys = [one.pk for one in both]
    rows = {one.pk: one for one in Contact.objects.select_for_update().filter(pk__in=keys, erased_at=None)}
    if len(rows) != len(keys):
        raise ValidationError(_("These two are one already, or one of them is gone: look again."))
    found = [rows[key] for key in keys]
    if not all(access.may_edit(user, one.account) for one in found):
        raise PermissionDenied
    if not same_client(found[0].account, found[1].account):
        said = {"one": found[0].name, "other": found[1].name}
        raise ValidationError(_("%(one)s and %(other)s work for two different clients.") % said)
    return found


def _move_lines(kept: Contact, gone: Contact) -> list[dict[str, Any]]:
    """Hang the reporting lines of one on the other; a double, or one that would close a loop, is left out."""
    memo = []
    for line in list(ReportingLine.objects.filter(models.Q(person=gone) | models.Q(boss=gone))):
        old = {"person": line.person_id, "boss": line.boss_id, "dotted": line.dotted}
        person, boss = (kept if pk == gone.pk else Contact.every.get(pk=pk) for pk in (line.person_id, line.boss_id))
        line.delete()
        new = None
        double = ReportingLine.objects.filter(person=person, boss=boss).exists()
        if person.pk != boss.pk and not double and not loop_through(person, boss):
            new = ReportingLine.objects.create(person=person, boss=boss, dotted=line.dotted).pk
        memo.append({**old, "new": new})
    return memo


def _lines_back(kept: Contact, gone: Contact, memo: list[dict[str, Any]]) -> None:
    del kept, gone
    ReportingLine.objects.filter(pk__in=[one["new"] for one in memo if one["new"]]).delete()
    for one in memo:
        ends = Contact.every.in_bulk([one["person"], one["boss"]])
        if len(ends) == 2 and not loop_through(ends[one["person"]], ends[one["boss"]]):
            ReportingLine.objects.get_or_create(
                person_id=one["person"], boss_id=one["boss"], defaults={"dotted": one["dotted"]}
            )


def _move_influences(kept: Contact, gone: Contact) -> list[dict[str, Any]]:
    """Hang the influences of one on the other; where both have one the stronger stands."""
    memo = []
    for line in list(Influence.objects.filter(models.Q(by=gone) | models.Q(on=gone))):
        ends = {"by": line.by_id, "on": line.on_id}
        moved = {side: kept.pk if pk == gone.pk else pk for side, pk in ends.items()}
        there = Influence.objects.filter(by=moved["by"], on=moved["on"]).first()
        one: dict[str, Any] = {"pk": line.pk, **ends, "row": _row(line), "strengthened": None}
        if there is None and moved["by"] != moved["on"]:
            Influence.objects.filter(pk=line.pk).update(by=moved["by"], on=moved["on"])
        else:
            if there is not None and there.strength < line.strength:
                one["strengthened"] = [there.pk, there.strength, line.strength]
                Influence.objects.filter(pk=there.pk).update(strength=line.strength)
            line.delete()
        memo.append(one)
    return memo


def _influences_back(kept: Contact, memo: list[dict[str, Any]]) -> None:
    del kept
    for one in memo:
        if one["strengthened"]:
            pk, old, new = one["strengthened"]
            Influence.objects.filter(pk=pk, strength=new).update(strength=old)
        if Influence.objects.filter(pk=one["pk"]).exists():
            Influence.objects.filter(pk=one["pk"]).update(by=one["by"], on=one["on"])
        elif not Influence.objects.filter(by=one["by"], on=one["on"]).exists():
            Influence.objects.create(by_id=one["by"], on_id=one["on"], **one["row"])


def _row(line: Influence) -> dict[str, Any]:
    return {
        "strength": line.strength, "supposed": line.supposed, "source": line.source,
        "said_on": line.said_on.isoformat(), "author_id": line.author_id, "revision": line.revision,
    }  # fmt: skip


def _move_others(kept: Contact, gone: Contact) -> list[tuple[str, str, int]]:
    """Point what any room keeps of one at the other; what the database would not have twice stays with the first."""
    memo = []
    for model, field in _pointers():
        for pk in list(model._base_manager.filter(**{field.attname: gone.pk}).values_list("pk", flat=True)):  # noqa: SLF001 - Django's documented door
            try:
                with transaction.atomic():
                    model._base_manager.filter(pk=pk).update(**{field.attname: kept.pk})  # noqa: SLF001 - as above
            except IntegrityError:
                continue
            memo.append((model._meta.label_lower, field.name, pk))  # noqa: SLF001 - as above
    return memo


def _pointers() -> Iterator[tuple[type[models.Model], Any]]:
    """Every column of another room that points at a contact."""
    for relation in Contact._meta.get_fields(include_hidden=True):  # noqa: SLF001 - as above
        if isinstance(relation, models.ManyToOneRel) and relation.related_model not in OWN:
            yield relation.related_model, relation.field


def _pointing(label: str, name: str) -> tuple[type[models.Model], Any]:
    return next(pair for pair in _pointers() if (pair[0]._meta.label_lower, pair[1].name) == (label, name))  # noqa: SLF001 - as above


def _restore(user: User, kept: Contact, memo: Mapping[str, Any]) -> None:
    """Give back the values the merge changed, where nobody has changed them since."""
    values = {}
    for field, before in memo["before"].items():
        if plain(getattr(kept, field)) == memo["after"][field]:
            values[field] = _revived(field, before)
    change_contact(user, kept, values)


def _revived(field: str, value: Any) -> Any:  # noqa: ANN401 - a value of any field
    """A value as it was kept, as its field holds it."""
    column: Any = Contact._meta.get_field(field)  # noqa: SLF001 - as above
    if column.is_relation:
        return None if value is None else column.related_model._base_manager.get(pk=value)  # noqa: SLF001 - as above
    return column.to_python(value)
