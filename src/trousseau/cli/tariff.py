"""`trousseau tariff`: what indexing prices by zone would bring, and the new tariff as a workbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Unpack

import click

from trousseau.cli.failures import Failure
from trousseau.cli.inflation import told_inflation
from trousseau.cli.measuring import DAY, Flags, Measured, measured, measuring_flags
from trousseau.cli.output import check_target, say, say_json, write_whole
from trousseau.cli.tariffs_kept import tell_kept
from trousseau.figures import tariffs as words
from trousseau.figures import tariffs_printed as printed
from trousseau.figures.tariff_workbook import workbook
from trousseau.figures.tariffs_printed import money
from trousseau.figures.terminal import wrapped
from trousseau.ledger.tariffs import ByInflation, Sold, TariffSales, by_inflation, simulate
from trousseau.method.indexing import SimulatedTariff, TariffPart, TariffWish

INFLATION = "inflation"
"""What --index takes for each zone's inflation."""


@dataclass(frozen=True)
class Rates:
    """What flags such as --index say: by name, and for everything else."""

    named: dict[str, float]
    elsewhere: float | None


@click.command()
@measuring_flags
@click.option(
    "--index",
    "index",
    multiple=True,
    metavar="ZONE=3%",
    help="Rise in a zone; 3% alone: in every other; inflation: as each zone's.",
)
@click.option(
    "--inflation", "told", type=click.Path(path_type=Path), help="For --index inflation: zone, year, per cent."
)
@click.option("--cap", "caps", multiple=True, metavar="[ZONE=]4%", help="No zone's prices rise by more.")
@click.option("--floor", "floors", multiple=True, metavar="[ZONE=]1%", help="No zone's prices rise by less.")
@click.option("--effective", type=DAY, metavar="DATE", help="From this day on; else the whole period.")
@click.option("--pass", "passed", multiple=True, metavar="[FAMILY=]80%", help="What part of the rise customers accept.")
@click.option("--elasticity", type=float, default=0.0, metavar="E", help="-0.5: half a per cent less a per cent more.")
@click.option("--xlsx", type=click.Path(path_type=Path), metavar="OUT", help="Write the new tariff as a workbook.")
@click.option("--list", "kept", is_flag=True, help="The tariffs kept in the application, simulated anew.")
def tariff(
    *,
    index: tuple[str, ...],
    told: Path | None,
    caps: tuple[str, ...],
    floors: tuple[str, ...],
    effective: datetime | None,
    passed: tuple[str, ...],
    elasticity: float,
    xlsx: Path | None,
    kept: bool,
    **flags: Unpack[Flags],
) -> None:
    """Index prices by zone and see what it brings: revenue, margin, by zone, family and account.

    With FILE nothing is stored; without, the stored ledger answers. The effect is estimated on the sales of the
    period, as if they came again from the effective day on.
    """
    if kept:
        tell_kept(flags)
        return
    if xlsx is not None:
        check_target(xlsx, flags["files"], flag="--xlsx")
    follows = INFLATION in index
    if told is not None and not follows:
        raise Failure("inflation_unused", exit=2, flag="--index")
    index = tuple(value for value in index if value != INFLATION)
    said = {"--index": read(index, "--index"), "--cap": read(caps, "--cap"), "--floor": read(floors, "--floor")}
    accepted = read(passed, "--pass")
    if not -10 <= elasticity <= 0:
        raise Failure("elasticity_bad", exit=2, flag="--elasticity", value=elasticity)
    wish = TariffWish(
        index=said["--index"].named,
        elsewhere=said["--index"].elsewhere or 0.0,
        caps=said["--cap"].named,
        cap=said["--cap"].elsewhere,
        floors=said["--floor"].named,
        floor=said["--floor"].elsewhere,
        start=effective.date() if effective else None,
        passed=accepted.named,
        passed_elsewhere=1.0 if accepted.elsewhere is None else accepted.elsewhere,
        elasticity=elasticity,
    )
    if not follows and not wish.index and said["--index"].elsewhere is None:
        raise Failure("index_missing", exit=2, flag="--index")
    with measured(flags) as found:
        sales = TariffSales(found.facts, found.window, scope=found.scope, by=found.by)
        sold = sales.sold()
        for flag, rates in said.items():
            _known(rates, sold.zones, flag, "tariff_zone")
        _known(accepted, sold.families, "--pass", "tariff_family")
        indexed, remarks = _by_inflation(told, sold, found) if follows else (None, [])
        if indexed is not None:
            wish = replace(wish, index={**indexed.rates, **wish.index})
        bounds(wish, sold)
        answer = simulate(wish, sold, found.window.start, found.window.end)
        if xlsx is not None:
            write_whole(xlsx, workbook(answer, sales.lines(wish, sold), found.facts.base, found.language))
        _tell(answer, found, indexed, remarks, as_json=flags["as_json"])


