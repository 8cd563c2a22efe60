"""What people told of the total spend of each client, as the ranking takes it and as its pages show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from trousseau.accounts.models import folded
from trousseau.method import wallet
from trousseau.method.wallet import Part, Total
from trousseau.selection.models import SpendTold
from trousseau.selection.queries.clients import with_group
from trousseau.selection.queries.exchange import Exchange, exchange


@dataclass(frozen=True)
class Cell:
    """What counts of one unit × offer of a client."""

    row: SpendTold
    worth: float | None
    """In the base currency; None: no rate is known of that day, so it counts for nothing."""
    faded: bool
    """Told too long ago."""

    @property
    def in_group(self) -> bool:
        """Whether it is told of an account that is part of a group."""
        return bool(getattr(self.row, "group", None))


@dataclass(frozen=True)
class Spending:
    """What is told of one client."""

    cells: tuple[Cell, ...]
    parts: tuple[Part, ...]
    total: Total | None
    """None: nothing that counts."""

    @property
    def oldest(self) -> date | None:
        """The day of the oldest cell that counts."""
        return min((cell.row.date for cell in self.cells), default=None)

    @property
    def unconverted(self) -> tuple[Cell, ...]:
        """Cells without a rate."""
        return tuple(cell for cell in self.cells if cell.worth is None)

    @property
    def fading(self) -> int:
        """How many cells were told too long ago."""
        return sum(cell.faded for cell in self.cells)


def told(by: date | None = None) -> Mapping[str, Mapping[str, float]]:
    """For a measure the ledger does not know (`potential`), what is told of each client, in the base currency.

    Groups are summed, and an account of a group also stands for itself where its own spend was told. `by`: only what
    had been told by the end of that day.
    """
    known = {client: one.total.amount for client, one in spending(by=by).items() if one.total is not None}
    return {"potential": known} if known else {}


def spending(clients: Iterable[str] | None = None, *, by: date | None = None) -> dict[str, Spending]:
    """What is told of each client (or of some), whatever was told of the accounts of a group being part of the group's.

    Two queries; more where a currency is not the base one.
    """
    rows: dict[str, list[SpendTold]] = {}
    there = SpendTold.objects.filter(at__date__lte=by) if by else SpendTold.objects.all()
    for row in _newest(with_group(there.select_related("author").order_by("id"))):
        rows.setdefault(row.client, []).append(row)
        if row.group:  # type: ignore[attr-defined]  # annotated
            rows.setdefault(row.group, []).append(row)  # type: ignore[attr-defined]
    if clients is not None:
        rows = {client: rows[client] for client in clients if client in rows}
    rates = exchange((row.currency, row.date) for own in rows.values() for row in own)
    today = by or timezone.localdate()
    return {client: _spending(client, own, rates, today) for client, own in rows.items()}


def history(clients: Iterable[str]) -> QuerySet[SpendTold]:
    """Every row told of some clients, the newest first."""
    found: QuerySet[SpendTold] = SpendTold.objects.filter(client__in=list(clients)).select_related("author")
    return found


def everything() -> QuerySet[SpendTold]:
    """Every row ever told, by client, the newest first."""
    found: QuerySet[SpendTold] = SpendTold.objects.select_related("author").order_by("client", "-date", "-id")
    return found


def place(client: str, unit: str, offer: str) -> tuple[str, str, str]:
    """What says that two rows tell of the same thing, whatever their capitals, accents and spaces."""
    return client, folded(unit), folded(offer)


def _newest(rows: Iterable[SpendTold]) -> list[SpendTold]:
    """The row that counts of each place: of the latest day, of one day the one told last.

    Taking back undoes all that was told before, whatever its day; what is told afterwards counts again.
    """
    found: dict[tuple[str, str, str], SpendTold] = {}
    for row in rows:
        at = place(row.client, row.unit, row.offer)
        known = found.get(at)
        if row.amount is None:
            found.pop(at, None)
        elif known is None or row.date >= known.date:
            found[at] = row
    return list(found.values())


def _spending(client: str, rows: Iterable[SpendTold], rates: Exchange, today: date) -> Spending:
    cells = tuple(
        Cell(row, _worth(row, rates), wallet.faded(row.date, today))
        for row in sorted(rows, key=lambda row: (folded(row.unit), folded(row.offer)))
    )
    parts = tuple(
        Part(
            # a firm of a group that was told of as a whole is a unit of the group
            folded(cell.row.unit) or ("" if cell.row.client == client else folded(cell.row.name)),
            folded(cell.row.offer),
            cell.worth,
            cell.row.confidence,  # type: ignore[arg-type]  # one of its choices
            cell.faded,
        )
        for cell in cells
        if cell.worth is not None
    )
    return Spending(cells, parts, wallet.total(parts) if parts else None)


def _worth(row: SpendTold, rates: Exchange) -> float | None:
    rate = rates.rate(row.currency, row.date)
    return None if rate is None or row.amount is None else float(row.amount * rate)
