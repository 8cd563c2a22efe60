"""From the facts to rows: customers recognised, groups taken from the column, figures written for every list.

All in bulk: a handful of statements for 10,000 accounts, in one transaction, so that a reader sees either
the figures of before or those of after. Doing it again with the same facts changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.forms.models import model_to_dict
from django.utils import timezone

from trousseau.access.audit import record
from trousseau.accounts import access, bulk
from trousseau.accounts.models import (
    Account,
    AccountFigures,
    Group,
    Movement,
    Origin,
    Place,
    Reckoning,
    folded,
)
from trousseau.ledger import answers
from trousseau.ledger.answers import Scope, Window
from trousseau.ledger.answers.months import by_account
from trousseau.ledger.facts import Facts
from trousseau.method.pareto import pareto

BATCH = 2_000
NOTABLE = 0.05
"""A change of revenue below 5 % either way is called steady."""
MONTHS = 24
FIELDS = (
    "account_id", "revenue", "previous", "cost", "costed", "change", "share", "cumulative", "rank", "class_now",
    "class_before", "movement", "lines", "unconverted", "first", "last", "zone", "division", "zones", "divisions",
    "currencies", "spark",
)  # fmt: skip
BLANK: Mapping[str, Any] = {"share": None, "cumulative": None, "rank": None, "class_now": "", "class_before": ""}
"""Of an account that does not stand among the others."""

AfterRefresh = Callable[[Facts], None]
_after: list[AfterRefresh] = []
_ahead: list[AfterRefresh] = []


def after_refresh(hook: AfterRefresh) -> AfterRefresh:
    """Register what a later app does once the figures of the accounts are written."""
    if hook not in _after:
        _after.append(hook)
    return hook


def ahead(hook: AfterRefresh) -> AfterRefresh:
    """Register what a later app has worked out ahead, after all that is written, so that no page waits for it."""
    if hook not in _ahead:
        _ahead.append(hook)
    return hook


@dataclass(frozen=True)
class Recognised:
    """What a refresh found: accounts in the ledger, those never seen before, groups taken from the column."""

    accounts: int
    new: int
    groups: int


def reckon(facts: Facts, *, intercompany: Iterable[str] = ()) -> Recognised:
    """Recognise the ledger's customers and write their figures for the default window; then run the hooks.

    `intercompany`: names or codes of customers of the same house, left out unless someone decided otherwise
    by hand.
    """
    recognised = recognise(facts, intercompany=intercompany)
    write_figures(facts)
    if facts.months:
        by_account(facts)
    for hook in (*_after, *_ahead):
        hook(facts)
    return recognised


def recognise(facts: Facts, *, intercompany: Iterable[str] = ()) -> Recognised:
    """Make or update one account a ledger account. A hand-made group or exclusion is left as it is."""
    windows = answers.windows(facts)
    if not windows:
        return Recognised(0, 0, 0)
    found = answers.accounts(facts, windows["all"]).select(["account", "name", "code", "group"]).to_pylist()
    left_out = {folded(name) for name in intercompany}
    with transaction.atomic():
        known = {account.key: account for account in access.every_account().select_related("group")}
        groups = _groups(row["group"] for row in found)
        named = {group.name: group for group in Group.objects.all()}
        fresh, changed, forgot = [], [], []
        for row in found:
            account = known.get(row["account"])
            before = None if account is None else _state(account)
            if account is None:
                account = Account(key=row["account"], name="")
                fresh.append(account)
            _take_over(account, row, groups, left_out)
            if _joins(account, named):
                forgot.append(account)
            if before is not None and before != _state(account):
                changed.append(account)
        access.every_account().bulk_create(fresh, batch_size=BATCH)
        access.every_account().bulk_create(
            changed,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["name", "code", "group", "group_origin", "excluded", "search_text"],
        )
        for account in access.every_account().filter(key__among=[one.key for one in forgot]):
            record(None, "account.regrouped", account, before={"group": None}, after={"group": account.key})
        Group.objects.filter(origin=Origin.COLUMN, accounts=None).delete()
    return Recognised(len(found), len(fresh), len(groups))


def _groups(names: Iterable[str | None]) -> dict[str, Group]:
    """The groups the column names, made where they are new."""
    wanted = {name for name in names if name}
    Group.objects.bulk_create([Group(name=name) for name in sorted(wanted)], ignore_conflicts=True, batch_size=BATCH)
    return {group.name: group for group in Group.objects.all() if group.name in wanted}


def _take_over(account: Account, row: Mapping[str, Any], groups: Mapping[str, Group], left_out: set[str]) -> None:
    """What the ledger says of an account, where no hand has said otherwise."""
    searched = (account.name, account.code, account.group_id)
    account.name = row["name"] or row["account"]
    account.code = row["code"] or ""
    if account.group_origin == Origin.COLUMN:
        account.group = groups.get(row["group"] or "")
    if account.excluded_origin == Origin.COLUMN:
        names = (account.name, account.code, account.key)
        account.excluded = bool(left_out) and any(folded(name) in left_out for name in names)
    if not account.search_text or searched != (account.name, account.code, account.group_id):
        account.search_text = account.searchable()


def _joins(account: Account, named: Mapping[str, Group]) -> bool:
    """Put an account without a group that bears the name of one into it, as by a hand, which a hand may undo.

    It is a line that forgot its group; left alone, it and the group would be two clients of one name.
    """
    if account.group is not None or account.group_origin == Origin.HAND or account.key not in named:
        return False
    account.group, account.group_origin = named[account.key], Origin.HAND
    account.search_text = account.searchable()
    return True


def _state(account: Account) -> tuple[object, ...]:
    """What the ledger may change of an account."""
    return account.name, account.code, account.group_id, account.excluded, account.search_text


def write_figures(facts: Facts) -> None:
    """Write the figures of every account, its places and the reckoning; those of before go.

    Everything is computed first: the transaction only writes.
    """
    windows = answers.windows(facts)
    ids = dict(access.every_account().values_list("key", "id"))
    excluded = tuple(access.every_account().filter(excluded=True).values_list("key", flat=True))
    rows = _rows(facts, windows["r12"], excluded) if windows else []
    places = answers.places(facts, windows["all"]).to_pylist() if windows else []
    reckoning = _reckoning(facts, windows, rows, places, excluded) if windows else _empty()
    with transaction.atomic():
        AccountFigures.objects.all().delete()
        Place.objects.all().delete()
        bulk.insert(AccountFigures, FIELDS, ({**BLANK, **row, "account_id": ids[row["account"]]} for row in rows))
        bulk.insert(Place, ("account_id", "dimension", "name"), _places(places, ids))
        Reckoning.objects.update_or_create(id=1, defaults=reckoning)


def _places(rows: list[dict[str, Any]], ids: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    """One row an account and a zone or division it has ever bought in."""
    for row in rows:
        for dimension, names in (("zone", row["zones"]), ("division", row["divisions"])):
            for name in names or ():
                yield {"account_id": ids[row["account"]], "dimension": dimension, "name": name}


def _rows(facts: Facts, window: Window, excluded: tuple[str, ...]) -> list[dict[str, Any]]:
    """One dictionary of `AccountFigures` fields (with `account`, the key) for every account of the ledger."""
    everyone = answers.accounts(facts, answers.windows(facts)["all"])
    current = {row["account"]: row for row in answers.accounts(facts, window).to_pylist()}
    where = {row["account"]: row for row in answers.places(facts, window).to_pylist()}
    lines = {row["account"]: row["revenue"] for row in answers.sparks(facts, last=MONTHS).to_pylist()}
    standing = _standing(answers.accounts(facts, window, scope=Scope(excluded=excluded)))
    comparable = window.previous_start is not None
    return [
        _figures(row, current.get(row["account"]), where, lines, standing, comparable=comparable)
        for row in everyone.to_pylist()
    ]


def _figures(
    ever: Mapping[str, Any],
    row: Mapping[str, Any] | None,
    where: Mapping[str, Mapping[str, Any]],
    sparks: Mapping[str, list[Decimal | None]],
    standing: Mapping[str, Mapping[str, Any]],
    *,
    comparable: bool,
) -> dict[str, Any]:
    """The fields of one account; one without a line in the window or before it has zeros."""
    key = ever["account"]
    if row is None:
        row = {**ever, "revenue": Decimal(0), "previous": Decimal(0) if comparable else None, "cost": None}
        row |= {"costed": Decimal(0), "lines": 0, "unconverted": 0}
    place = where.get(key, {})
    revenue, previous = row["revenue"], row["previous"]
    return {
        "account": key,
        "revenue": revenue,
        "previous": previous,
        "cost": row["cost"],
        "costed": row["costed"] or Decimal(0),
        "change": change(revenue, previous),
        "movement": movement(revenue, previous),
        "lines": row["lines"],
        "unconverted": row["unconverted"],
        "first": ever["first"],
        "last": ever["last"],
        "zone": row["zone"] or "",
        "division": row["division"] or "",
        "zones": place.get("zones") or [],
        "divisions": place.get("divisions") or [],
        "currencies": place.get("currencies") or [],
        "spark": [None if value is None else round(float(value)) for value in sparks.get(key, [])],
        **standing.get(key, {}),
    }


def _standing(table: pa.Table) -> dict[str, dict[str, Any]]:
    """Rank, share, cumulative share and classes of the accounts with a converted line in the window."""
    rows = table.select(["account", "revenue", "previous", "lines", "unconverted"]).to_pylist()
    now = [row for row in rows if row["revenue"] is not None and row["lines"] > row["unconverted"]]
    result: dict[str, dict[str, Any]] = {row["account"]: {} for row in rows}
    total = sum((row["revenue"] for row in now), Decimal(0))
    curve = pareto([float(row["revenue"]) for row in now])
    ordered = [now[index] for index in curve.order]
    sums = accumulate(row["revenue"] for row in ordered)
    for rank, (row, so_far) in enumerate(zip(ordered, sums, strict=True), 1):
        result[row["account"]] = {
            "rank": rank,
            "share": float(row["revenue"] / total) if total > 0 else None,
            "cumulative": float(so_far / total) if total > 0 else None,
        }
    for row, letter in zip(now, curve.classes(), strict=True):
        result[row["account"]]["class_now"] = str(letter)
    before = [row for row in rows if row["previous"]]
    for row, letter in zip(before, pareto([float(row["previous"]) for row in before]).classes(), strict=True):
        result[row["account"]]["class_before"] = str(letter)
    return result


def change(revenue: Decimal | None, previous: Decimal | None) -> float | None:
    """Revenue ÷ previous - 1; None where there is nothing positive to compare with."""
    if revenue is None or previous is None or previous <= 0:
        return None
    return float(revenue / previous) - 1.0


def movement(revenue: Decimal | None, previous: Decimal | None) -> str:
    """new: nothing before, something now. lost: the reverse. up, down: by 5 % or more. Else steady."""
    if revenue is None or previous is None or (not revenue and not previous):
        return Movement.NONE
    if not previous:
        return Movement.NEW
    if not revenue:
        return Movement.LOST
    moved = change(revenue, previous)
    if moved is None or abs(moved) < NOTABLE:
        return Movement.STEADY
    return Movement.UP if moved > 0 else Movement.DOWN


def _reckoning(
    facts: Facts,
    windows: Mapping[str, Window],
    rows: list[dict[str, Any]],
    places: list[dict[str, Any]],
    excluded: tuple[str, ...],
) -> dict[str, Any]:
    """What the figures stand for, with the sums the list must add up to."""
    window = windows["r12"]
    within = answers.totals(facts, window, scope=Scope(excluded=excluded))
    overall = answers.totals(facts, windows["all"])
    return {
        "ledger_version": facts.ledger_version,
        "facts_version": str(facts.version),
        "base_currency": facts.base or "",
        "start": window.start,
        "end": window.end,
        "previous_start": window.previous_start,
        "previous_end": window.previous_end,
        "accounts": within.accounts,
        "revenue": within.revenue,
        "previous": within.previous,
        "lines": overall.lines,
        "unconverted": overall.unconverted,
        "last_date": windows["all"].end,
        "zones": sorted({name for row in places for name in row["zones"] or ()}),
        "divisions": sorted({name for row in places for name in row["divisions"] or ()}),
        "has_costs": any(row["cost"] is not None for row in rows),
        "at": timezone.now(),
    }


def _empty() -> dict[str, Any]:
    """The reckoning of an empty ledger."""
    fresh = model_to_dict(Reckoning(), exclude=("id",))
    return fresh | {"at": timezone.now()}
