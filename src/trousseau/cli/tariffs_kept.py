"""`trousseau tariff --list`: the tariffs kept in the application, simulated anew on the stored ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trousseau.cli.failures import Failure
from trousseau.cli.measuring import Flags, Measured, measured
from trousseau.cli.output import say, say_json
from trousseau.figures import tariffs_printed as printed
from trousseau.figures.tariffs_printed import money
from trousseau.ledger.tariffs import TariffSales, simulate
from trousseau.method.indexing import SimulatedTariff


@dataclass(frozen=True)
class Kept:
    """One tariff of the application, with what it would bring."""

    name: str
    made_by: str
    made_on: str
    wishes: Mapping[str, str]
    found: SimulatedTariff


def tell_kept(flags: Flags) -> None:
    """Print the tariffs kept for the whole portfolio, as the page lists them."""
    if flags["files"]:
        raise Failure("tariffs_stored", exit=2, flag="--list")
    with measured(flags) as of:
        kept = _kept(of)
        if flags["as_json"]:
            window = of.window
            period = {"start": str(window.start), "end": str(window.end), "base": of.facts.base, "by": of.by}
            say_json({**period, "estimated": True, "tariffs": [_as_json(one) for one in kept]})
            return
        rows = [(one.name, f"{one.made_by}, {one.made_on}", one.found) for one in kept]
        say("\n".join(printed.kept(rows, of.facts.base, of.language)) + "\n")


def _kept(of: Measured) -> list[Kept]:
    """One query, and one pass over the sales."""
    from trousseau.exposure.models import TariffScenario  # noqa: PLC0415 - only with a database
    from trousseau.exposure.pages.wishes import understood  # noqa: PLC0415

    sold = TariffSales(of.facts, of.window, scope=of.scope, by=of.by).sold()
    return [
        Kept(
            name=kept.name,
            made_by=str(kept.made_by or "Trousseau"),
            made_on=f"{kept.made_at:%Y-%m-%d}",
            wishes=kept.wishes,
            found=simulate(understood(kept.wishes, sold).wish, sold, of.window.start, of.window.end),
        )
        for kept in TariffScenario.objects.filter(scope="").select_related("made_by")
    ]


def _as_json(kept: Kept) -> dict[str, Any]:
    total = kept.found.total
    return {
        "name": kept.name,
        "made_by": kept.made_by,
        "made_on": kept.made_on,
        "wishes": dict(kept.wishes),
        "revenue": {"before": money(total.revenue), "change": money(total.change), "after": money(total.after)},
        "margin_change": money(total.margin_change),
    }
