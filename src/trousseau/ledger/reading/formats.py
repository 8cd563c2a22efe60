"""How the numbers and dates of a column are written: decided by its values, by its neighbours, or asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trousseau.ledger.reading.dates import ORDERS, two_digit_years
from trousseau.ledger.reading.mapping import NUMBERS
from trousseau.ledger.reading.model import Choices, Note, Question, ReadingError
from trousseau.ledger.reading.profile import ColumnProfile, Example


@dataclass(frozen=True)
class Decision:
    """What was decided: a mark or an order (None when nothing tells), what to ask, what to note."""

    value: str | None
    questions: tuple[Question, ...] = ()
    notes: tuple[Note, ...] = ()


def check_choices(choices: Choices) -> None:
    """Refuse values that no flag takes.

    Raises:
        ReadingError: “bad_choice”.
    """
    allowed = {"dates": ORDERS, "decimal": (",", "."), "thousands": (" ", ".", ",", "'", "")}
    for name, values in allowed.items():
        value = getattr(choices, name)
        if value is not None and value not in values:
            raise ReadingError("bad_choice", choice=name, value=value, allowed=values)
    if choices.decimal and choices.decimal == choices.thousands:
        raise ReadingError("bad_choice", choice="thousands", value=choices.thousands, allowed=(" ", "'"))
    if choices.header_row is not None and choices.header_row < 0:
        raise ReadingError("bad_choice", choice="header_row", value=choices.header_row, allowed=("1", "2", "…"))


def decimal_of(column: ColumnProfile, choices: Choices, others: Sequence[ColumnProfile], *, of_money: bool) -> Decision:
    """The decimal mark of a column.

    Values that prove one mark decide; a choice decides where values prove both or leave it open, and is
    noted where most of them contradict it. Where only “1.234” is seen, the other columns of the file decide
    (with a note) when they prove that this mark is no decimal mark; else it is asked.
    """
    comma, dot = column.decimals[","], column.decimals["."]
    chosen = choices.decimal or {".": ",", ",": "."}.get(choices.thousands or "")
    if chosen is not None:
        against = dot if chosen == "," else comma
        if against > (comma + dot + column.ambiguous) / 2:
            kept = "." if chosen == "," else ","
            told = {"column": column.name, "decimal": kept, "value": column.proofs[kept].value}
            return Decision(kept, notes=(Note("decimal_contradicted", told),))
        return Decision(chosen)
    if comma and dot:
        examples = {mark: _shown(column.proofs[mark]) for mark in (",", ".")}
        params: dict[str, object] = {"counts": {",": comma, ".": dot}, "examples": examples}
        return Decision(None, (Question("decimal_conflict", "--decimal", column.name, params),))
    if comma or dot:
        return Decision("," if comma else ".")
    if not column.ambiguous:
        return Decision(None)
    return _decimal_by_others(column, others, of_money=of_money)


def _decimal_by_others(column: ColumnProfile, others: Sequence[ColumnProfile], *, of_money: bool) -> Decision:
    example = column.proofs["?"]
    proven = {mark: other for other in others for mark in (",", ".") if other.decimals[mark]}
    if len(proven) == 1:
        ((mark, other),) = proven.items()
        if mark not in example.value or not of_money:
            params = {"column": column.name, "decimal": mark, "other": other.name}
            return Decision(mark, notes=(Note("decimal_from_others", params),))
    return Decision(None, (Question("decimal", "--decimal", column.name, _shown(example)),))


def order_of(column: ColumnProfile, chosen: str | None, others: Sequence[ColumnProfile]) -> Decision:
    """The order of day, month and year of a column.

    Raises:
        ReadingError: When no date of the column makes sense in the chosen order.
    """
    certain = {order: _only(column, order) for order in ORDERS}
    possible = [order for order in ORDERS if all(order in orders for orders in column.orders)]
    if chosen is not None:
        _check_order(column, chosen, possible)
        return Decision(chosen)
    if not column.orders:
        agreeing = [order for order in ORDERS if all(order in orders for orders in column.agreeing)]
        return Decision(next(iter(agreeing), None) if column.agreeing else "ymd" if column.year_first else None)
    if not possible:
        return Decision(None, (_conflict(column, certain),))
    if len(possible) == 1:
        return Decision(possible[0])
    for other in others:
        known = [order for order in ("dmy", "mdy") if _only(other, order)]
        if len(known) == 1 and known[0] in possible:
            params = {"column": column.name, "order": known[0], "other": other.name}
            return Decision(known[0], notes=(Note("dates_from_others", params),))
    example = column.order_proofs[next(iter(column.orders))]
    return Decision(None, (Question("dates", "--dates", column.name, _shown(example)),))


def _only(column: ColumnProfile, order: str) -> int:
    """Dates that make sense in this order alone."""
    return column.orders[frozenset({order})]


def _check_order(column: ColumnProfile, chosen: str, possible: Sequence[str]) -> None:
    """Refuse an order in which no numeric date of the column makes sense."""
    seen = [*column.orders, *column.agreeing]
    if seen and not any(chosen in orders for orders in seen):
        example = column.order_proofs[seen[0]]
        found = next(iter(possible), min(seen[0]))
        params = {"column": column.name, "order": chosen, "found": found}
        raise ReadingError("dates_contradicted", **params, **_shown(example))


def _conflict(column: ColumnProfile, certain: Mapping[str, int]) -> Question:
    counts = {order: count for order, count in certain.items() if count}
    examples = {order: _shown(column.order_proofs[frozenset({order})]) for order in counts}
    return Question("dates_conflict", "--dates", column.name, {"counts": counts, "examples": examples})


def _shown(example: Example) -> dict[str, object]:
    return {"row": example.row, "value": example.value}


def date_notes(column: ColumnProfile) -> list[Note]:
    """What is worth knowing of a column of dates."""
    notes = []
    if column.two_digits:
        first, last = two_digit_years()
        notes.append(Note("two_digit_years", {"column": column.name, "first": first, "last": last}))
    if column.date_kinds["month"]:
        notes.append(Note("month_dates", {"column": column.name}))
    if column.date_kinds["serial"]:
        notes.append(Note("serial_dates", {"column": column.name}))
    return notes


def written(column: ColumnProfile, decimal: str | None) -> str | None:
    """How the numbers of a column are written, such as “1 234,56”."""
    if column.kind != "number" and not (column.decimals or column.ambiguous):
        return None
    marks = {mark: count for mark, count in column.thousands.items() if mark != decimal}
    if column.ambiguous and decimal:
        marks["." if decimal == "," else ","] = column.ambiguous
    mark = max(marks, key=lambda name: marks[name], default="")
    return f"1{mark}234{decimal}56" if decimal else f"1{mark}234"


def is_money(field: str) -> bool:
    """Whether three decimals would be a surprise in this field."""
    return field in NUMBERS and field != "quantity"
