"""Values into records: those with the same values in one call; where one of them is refused, all are, so they part."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from trousseau.connectors.errors import NotAllowedError, UnreadableError
from trousseau.connectors.odoo.judge import RecordError
from trousseau.connectors.odoo.models import Door
from trousseau.connectors.protocol import Change, Outcome, Written

BATCH = 100


def written(door: Door, name: str, changes: Sequence[Change]) -> Iterator[Written]:
    """Write changes; one answer each, in their order. Raises ConnectorError."""
    for start in range(0, len(changes), BATCH):
        batch = changes[start : start + BATCH]
        alike: dict[str, list[int]] = {}
        for place, change in enumerate(batch):
            alike.setdefault(json.dumps(change.values, sort_keys=True, default=str), []).append(place)
        told: dict[int, Written] = {}
        for places in alike.values():
            answers = _together(door, name, [batch[place] for place in places])
            told |= dict(zip(places, answers, strict=True))
        yield from (told[place] for place in range(len(batch)))


def _together(door: Door, name: str, changes: Sequence[Change]) -> list[Written]:
    """Write the same values into several records; in halves where Odoo refuses, down to the record that it is about."""
    try:
        ids, values = [int(one.id) for one in changes], changes[0].values
        vals = {key: False if told is None else told for key, told in values.items()}
        answer = door.call(name, "write", ids=ids, vals=vals)
        if answer.json() is not True:
            raise UnreadableError("shape", crm=door.caller.crm, missing="true")
    except (RecordError, NotAllowedError) as error:
        if len(changes) > 1:
            half = len(changes) // 2
            return _together(door, name, changes[:half]) + _together(door, name, changes[half:])
        known = error if isinstance(error, RecordError) else RecordError(Outcome.REFUSED, "AccessError", str(error))
        return [Written(changes[0].id, known.outcome, known.name, known.message)]
    return [Written(one.id, Outcome.DONE) for one in changes]
