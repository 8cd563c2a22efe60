"""Deciding which field of a CRM tells which thing of ours, and which is told it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.connectors import fields
from trousseau.connectors.actions.held import held
from trousseau.connectors.mapping import STATES, Row, preset
from trousseau.connectors.models import Connection, MapRow
from trousseau.connectors.protocol import Entity, Field
from trousseau.connectors.runs import wishes
from trousseau.connectors.targets import OUTBOUND, TARGETS, Holds

FITTING: Mapping[Holds, tuple[str, ...]] = {
    Holds.TEXT: ("text", "choice", "code", "domain"),
    Holds.NUMBER: ("number", "share"),
    Holds.DATE: ("date",),
    Holds.FLAG: ("flag",),
    Holds.REFERENCE: ("reference", "text"),
    Holds.CURRENCY: ("currency", "choice"),
    Holds.STATE: ("state",),
}
"""The conversions that lead to what a target holds."""
BACK: Mapping[str, tuple[str, ...]] = {"tier": ("choice",), "manager": ("text", "owner")}
"""How a thing of ours is written; all others as a text."""
LONGEST, MOST = 200, 8
"""Signs of a field's name or default; fields of one row."""


def remap(
    user: User,
    connection: Connection,
    entity: Entity,
    rows: Sequence[Row],
    back: Sequence[Row] = (),
    *,
    offered: Iterable[Field] = (),
    revision: int,
) -> Connection:
    """Keep the rows of one entity, and of accounts what goes back. `offered`: the CRM's fields, where it told them.

    Raises:
        PermissionDenied: may not.
        ValidationError: by target (“back-” before what goes back), what of a row cannot be.
    """
    with transaction.atomic():
        found = held(user, connection, revision)
        known = {one.name: one for one in offered}
        wrong = _wrong(rows, entity, _names(found, entity, known)) | _wrong_back(back, known)
        if wrong:
            raise ValidationError(wrong)
        kept = MapRow.objects.filter(connection=found, entity=entity.value)
        if entity is not Entity.ACCOUNT:
            kept = kept.filter(outbound=False)
        before = _told(kept)
        kept.delete()
        made = [fields.stored(found, entity, row) for row in rows]
        for row in back:
            one = fields.stored(found, entity, row)
            one.outbound = True
            made.append(one)
        after = _told(made)
        MapRow.objects.bulk_create(made)
        if before != after:
            found.revision += 1
            found.save(update_fields=["revision"])
            wishes.wish(found)
            record(user, "connection.mapped", found, before={"entity": entity.value, **before}, after=after)
    return found


def put_back(user: User, connection: Connection, entity: Entity, *, revision: int) -> Connection:
    """Read an entity by the rows that ship with its connector again; what goes back stays."""
    back = [fields.as_row(one) for one in fields.outbound(connection).values()] if entity is Entity.ACCOUNT else []
    return remap(user, connection, entity, preset(connection.crm, entity), back, revision=revision)


def _names(connection: Connection, entity: Entity, known: Mapping[str, Field]) -> set[str]:
    """The first parts of places that may be named; empty: the CRM did not tell, any."""
    if not known:
        return set()
    rows = (*preset(connection.crm, entity), *fields.inbound(connection).get(entity, ()))
    return {*known, *(place.partition(".")[0] for row in rows for place in row.places)}


def _wrong(rows: Sequence[Row], entity: Entity, names: set[str]) -> dict[str, str]:
    wrong = {row.target: said for row in rows if (said := _problem(row, entity, names))}
    told = {row.target for row in rows}
    if rows:
        for name, target in TARGETS[entity].items():
            if target.needed and name not in told:
                wrong[name] = _("Choose a field: without it no record can be kept.")
    return wrong


def _problem(row: Row, entity: Entity, names: set[str]) -> str:
    target = TARGETS[entity].get(row.target)
    if target is None or row.converter not in FITTING[target.holds] or row.several not in {"first", "joined"}:
        return _("This does not lead to a thing of ours: choose again.")
    unknown = next((p for p in row.places if len(p) > LONGEST or (names and p.partition(".")[0] not in names)), "")
    if unknown:
        return _("The CRM has no field “%(place)s”: choose one of the list.") % {"place": unknown[:LONGEST]}
    if len(row.places) > MOST:
        return _("At most %(n)s fields.") % {"n": MOST}
    if len(row.default) > LONGEST:
        return _("At most %(n)s signs.") % {"n": LONGEST}
    return _problem_of_choices(row)


def _problem_of_choices(row: Row) -> str:
    strange = next((ours for ours in row.choices.values() if ours not in STATES), "")
    if row.converter == "state" and strange:
        return _("“%(value)s” is none of open, won, lost.") % {"value": strange}
    if row.converter == "choice" and not row.choices:
        return _("Write which of its values stands for which of ours, one a line: VALUE = ours.")
    return ""


def _wrong_back(back: Sequence[Row], known: Mapping[str, Field]) -> dict[str, str]:
    wrong: dict[str, str] = {}
    taken: set[str] = set()
    for row in back:
        place = row.places[0] if len(row.places) == 1 else ""
        field = known.get(place)
        values = {one.value for one in field.options} if field else set()
        strange = next((value for value in row.choices.values() if values and value not in values), "")
        if row.target not in OUTBOUND or row.converter not in BACK.get(row.target, ("text",)) or not place:
            said = _("This does not lead to a thing of ours: choose again.")
        elif known and (field is None or not field.writable):
            said = _("“%(place)s” is no field that may be written: choose one of the list.") % {"place": place}
        elif place in taken:
            said = _("“%(place)s” is written by another row already.") % {"place": place}
        elif strange:
            told = {"value": strange, "values": ", ".join(sorted(values)[:10])}
            said = _("“%(value)s” is none of the choices of that field: %(values)s.") % told
        else:
            said = ""
        taken.add(place)
        if said:
            wrong[f"back-{row.target}"] = said
    return wrong


def _told(rows: Iterable[MapRow]) -> dict[str, Any]:
    found = {}
    for row in rows:
        more: dict[str, Any] = {"default": row.default} if row.default else {}
        if row.choices:
            more["choices"] = row.choices
        name = f"back-{row.target}" if row.outbound else row.target
        found[name] = {"places": row.places, "as": row.converter, "several": row.several, **more}
    return found
