"""`trousseau prices`: who pays most apart for the same products, and what the lowest price everywhere would cost."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Unpack

import click

from trousseau.cli.failures import Failure
from trousseau.cli.measuring import Flags, Measured, measured, measuring_flags
from trousseau.cli.output import say, say_json
from trousseau.figures import prices as words
from trousseau.figures import prices_printed as printed
from trousseau.figures.pricelists import refusal
from trousseau.ledger.answers.prices import Prices
from trousseau.ledger.pricelists import ListedPrice, price_list
from trousseau.ledger.pricelists_reading import PriceListError, read_price_list
from trousseau.ledger.prices import bought, corridor_of, exposed
from trousseau.method.across_zones import BoughtProduct, Exposed, PriceCorridor, ReferenceName


@click.command()
@measuring_flags
@click.option("--account", metavar="NAME", help="One account or group: by its name or code.")
@click.option("--product", metavar="NAME", help="One of its products; its costliest to level when not given.")
@click.option(
    "--reference",
    type=click.Choice(["weighted_mean", "list", "target"]),
    default="weighted_mean",
    help="What prices are compared with.",
)
@click.option("--list", "listed", type=click.Path(path_type=Path), help="A table of list and target prices.")
@click.option("--width", metavar="10%", default="10%", help="Half-width of the corridor.")
@click.option("--at-least", "floor", type=float, metavar="PRICE", help="The price you will not go under.")
def prices(
    *,
    account: str | None,
    product: str | None,
    reference: ReferenceName,
    listed: Path | None,
    width: str,
    floor: float | None,
    **flags: Unpack[Flags],
) -> None:
    """Net prices by zone: the accounts most exposed to a comparison, or with --account the corridor of a product.

    With FILE nothing is stored; without, the stored ledger answers. Prices are net of discounts, in the base
    currency: revenue of the lines that have a quantity, divided by their units.
    """
    if account is None and product is not None:
        raise Failure("product_without_account", exit=2, flag="--account")
    half = share(width, "--width")
    with measured(flags) as found:
        told = _told(listed, reference, found)
        asked = Prices(found.facts, found.window, scope=found.scope, by=found.by)
        everybody = exposed(asked)
        if account is None:
            _tell_ranking(everybody, found, as_json=flags["as_json"])
            return
        key, name = _account(everybody, account)
        products = bought(asked, key)
        one = corridor_of(
            asked,
            key,
            product or products[0].product,
            reference=reference,
            listed=price_list(told, found.facts, found.window.end),
            width=half,
            floor=floor,
        )
        if not one.rows:
            raise Failure("product_unknown", exit=2, flag="--product", product=product, account=name)
        _tell_corridor(one, name, products, found, as_json=flags["as_json"])


def share(text: str, flag: str) -> float:
    """A share such as 80% or 0.8."""
    written = text.strip().replace(",", ".")
    try:
        value = float(written.removesuffix("%")) / (100 if written.endswith("%") else 1)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise Failure("share_bad", exit=2, flag=flag, value=text)
    return value


def _told(listed: Path | None, reference: ReferenceName, found: Measured) -> tuple[ListedPrice, ...]:
    """The list and target prices: of the flag, or of the application."""
    if listed is not None:
        try:
            return read_price_list(listed)
        except PriceListError as error:
            said = " ".join(refusal(error.code, error.detail, error.problems, found.language))
            raise Failure("list_bad", flag="--list", message=f"{listed.name}: {said}") from error
    told: tuple[ListedPrice, ...] = ()
    if found.stored:
        from trousseau.exposure.queries.prices import told as of_application  # noqa: PLC0415 - only with a database

        told = of_application()
    if reference != "weighted_mean" and not told:
        raise Failure("list_missing", exit=2, flag="--list", reference=reference)
    return told


def _account(everybody: Exposed, wanted: str) -> tuple[str, str]:
    """The row of the ranking someone means: by key or code, else by a name that only one has."""
    plain = wanted.casefold().strip()
    exact = [row for row in everybody.accounts if plain in {row.account.casefold(), row.name.casefold()}]
    found = exact or [row for row in everybody.accounts if plain in row.name.casefold()]
    if not found:
        raise Failure("account_not_compared", exit=2, flag="--account", account=wanted)
    if len(found) > 1:
        names = ", ".join(f"{row.name} ({row.account})" for row in found[:5])
        raise Failure("account_ambiguous", exit=2, flag="--account", account=wanted, names=names)
    return found[0].account, found[0].name


def _tell_ranking(everybody: Exposed, found: Measured, *, as_json: bool) -> None:
    language, window, base = found.language, found.window, found.facts.base
    first = next(iter(everybody.accounts), None)
    headline = words.finding(first, (window.start, window.end), base, language)
    text = "".join(part.text for part in headline)
    if as_json:
        say_json(
            {
                **_period(found),
                "finding": text,
                "revenue": str(everybody.revenue),
                "without_quantity": {"lines": everybody.loose_lines, "revenue": str(everybody.loose)},
                "without_product_or_zone": str(everybody.nowhere),
                "cost_at_lowest": str(everybody.to_lowest),
                "accounts": [
                    {
                        "account": row.account,
                        "name": row.name,
                        "products": row.products,
                        "zones": row.zones,
                        "revenue": str(row.revenue),
                        "cost_at_lowest": str(row.to_lowest),
                        "cost_at_mean": str(row.to_mean),
                        "share": row.share,
                        "dearest": row.dearest,
                        "spread": row.spread,
                    }
                    for row in everybody.accounts
                ],
                "products": [
                    {
                        "product": row.product,
                        "accounts": row.accounts,
                        "zones": row.zones,
                        "revenue": str(row.revenue),
                        "cost_at_lowest": str(row.to_lowest),
                        "cost_at_mean": str(row.to_mean),
                        "spread": row.spread,
                        "account": row.account,
                    }
                    for row in everybody.products
                ],
            }
        )
        return
    say("\n".join(printed.ranking(everybody, headline, base, language)) + "\n")


def _tell_corridor(
    one: PriceCorridor, name: str, products: tuple[BoughtProduct, ...], found: Measured, *, as_json: bool
) -> None:
    language, window, base = found.language, found.window, found.facts.base
    headline = words.corridor_finding(one, name, (window.start, window.end), base, language)
    text = "".join(part.text for part in headline)
    if as_json:
        say_json({**_period(found), "finding": text, **_as_json(one, name, products)})
        return
    say("\n".join(printed.corridor(one, headline, base, language)) + "\n")


def _as_json(one: PriceCorridor, name: str, products: tuple[BoughtProduct, ...]) -> dict[str, Any]:
    found = one.corridor
    return {
        "account": one.account,
        "name": name,
        "product": one.product,
        "reference": {"kind": one.reference, "price": _number(found.reference)},
        "low": _number(found.low),
        "high": _number(found.high),
        "spread": _number(found.spread),
        "doubtful": one.doubtful,
        "cost_at_lowest": str(one.to_lowest),
        "cost_at_mean": str(one.to_mean),
        "cost_at_floor": None if one.to_floor is None else str(one.to_floor),
        "without_quantity": {"lines": one.loose_lines, "revenue": str(one.loose)},
        "zones": [
            {
                "zone": row.zone,
                "price": row.price,
                "gap": row.gap,
                "standing": row.standing,
                "quantity": str(row.quantity),
                "revenue": str(row.revenue),
                "lines": row.lines,
                "cost_at_lowest": str(row.to_lowest),
                "listed": row.listed,
            }
            for row in one.rows
        ],
        "products": [
            {
                "product": row.product,
                "zones": row.zones,
                "spread": row.spread,
                "cost_at_lowest": str(row.to_lowest),
                "lowest_zone": row.lowest_zone,
                "highest_zone": row.highest_zone,
            }
            for row in products
        ],
    }


def _number(value: float) -> float | None:
    """NaN is unknown."""
    return value if value == value else None  # noqa: PLR0124


def _period(found: Measured) -> dict[str, Any]:
    window = found.window
    return {"start": str(window.start), "end": str(window.end), "base": found.facts.base, "by": found.by}
