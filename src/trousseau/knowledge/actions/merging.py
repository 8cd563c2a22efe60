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

from trousseau.access.audit import kind_of, record
from trousseau.access.models import User
from trousseau.knowledge import access
from trousseau.knowledge.actions.lines import climbed, lines_of_client, same_client
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
        _lines_back(kept, row.memo["lines"])
        _influences_back(row.memo["influences"])
        _others_back(kept, gone, row.memo["moved"])
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
    its = list(ReportingLine.objects.filter(models.Q(person=gone) | models.Q(boss=gone)))
    ReportingLine.objects.filter(pk__in=[line.pk for line in its]).delete()
    standing = _Standing(kept)
    made = [
        standing.draw(*(kept.pk if pk == gone.pk else pk for pk in (line.person_id, line.boss_id)), dotted=line.dotted)
        for line in its
    ]
    standing.write()
    return [
        {"person": line.person_id, "boss": line.boss_id, "dotted": line.dotted, "new": new.pk if new else None}
        for line, new in zip(its, made, strict=True)
    ]


def _lines_back(kept: Contact, memo: list[dict[str, Any]]) -> None:
    ReportingLine.objects.filter(pk__in=[one["new"] for one in memo if one["new"]]).delete()
    there = set(Contact.every.filter(pk__in={one[end] for one in memo for end in ("person", "boss")}).values_list("pk"))
    standing = _Standing(kept)
    for one in memo:
        if {(one["person"],), (one["boss"],)} <= there:
            standing.draw(one["person"], one["boss"], dotted=one["dotted"])
    standing.write()


class _Standing:
    """The reporting lines of a client, read at once, and those drawn beside them."""

    def __init__(self, contact: Contact) -> None:
        self.bosses: dict[int, set[int]] = {}
        self.drawn: list[ReportingLine] = []
        for person, boss in lines_of_client(contact.account).values_list("person_id", "boss_id"):
            self.bosses.setdefault(person, set()).add(boss)

    def draw(self, person: int, boss: int, *, dotted: bool) -> ReportingLine | None:
        """Draw a line; None where it stands, or would close a loop."""
        above = self.bosses.setdefault(person, set())
        if person == boss or boss in above or climbed(person, boss, self._above):
            return None
        above.add(boss)
        self.drawn.append(ReportingLine(person_id=person, boss_id=boss, dotted=dotted))
        return self.drawn[-1]

    def write(self) -> None:
        """Write those drawn."""
        ReportingLine.objects.bulk_create(self.drawn)

    def _above(self, level: list[int]) -> Iterator[tuple[int, int]]:
        return ((one, higher) for one in level for higher in self.bosses.get(one, ()))


def _move_influences(kept: Contact, gone: Contact) -> list[dict[str, Any]]:
    """Hang the influences of one on the other; where both have one the stronger stands."""
    both = (kept.pk, gone.pk)
    rows = list(Influence.objects.filter(models.Q(by__in=both) | models.Q(on__in=both)).order_by("pk"))
    there = {(line.by_id, line.on_id): line for line in rows}
    memo, doubles, strengths = [], [], dict[int, int]()
    for line in (line for line in rows if gone.pk in {line.by_id, line.on_id}):
        by, on = (kept.pk if pk == gone.pk else pk for pk in (line.by_id, line.on_id))
        one: dict[str, Any] = {"pk": line.pk, "by": line.by_id, "on": line.on_id, "row": _row(line)}
        one["strengthened"] = None
        same = there.get((by, on))
        if same is None and by != on:
            there[by, on] = line
        else:
            if same is not None and same.strength < line.strength:
                one["strengthened"] = [same.pk, same.strength, line.strength]
                strengths[same.pk] = same.strength = line.strength
            doubles.append(line.pk)
        memo.append(one)
    Influence.objects.filter(pk__in=doubles).delete()
    Influence.objects.filter(by=gone).update(by=kept)
    Influence.objects.filter(on=gone).update(on=kept)
    for strength in set(strengths.values()):
        its = [pk for pk, stronger in strengths.items() if stronger == strength]
        Influence.objects.filter(pk__in=its).update(strength=strength)
    return memo


def _influences_back(memo: list[dict[str, Any]]) -> None:
    known = {line.pk: line for line in Influence.objects.filter(pk__in=[one["pk"] for one in memo])}
    for one in memo:
        if one["strengthened"]:
            pk, old, new = one["strengthened"]
            Influence.objects.filter(pk=pk, strength=new).update(strength=old)
        if line := known.get(one["pk"]):
            line.by_id, line.on_id = one["by"], one["on"]
    Influence.objects.bulk_create(
        known.values(), update_conflicts=True, unique_fields=["id"], update_fields=["by", "on"]
    )  # fmt: skip
    Influence.objects.bulk_create(
        [
            Influence(by_id=one["by"], on_id=one["on"], **one["row"])
            for one in memo if one["pk"] not in known
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def _row(line: Influence) -> dict[str, Any]:
    return {
        "strength": line.strength, "supposed": line.supposed, "source": line.source,
        "said_on": line.said_on.isoformat(), "author_id": line.author_id, "revision": line.revision,
    }  # fmt: skip


def _move_others(kept: Contact, gone: Contact) -> list[tuple[str, str, int]]:
    """Point what any room keeps of one at the other; what the database would not have twice stays with the first."""
    memo = []
    for model, field in _pointers():
        its = list(_rows(model).filter(**{field.attname: gone.pk}).values_list("pk", flat=True))
        moved = its if _pointed(model, field, its, kept.pk) else [
            pk for pk in its if _pointed(model, field, [pk], kept.pk)
        ]  # fmt: skip
        memo += [(kind_of(model), field.name, pk) for pk in moved]
    return memo


def _others_back(kept: Contact, gone: Contact, memo: list[tuple[str, str, int]]) -> None:
    moved: dict[tuple[str, str], list[int]] = {}
    for label, name, pk in memo:
        moved.setdefault((label, name), []).append(pk)
    for model, field in _pointers():
        its = moved.get((kind_of(model), field.name), [])
        _rows(model).filter(pk__in=its, **{field.attname: kept.pk}).update(**{field.attname: gone.pk})


def _pointed(model: type[models.Model], field: Any, keys: list[int], to: int) -> bool:  # noqa: ANN401 - as Django types it
    """Point some rows at a contact, all or none: whether the database would have it."""
    try:
        with transaction.atomic():
            _rows(model).filter(pk__in=keys).update(**{field.attname: to})
    except IntegrityError:
        return False
    return True


def _rows(model: type[models.Model]) -> models.Manager[Any]:
    """All rows of a table, hidden ones too."""
    return model._base_manager  # noqa: SLF001 - Django's documented door


def _pointers() -> Iterator[tuple[type[models.Model], Any]]:
    """Every column of another room that points at a contact."""
    for relation in Contact._meta.get_fields(include_hidden=True):  # noqa: SLF001 - as above
        if isinstance(relation, models.ManyToOneRel) and relation.related_model not in OWN:
            yield relation.related_model, relation.field


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
        return None if value is None else _rows(column.related_model).get(pk=value)
    return column.to_python(value)
