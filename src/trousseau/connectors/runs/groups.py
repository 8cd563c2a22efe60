"""Parents in the CRM become groups of ours, for accounts that neither a file nor a hand has put into one.

The group of a record is the topmost parent that is there; a parent that leads back to where one began is a circle: it
is told by name, and groups nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.db import transaction

from trousseau.access.audit import record
from trousseau.accounts import access
from trousseau.accounts.models import Account, Group, Origin
from trousseau.connectors.models import Connection, Remote
from trousseau.connectors.protocol import Entity
from trousseau.connectors.runs.log import Log


def tops(parents: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The topmost parent of each id, itself where it has none; and the ids that stand in a circle.

    `parents`: id → id of its parent, "" where it has none; a parent that is unknown is none. O(ids): each is climbed
    from once.
    """
    found: dict[str, str] = {}
    circles: list[str] = []
    for start in parents:
        way: dict[str, None] = {}
        at = start
        while at not in found and at not in way:
            way[at] = None
            above = parents.get(at, "")
            if above not in parents:
                found[at] = at
                break
            at = above
        if at not in found:  # `way` met itself
            names = list(way)
            circle = names[names.index(at) :]
            circles += circle
            found |= {one: one for one in circle}
        found |= {one: found[at] for one in way if one not in found}
    return found, circles


def take(connection: Connection, log: Log) -> int:
    """Put accounts without a group into that of their topmost parent; gives how many. Only where switched on."""
    here = Remote.objects.filter(connection=connection, entity=Entity.ACCOUNT.value, gone_at=None)
    rows = {row[0]: row for row in here.order_by("pk").values_list("external_id", "belongs_to", "label", "account_id")}
    found, circles = tops({key: row[1] for key, row in rows.items()})
    if circles:
        names = ", ".join(rows[key][2] or key for key in circles[:5])
        log.error(Entity.ACCOUNT.value, "parent_circle", {"names": names, "count": len(circles)})
    if not connection.groups:
        return 0
    members: dict[str, set[int]] = defaultdict(set)
    for key, top in found.items():
        if rows[key][3]:
            members[top].add(rows[key][3])
    with transaction.atomic():
        return sum(_together(rows[top][2], keys) for top, keys in members.items() if len(keys) > 1 and rows[top][2])


def _together(name: str, keys: set[int]) -> int:
    lonely = access.every_account().filter(pk__among=keys, group=None, group_origin=Origin.COLUMN)
    found = list(lonely.select_for_update())
    if not found:
        return 0
    group, _ = Group.objects.get_or_create(name=name[:200], defaults={"origin": Origin.HAND})
    for account in found:
        _join(account, group)
    return len(found)


def _join(account: Account, group: Group) -> None:
    account.group, account.group_origin = group, Origin.HAND
    account.search_text = account.searchable()
    account.save(update_fields=["group", "group_origin", "search_text"])
    record(None, "account.regrouped", account, before={"group": None}, after={"group": group.name})
