"""What the tariff page is asked, as its address writes it: `index.Asie=3`, `cap.Asie=4`, `pass.Vannes=80`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from trousseau.figures.typed import TypedError, typed
from trousseau.ledger.tariffs import Sold
from trousseau.method.indexing import TariffWish
from trousseau.portfolio import words

KINDS = ("index", "cap", "floor", "pass")
LIMITS = {"index": (-99.0, 1000.0), "cap": (-99.0, 1000.0), "floor": (-99.0, 1000.0), "pass": (0.0, 100.0)}
"""Per cent, as the command line takes them."""
ELASTICITY = (-10.0, 0.0)


@dataclass(frozen=True)
class Understood:
    """A wish, and what of the address could not be."""

    wish: TariffWish
    texts: Mapping[str, str]
    """Every field that was filled in, as it was."""
    refused: tuple[str, ...]
    """The fields whose text is no number within the limits, or whose floor lies above its cap."""


def understood(given: Mapping[str, str], sold: Sold) -> Understood:
    """The wish of an address; fields of zones and families that are not there are left out."""
    texts: dict[str, str] = {}
    refused: list[str] = []
    rates: dict[str, dict[str, float]] = {kind: {} for kind in KINDS}
    for kind in KINDS:
        for name in sold.families if kind == "pass" else sold.zones:
            field = f"{kind}.{name}"
            text = given.get(field, "").strip()
            if not text:
                continue
            texts[field] = text[:20]
            value = number(text, *LIMITS[kind])
            if value is None:
                refused.append(field)
            else:
                rates[kind][name] = value / 100
    for zone, floor in list(rates["floor"].items()):
        if zone in rates["cap"] and floor > rates["cap"][zone]:
            refused.append(f"floor.{zone}")
            del rates["floor"][zone]
    elasticity = _single(given, "elasticity", texts, refused)
    wish = TariffWish(
        index=rates["index"],
        caps=rates["cap"],
        floors=rates["floor"],
        start=_day(given, texts, refused),
        passed=rates["pass"],
        elasticity=elasticity,
    )
    return Understood(wish, texts, tuple(refused))


def number(text: str, least: float, most: float) -> float | None:
    """A number as someone types it, within limits."""
    try:
        value = typed(text, words.language())
    except TypedError:
        return None
    return float(value) if value is not None and least <= value <= most else None


def _single(given: Mapping[str, str], field: str, texts: dict[str, str], refused: list[str]) -> float:
    text = given.get(field, "").strip()
    if not text:
        return 0.0
    texts[field] = text[:20]
    value = number(text, *ELASTICITY)
    if value is None:
        refused.append(field)
    return value or 0.0


def _day(given: Mapping[str, str], texts: dict[str, str], refused: list[str]) -> date | None:
    text = given.get("effective", "").strip()
    if not text:
        return None
    texts["effective"] = text[:20]
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not 1950 <= day.year <= 2100:
        refused.append("effective")
        return None
    return day
