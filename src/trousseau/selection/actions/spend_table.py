"""A table of total spend taken in: its clients recognised, all of it kept, or nothing with every problem told."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from trousseau.access.models import Organisation, User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.models import folded
from trousseau.imports.actions.files import harmless
from trousseau.ledger.selection.spend_table import Problem, SpendTable, SpendTableError, read_spend
from trousseau.selection.actions.spend import Told, ToldOf, load_spend
from trousseau.selection.queries.clients import client_of

Clients = dict[str, set[str]]
"""What a client may be called, folded → the keys it may mean."""


def take_spend(user: User | None, pieces: Iterable[bytes], name: str) -> tuple[int, int]:
    """Keep a table of total spend; gives how many rows were new, and how many were known already.

    Raises:
        PermissionDenied: neither a director nor a manager.
        SpendTableError: with every problem of the table; nothing of it is kept.
    """
    if user is not None and not may(user, "tell_spend"):
        raise PermissionDenied
    with tempfile.TemporaryDirectory(prefix="trousseau-") as room:
        file = Path(room) / f"table{Path(name).suffix[:8]}"
        with file.open("wb") as out:
            out.writelines(pieces)
        table = read_spend(file)
    return load_spend(user, _recognised(user, table), harmless(name)[:200])


def _recognised(user: User | None, table: SpendTable) -> list[ToldOf]:
    """The rows with the keys of their clients; SpendTableError where one is nobody, several, or not theirs."""
    known, names = _clients(user)
    base = Organisation.current().base_currency or ""
    today = timezone.localdate()
    mine: dict[str, bool] = {}
    problems, rows = [], []
    for row in table.rows:
        keys = known.get(folded(row.client), set())
        code = "unknown" if not keys else "several" if len(keys) > 1 else ""
        key = next(iter(keys), "")
        if not code and user is not None and not mine.setdefault(key, _may(user, key)):
            code = "not_yours"
        if code:
            problems.append(Problem(row.row, table.columns["client"], row.client, code))
        if row.date > today:
            problems.append(Problem(row.row, table.columns["date"], row.date.isoformat(), "future"))
        told = Told(row.unit, row.offer, row.amount, row.currency or base, row.source, row.date, row.confidence)
        rows.append(ToldOf(key, names.get(key, key), told))
    if problems:
        raise SpendTableError("cells", problems=sorted(problems))
    return rows


def _may(user: User, key: str) -> bool:
    client = client_of(user, key)
    return client is not None and any(access.may_write(user, account) for account in client.accounts)


def _clients(user: User | None) -> tuple[Clients, Mapping[str, str]]:
    """Everything a client someone sees may be called: its group, the key, code and name of its accounts. One query."""
    seen = access.every_account() if user is None else access.visible_to(user)
    calls: list[Clients] = [{}, {}, {}]
    names: dict[str, str] = {}
    for key, code, name, group in seen.values_list("key", "code", "name", "group__name"):
        client = group or key
        names.setdefault(client, group or name)
        for rank, call in enumerate((group, code or key, name)):
            if call:
                calls[rank].setdefault(folded(call), set()).add(client)
        calls[1].setdefault(folded(key), set()).add(client)
    joined: Clients = {}
    for known in reversed(calls):  # a group's name says more than a code, a code more than a name
        joined |= known
    return joined, names
