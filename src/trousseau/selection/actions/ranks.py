"""Where each account stands, written for the lists: after a refresh, and when tiers, grid or costs have changed."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from trousseau.accounts import access
from trousseau.ledger.facts import Facts
from trousseau.ledger.selection import Ranking
from trousseau.portfolio.queries.classes import whole_company
from trousseau.portfolio.queries.source import facts
from trousseau.selection.models import AccountRank
from trousseau.selection.queries import grids, tiers
from trousseau.selection.queries.ranking import grid_of, ranking

BATCH = 2_000


def write_ranks(there: Facts) -> None:
    """Write where every account stands, from the facts, the grid and the tiers in force."""
    company = whole_company(there)
    found = None
    if company is not None:
        asked = company.ranked_by("group")
        found = ranking(asked, grid_of(asked, grids.in_force().grid))
    with transaction.atomic():
        AccountRank.objects.all().delete()
        AccountRank.objects.bulk_create(_rows(found), batch_size=BATCH)


def rank_anew() -> None:
    """The same from the newest facts, where there are some."""
    there = facts()
    if there is not None and there.first is not None:
        write_ranks(there)


def mark_held() -> None:
    """Write the tiers held now beside the ranks, which stay as they are; in the transaction of whoever asks."""
    held = tiers.held()
    changed, added = [], []
    there = {row.account_id: row for row in AccountRank.objects.all()}
    for pk, key, group in access.every_account().values_list("pk", "key", "group__name"):
        client = group or key
        tier = held[client].tier if client in held else ""
        row = there.get(pk)
        if row is None and tier:
            added.append(AccountRank(account_id=pk, client=client, tier=tier))
        elif row is not None and row.tier != tier:
            row.tier = tier
            changed.append(row)
    AccountRank.objects.bulk_update(changed, ["tier"], batch_size=BATCH)
    AccountRank.objects.bulk_create(added, batch_size=BATCH)


def _rows(found: Ranking | None) -> Iterator[AccountRank]:
    """One an account whose client is ranked or holds a tier."""
    held = tiers.held()
    at = {client: place for place, client in enumerate(found.accounts)} if found else {}
    ruled = tiers.in_force(found.capacity) if found else None
    proposed = found.tiers(ruled).tolist() if found and ruled else []
    for pk, key, group in access.every_account().values_list("pk", "key", "group__name"):
        client = group or key
        place = at.get(client)
        tier = held[client].tier if client in held else ""
        if place is None or found is None or ruled is None:
            if tier:
                yield AccountRank(account_id=pk, client=client, tier=tier)
            continue
        yield AccountRank(
            account_id=pk,
            client=client,
            tier=tier,
            proposed=ruled.tiers[proposed[place]].key,
            rank=int(found.rank[place]),
            top_probability=float(found.certainty.top_probability[place]),
            fragile=bool(found.fragile[place]),
        )
