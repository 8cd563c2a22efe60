"""`trousseau concentration`: how much hangs on how few, everywhere; who is to be named; what a lender leaves out."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import click

from trousseau.cli.costs_flags import SERVING, costs_flags, costs_of, parted
from trousseau.cli.failures import Failure, Words
from trousseau.cli.measuring import measured, measuring_flags
from trousseau.cli.output import say, say_json
from trousseau.figures import concentration as words
from trousseau.figures.language import Language
from trousseau.figures.terminal import wrapped
from trousseau.ledger.concentration import Concentrations, Inside, Moment, Spread, concentrations, movement
from trousseau.ledger.whatif.naming import who


@click.command()
@click.option("--limit", default="20%", metavar="SHARE", help="The lender's limit on one customer (20%).")
@costs_flags(*SERVING, "fixed")
@measuring_flags
def concentration(*, limit: str, **flags: Any) -> None:
    """How concentrated sales are: customers (groups as one), zones, divisions, currencies, families; inside each value.

    Who makes a tenth or more (IFRS 8 §34), what a lender with a limit leaves out, and the movement by quarters.
    """
    share = _limit(limit)
    measuring, telling = parted(flags)
    with measured(measuring) as asked:
        costs = costs_of(asked, telling, wins=("fixed",))
        found = concentrations(asked.facts, asked.window, costs, scope=asked.scope)
        moved = movement(asked.facts, scope=asked.scope)
        names = who(asked.facts, asked.window, scope=asked.scope, by="group").names
        language, base = asked.language, asked.facts.base
        note = words.note(
            found.disclosed,
            found.total,
            names,
            language,
            start=asked.window.start,
            end=asked.window.end,
            currency=base,
        )
        if flags["as_json"]:
            head = {"start": asked.window.start.isoformat(), "end": asked.window.end.isoformat(), "base_currency": base}
            say_json(head | _json(found, moved, share, names) | {"note": note})
            return
        say("\n".join([*_told(found, share, names, language, base), "", note]))


def _limit(said: str) -> Decimal:
    """The limit of a lender, from 0 to 100 %."""
    plain = said.strip().removesuffix("%").strip().replace(",", ".")
    try:
        limit = Decimal(plain) / 100
    except InvalidOperation:
        limit = Decimal(-1)
    if not limit.is_finite() or not 0 <= limit <= 1:
        raise Failure("limit_bad", exit=2, flag="--limit", value=said)
    return limit


def _told(
    found: Concentrations, limit: Decimal, names: dict[str, str], language: Language, base: str | None
) -> list[str]:
    """The answer as text."""
    text = Words(language.code).text
    titles = {"zone": text("Zone"), "division": text("Division"), "currency": text("Currency")}
    many, effective, first, ten = text("How many"), text("Effective"), text("First"), text("First ten")
    sales, its, left, customer = text("Sales"), text("Its share"), text("Without it"), text("First customer")
    lines = [
        f"{'':<22} {many:>9} {'HHI':>8} {effective:>10} {first:>8} {ten:>10}",
        _spread(text("Customers"), found.customers, language),
    ]
    plurals = {**titles, "family": text("Product family")}
    lines += [_spread(plurals[name], spread, language) for name, spread in found.dimensions.items()]
    for name, rows in found.inside.items():
        lines += ["", f"{titles[name]:<22} {sales:>14} {its:>9} {left:>14}  {customer}"]
        lines += [
            f"{(one.value or '–')[:22]:<22} {language.short_amount(one.spread.total, base):>14} "
            f"{language.percent(one.first_share):>9} {language.short_amount(one.left, base):>14}  "
            f"{names.get(one.first, one.first)}"
            for one in rows[:12]
        ]
    over = found.excess(limit)
    said = words.excess_words(
        len(over),
        excess=sum((one.excess for one in over), Decimal(0)),
        total=found.total,
        limit=limit,
        language=language,
        currency=base,
    )
    return [*lines, "", said, "", *wrapped(words.reading(language, above_whole=found.above_whole))]


def _spread(name: str, spread: Spread, language: Language) -> str:
    return (
        f"{name[:22]:<22} {language.number(spread.parts):>9} {language.number(spread.hhi, 4):>8} "
        f"{language.number(spread.effective_number, 1):>10} {language.percent(spread.top[1]):>8} "
        f"{language.percent(spread.top[10]):>10}"
    )


def _json(
    found: Concentrations, moved: dict[str, tuple[Moment, ...]], limit: Decimal, names: dict[str, str]
) -> dict[str, Any]:
    """The answer as JSON: amounts as exact decimal strings, shares as fractions, null for unknown."""
    over = found.excess(limit)
    return {
        "customers": _spread_json(found.customers),
        "dimensions": {name: _spread_json(spread) for name, spread in found.dimensions.items()},
        "inside": {name: [_inside(one, names) for one in rows] for name, rows in found.inside.items()},
        "disclosed": [
            {
                "customer": one.customer,
                "name": names.get(one.customer, one.customer),
                "revenue": _money(one.revenue),
                "share": one.share,
                "segments": [{"name": name, "revenue": _money(amount)} for name, amount in one.segments],
            }
            for one in found.disclosed
        ],
        "lender": {
            "limit": str(limit),
            "excess": _money(sum((one.excess for one in over), Decimal(0))),
            "customers": [
                {"customer": one.customer, "revenue": _money(one.revenue), "excess": _money(one.excess)} for one in over
            ],
        },
        "movement": {
            name: [{"end": one.end.isoformat(), "hhi": one.hhi, "first_share": one.first_share} for one in moments]
            for name, moments in moved.items()
        },
    }


def _spread_json(spread: Spread) -> dict[str, Any]:
    return {
        "total": _money(spread.total),
        "parts": spread.parts,
        "hhi": spread.hhi,
        "effective_number": spread.effective_number,
        **{f"top_{n}": share for n, share in spread.top.items()},
    }


def _inside(one: Inside, names: dict[str, str]) -> dict[str, Any]:
    return {
        "value": one.value,
        "share": one.share,
        **_spread_json(one.spread),
        "first": one.first or None,
        "first_name": names.get(one.first) if one.first else None,
        "first_revenue": _money(one.first_revenue),
        "first_share": one.first_share,
        "without_first": _money(one.left),
        "contribution": _money(one.contribution),
        "contribution_without_first": _money(one.contribution_left),
        "fixed": _money(one.fixed),
    }


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount.quantize(Decimal('0.0001')):f}"
