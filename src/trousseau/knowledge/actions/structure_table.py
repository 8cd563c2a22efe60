"""A table of companies and holdings taken in: all of it, or nothing with every problem told.

Companies and holdings are found by look-ups and written together, so n rows cost O(n) and the statements are those of
the batches; nothing is written where anything is wrong. Only circles that close at different times cost more: they
are looked for at each day on which one of their holdings begins (`method.control.loop_in_time`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from trousseau.access.audit import record_all
from trousseau.access.models import AuditEvent, User
from trousseau.accounts.models import Account, folded
from trousseau.accounts.rows import language
from trousseau.knowledge.access import may_tell
from trousseau.knowledge.actions import facts
from trousseau.knowledge.actions.coverage import refresh_later
from trousseau.knowledge.actions.holdings import as_holding, holdings_of
from trousseau.knowledge.actions.lines import chain
from trousseau.knowledge.kinds import KINDS, plain, values_of
from trousseau.knowledge.models import Control, Fact, LegalEntity
from trousseau.knowledge.structure_table import (
    Problem,
    StructureRow,
    StructureTable,
    StructureTableError,
    read_structure,
)
from trousseau.method.control import above_whole, loop_in_time


@dataclass
class Taken:
    """What a table brought."""

    told: int = 0
    changed: int = 0
    known: int = 0


def take_structure(user: User, account: Account, pieces: Iterable[bytes], name: str) -> Taken:
    """Read a table of the client's companies and keep what it says; the same table twice changes nothing.

    Raises:
        PermissionDenied: may not tell facts of this account.
        StructureTableError: with every problem; nothing of it is kept.
    """
    if not may_tell(user, account):
        raise PermissionDenied
    with tempfile.TemporaryDirectory(prefix="trousseau-") as room:
        file = Path(room) / f"table{Path(name).suffix[:8]}"
        with file.open("wb") as out:
            out.writelines(pieces)
        table = read_structure(file, language())
    with transaction.atomic():
        facts.lock_client(account)
        taking = _Taking(user, account, name)
        taking.take(table.rows)
        problems = taking.problems(table)
        if problems:
            raise StructureTableError("cells", problems)
        taking.write()
        refresh_later(account)
    return taking.taken


@dataclass
class _Taking:
    """One table on its way in; checked as a whole before its holdings are written, inside one transaction."""

    user: User
    account: Account
    name: str
    taken: Taken = field(default_factory=Taken)
    rows: dict[int, list[StructureRow]] = field(default_factory=dict)
    """The rows of each company, to say where a problem is."""
    twice: list[StructureRow] = field(default_factory=list)
    made: list[Fact] = field(default_factory=list)
    changed: dict[str, Fact] = field(default_factory=dict)
    trail: list[AuditEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        mine = LegalEntity.objects.filter(removed_at=None).select_related("account", "customer")
        group = self.account.group_id
        its = mine.filter(account=self.account.pk) if group is None else mine.filter(account__group=group)
        self.entities: dict[str, LegalEntity] = {folded(entity.name): entity for entity in its}
        self.controls = list(holdings_of(self.account).select_related("account"))
        self.held: dict[tuple[int, int], list[Control]] = {}
        for one in self.controls:
            self.held.setdefault((one.owner_id, one.owned_id), []).append(one)
        self.met: dict[str, StructureRow] = {}

    def take(self, rows: Sequence[StructureRow]) -> None:
        """Understand what the rows say: their companies, written at once as holdings point at them, then these."""
        for row in rows:
            self._entity(row, row.company, {"country": row.country, "registration": row.registration})
            if row.owner:
                self._entity(row, row.owner, {})
        LegalEntity.objects.bulk_create(cast("list[LegalEntity]", self.made))
        self.made = []
        for row in rows:
            company = self.entities[folded(row.company)]
            self.rows.setdefault(company.pk, []).append(row)
            if row.owner:
                self._control(row, self.entities[folded(row.owner)], company)

    def write(self) -> None:
        """Write the holdings, what changed, and the trail."""
        Control.objects.bulk_create(cast("list[Control]", self.made))
        for kind in (KINDS["entity"], KINDS["control"]):
            kind.model.objects.bulk_create(
                [one for one in self.changed.values() if isinstance(one, kind.model)],
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=[*kind.fields, "revision", "author", "at"],
            )
        record_all(self.trail)

    def _entity(self, row: StructureRow, name: str, more: dict[str, str]) -> None:
        found = self.entities.get(folded(name))
        given = {key: value for key, value in more.items() if value}
        if found is None:
            made = self.entities[folded(name)] = LegalEntity(account=self.account, name=name, **given)
            self._kept(made, row)
        else:
            self._changed("entity", found, given, row)

    def _control(self, row: StructureRow, owner: LegalEntity, company: LegalEntity) -> None:
        given = {"percent": row.share, "since": row.since, "until": row.until}
        alike = self.held.setdefault((owner.pk, company.pk), [])
        same = next((one for one in alike if one.since == row.since or row.since is None or one.since is None), None)
        if same is None:
            made = Control(account=self.account, owner=owner, owned=company, **given)
            self._kept(made, row)
            self.controls.append(made)
            alike.append(made)
            self.met[made.public_id] = row
            return
        earlier = self.met.get(same.public_id)
        if earlier is not None and (earlier.share, earlier.until) != (row.share, row.until):
            self.twice.append(row)
        self.met[same.public_id] = row
        self._changed("control", same, {key: value for key, value in given.items() if value is not None}, row)

    def _kept(self, fact: Fact, row: StructureRow) -> None:
        fact.source = row.source or self.name[:300]
        fact.said_on = row.date or timezone.localdate()
        fact.author = self.user
        self.made.append(fact)
        self.trail.append(facts.trail(self.user, "fact.told", fact, before=None))
        self.taken.told += 1

    def _changed(self, kind: str, fact: Fact, given: Mapping[str, object], row: StructureRow) -> None:
        before = values_of(fact)
        wanted = {name: value for name, value in given.items() if name in KINDS[kind].fields}
        if plain(before | dict(wanted)) == plain(before):
            self.taken.known += 1
            return
        for name, value in wanted.items():
            setattr(fact, name, value)
        fact.source, fact.said_on = row.source or self.name[:300], row.date or timezone.localdate()
        facts.turned(self.user, fact)
        if fact.pk is not None:
            self.changed[fact.public_id] = fact
        self.trail.append(facts.trail(self.user, "fact.changed", fact, before=before))
        self.taken.changed += 1

    def problems(self, table: StructureTable) -> tuple[Problem, ...]:
        """What cannot stand now that all of it is written."""
        share, owner = table.columns.get("share", "share"), table.columns.get("owner", "owner")
        found = [Problem(row.row, owner, row.owner, "twice", row.company) for row in self.twice]
        names = {entity.pk: entity.name for entity in self.entities.values()}
        holdings = [as_holding(one) for one in self.controls]
        circle = loop_in_time(holdings)
        if circle:
            way = chain([names[int(str(pk))] for pk in circle])
            inside = {int(str(pk)) for pk in circle}
            found += [
                Problem(row.row, owner, row.owner, "circle", way)
                for pk in inside
                for row in self.rows.get(pk, [])
                if folded(row.owner) in self.entities and self.entities[folded(row.owner)].pk in inside
            ]
        of = {pk: [as_holding(one) for one in held] for pk, held in self._owned().items()}
        for pk, rows in self.rows.items():
            over = above_whole(of.get(pk, ()), pk)
            if over:
                total = language().percent(over[1])
                found += [
                    Problem(row.row, share, str(row.share or ""), "above_whole", total) for row in rows if row.owner
                ]
        return tuple(sorted(set(found), key=lambda one: (one.row, one.column)))

    def _owned(self) -> dict[int, list[Control]]:
        """The holdings of each company that is held."""
        found: dict[int, list[Control]] = {}
        for one in self.controls:
            found.setdefault(one.owned_id, []).append(one)
        return found