def _by_inflation(told: Path | None, sold: Sold, of: Measured) -> tuple[ByInflation, list[str]]:
    """The rise of each zone as its inflation, and what to look at twice; `Failure` where nothing is told of any."""
    inflation, remarks = told_inflation(told, of)
    found = by_inflation(inflation, sold.zones, of.window.end)
    if not found.rates:
        raise Failure("inflation_missing", exit=2, flag="--inflation")
    return found, remarks


def read(values: Iterable[str], flag: str) -> Rates:
    """Flags such as Asie=3% and 2%; the last one of a name counts."""
    named: dict[str, float] = {}
    elsewhere = None
    for value in values:
        name, equals, written = value.rpartition("=")
        rate = _rate(written, value, flag)
        if equals:
            named[name.strip()] = rate
        else:
            elsewhere = rate
    return Rates(named, elsewhere)


def _rate(text: str, value: str, flag: str) -> float:
    """3% or 0.03; a share for --pass, a rate above −100 % for the others."""
    plain = text.strip().replace(",", ".").replace("−", "-")
    try:
        rate = float(plain.removesuffix("%")) / (100 if plain.endswith("%") else 1)
    except ValueError:
        rate = float("nan")
    least, most = (0.0, 1.0) if flag == "--pass" else (-0.99, 10.0)
    if not least <= rate <= most:
        raise Failure("share_bad" if flag == "--pass" else "rate_bad", exit=2, flag=flag, value=value)
    return rate


def _known(rates: Rates, names: Iterable[str], flag: str, code: str) -> None:
    """Every name of a flag is one of the lines'."""
    there = list(names)
    for name in rates.named:
        if name not in there:
            raise Failure(code, exit=2, flag=flag, name=name, names=", ".join(filter(None, there[:12])))


def bounds(wish: TariffWish, sold: Sold) -> None:
    """No floor above its cap."""
    for zone in sold.zones:
        floor, cap = wish.floor_of(zone), wish.cap_of(zone)
        if floor is not None and cap is not None and floor > cap:
            raise Failure("floor_above_cap", exit=2, flag="--floor", zone=zone)


def _tell(
    found: SimulatedTariff, told: Measured, indexed: ByInflation | None, remarks: list[str], *, as_json: bool
) -> None:
    language, base = told.language, told.facts.base
    headline = words.finding(found, base, language)
    if not as_json:
        lines = printed.tariff(found, headline, base, language)
        if indexed is not None:
            lines += ["", *wrapped(" ".join([*words.inflation_used(indexed, language), *remarks]))]
        say("\n".join(lines) + "\n")
        return
    rates = {rate.zone: rate for rate in found.rates}
    say_json(
        {
            "start": str(told.window.start),
            "end": str(told.window.end),
            "base": base,
            "by": told.by,
            "finding": "".join(part.text for part in headline),
            "estimated": True,
            "inflation_of": indexed.periods if indexed else {},
            "zones_without_inflation": list(indexed.unknown) if indexed else [],
            "notes": remarks,
            "revenue": _effect(found.total.revenue, found.total.change),
            "price": money(found.total.price),
            "volume": money(found.total.volume),
            "margin": {
                "before": None if found.margin is None else money(found.margin),
                "change": money(found.total.margin_change),
                "after": None if found.margin_after is None else money(found.margin_after),
                "costed": found.costed,
            },
            "zones": [
                {
                    **_part(part),
                    "asked": rates[part.key].asked,
                    "applied": rates[part.key].applied,
                    "bound": {1: "cap", -1: "floor"}.get(rates[part.key].bound),
                    "remaining": rates[part.key].remaining,
                }
                for part in found.zones
            ],
            "families": [_part(part) for part in found.families],
            "accounts": [_part(part) for part in found.accounts],
        }
    )


def _part(part: TariffPart) -> dict[str, Any]:
    effect = part.effect
    return {
        "key": part.key,
        "name": part.name,
        **_effect(effect.revenue, effect.change),
        "margin_change": money(effect.margin_change),
    }


def _effect(before: float, change: float) -> dict[str, str]:
    """To the cent, so that what was before and the change make what is after."""
    told = Decimal(money(before)), Decimal(money(change))
    return {"before": str(told[0]), "change": str(told[1]), "after": str(sum(told))}
