"""The whale curve and the map of good and bad customers, as the check-up and the page of contributions show them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.figures.classes import class_word
from trousseau.figures.language import Language
from trousseau.ledger.classes import ORDER, Judged, Made, Sum
from trousseau.ledger.whale import Curve
from trousseau.method.classes import NAMES
from trousseau.portfolio.charts import good_bad, whale

LARGEST = 5
WORST = 4


@dataclass(frozen=True)
class Strip:
    """A stretch under the axis: who carries, who adds little, who takes back."""

    key: str
    label: str
    accounts: int
    x: float
    width: float


@dataclass(frozen=True)
class WhaleView:
    """The curve and its table."""

    option: dict[str, Any]
    strip: tuple[Strip, ...]
    table: tuple[tuple[str, int, Decimal], ...]
    """What, how many customers from the best, what they leave together."""
    served: bool
    label: str


@dataclass(frozen=True)
class MapView:
    """The map, its counts, and what it cannot show."""

    option: dict[str, Any]
    counts: tuple[tuple[str, str, Sum], ...]
    """Class, its word, its sum."""
    beside: str
    """Who has no place on it."""
    label: str


def whale_view(curve: Curve, written: Language, currency: str | None, *, served: bool) -> WhaleView | None:
    """The curve; None where no contribution is known."""
    if not curve.rows:
        return None
    share, carrying, tail = curve.peak_share, curve.carrying, curve.tail
    peak = written.short_amount(curve.peak, currency)
    led = written.listed([_short(row.name) for row in tail[:2]])
    option = whale.whale(
        curve,
        {
            "peak": _("Peak {share} · {amount}").format(share=written.percent(share, 0), amount=peak)
            if share
            else _("Peak {amount}").format(amount=peak),
            "carrying": ngettext("{n} customer makes 100%", "{n} customers already make 100%", carrying or 0).format(
                n=written.number(carrying)
            ),
            "carrying_detail": _("that is {amount}").format(amount=written.short_amount(curve.total, currency)),
            "drag": ngettext("{n} customer takes {amount} back", "{n} customers take {amount} back", len(tail)).format(
                n=written.number(len(tail)), amount=written.short_amount(curve.drag, currency)
            ),
            "drag_first": _("first {names}").format(names=led),
            "zoom": _("the tail, enlarged"),
        },
        percent=share is not None,
    )
    return WhaleView(
        option=option,
        strip=_strip(curve),
        table=(
            *(((_("first make 100%"), carrying, curve.cumulative[carrying - 1]),) if carrying else ()),
            (_("up to the peak"), curve.whale.peak_at, curve.peak),
            (_("everyone on the curve"), len(curve.rows), curve.total),
        ),
        served=served,
        label=_("Whale curve: cumulative contribution, customers from the best to the worst"),
    )


def _short(name: str, most: int = 20) -> str:
    """A name that fits beside a point."""
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def _strip(curve: Curve) -> tuple[Strip, ...]:
    """Who carries, who adds little, who takes back."""
    n, carrying, peak, tail = len(curve.rows), curve.carrying, curve.whale.peak_at, len(curve.tail)
    first = peak if carrying is None else min(carrying, peak)
    parts = (
        ("carry", _("carry"), 0, first),
        ("little", _("add little"), first, n - tail),
        ("take", _("take back"), n - tail, n),
    )
    return tuple(
        Strip(key, label, end - start, round(1000 * start / n, 2), round(1000 * (end - start) / n, 2))
        for key, label, start, end in parts
        if end > start
    )


def map_view(found: Judged, written: Language, currency: str | None) -> MapView | None:
    """The map of a judgement; None where nobody is judged."""
    rates = found.measures.values["contribution_rate"]
    placed = [
        (row, name, float(rate))
        for (row, name), rate in zip(found.each(), rates, strict=True)
        if name != "unknown" and row.revenue is not None and row.revenue > 0 and rate == rate  # noqa: PLR0124 - NaN
    ]
    sums = found.sums()
    placed.sort(key=lambda one: -float(one[0].revenue or 0))
    if not placed:
        return None
    shown = placed[: good_bad.MOST]
    named = {row.account for row in (*(one[0] for one in shown[:LARGEST]), *_losers([one[0] for one in shown]))}
    words = {name: class_word(name, written) for name in NAMES}
    dots = [
        good_bad.Dot(
            name=_short(row.name, 14),
            class_=name,
            revenue=float(row.revenue or 0),
            rate=rate,
            says=f"{row.name}\n{written.short_amount(row.revenue, currency)} · {written.percent(rate)} · {words[name]}",
            named=row.account in named,
        )
        for row, name, rate in shown
    ]
    rule = found.rules.rule("contribution_rate")
    return MapView(
        option=good_bad.good_bad(
            dots,
            found.rules,
            {
                "axis": _("Sales over the period, logarithmic scale"),
                "above": _beyond([d.rate > good_bad.LIMIT for d in dots], written.percent(good_bad.LIMIT, 0), written),
                "below": _beyond(
                    [d.rate < -good_bad.LIMIT for d in dots], written.percent(-good_bad.LIMIT, 0), written
                ),
                "watch": _("threshold {rate}").format(rate=written.percent(rule.watch, 0)) if rule.used else "",
            },
            _powers([dot.revenue for dot in dots], written, currency),
        ),
        counts=tuple((NAMES[code], words[NAMES[code]], sums[code]) for code in ORDER),
        beside=_beside(len(found.measures.rows) - len(placed), len(placed) - len(shown), sums, written, currency),
        label=_("Map of the customers: sales against contribution rate, a shape for each class"),
    )


def _losers(rows: list[Made]) -> list[Made]:
    """Those who take the most back; not those who take next to nothing beside the first of them."""
    taking = sorted((row for row in rows if (row.contribution or 0) < 0), key=lambda row: row.contribution or 0)
    return [row for row in taking[:WORST] if 20 * (row.contribution or 0) <= (taking[0].contribution or 0)]


def _powers(revenues: list[float], written: Language, currency: str | None) -> list[tuple[int, str]]:
    """The powers of ten from the smallest sales to the largest, as money."""
    low = math.floor(math.log10(max(1.0, min(revenues))))
    high = max(low + 1, math.ceil(math.log10(max(1.0, *revenues))))
    return [
        (power, re.sub(r"[.,]0(?=\D|$)", "", written.short_amount(10**power, currency), count=1))
        for power in range(low, high + 1)
    ]


def _beyond(which: list[bool], limit: str, written: Language) -> str:
    count = sum(which)
    return _("{n} beyond {limit}").format(n=written.number(count), limit=limit) if count else ""


def _beside(
    without: int, hidden: int, sums: Mapping[int, Sum], written: Language, currency: str | None
) -> str:  # fmt: skip
    said = []
    unknown = next(one for one in sums.values() if one.name == "unknown")
    if unknown.accounts:
        said.append(
            ngettext(
                "{n} customer with {amount} of sales is not judged: too little of its cost is known.",
                "{n} customers with {amount} of sales are not judged: too little of their cost is known.",
                unknown.accounts,
            ).format(n=written.number(unknown.accounts), amount=written.short_amount(unknown.revenue, currency))
        )
    if without > unknown.accounts:
        said.append(
            ngettext(
                "{n} customer without sales on balance has no place here.",
                "{n} customers without sales on balance have no place here.",
                without - unknown.accounts,
            ).format(n=written.number(without - unknown.accounts))
        )
    if hidden:
        said.append(_("Only the {n} largest are drawn.").format(n=written.number(good_bad.MOST)))
    return " ".join(said)


@dataclass(frozen=True)
class Standings:
    """The whale, the map, and the class of each account, as the check-up shows them."""

    whale: WhaleView | None
    map: MapView | None
    by_account: Mapping[str, tuple[str, float | None]]
    """Class and contribution rate."""


def standings(found: Judged, curve: Curve, written: Language, currency: str | None) -> Standings:
    """What the check-up shows of a judgement."""
    rates = found.measures.values["contribution_rate"].tolist()
    return Standings(
        whale=whale_view(curve, written, currency, served=found.measures.serving_known),
        map=map_view(found, written, currency),
        by_account={
            row.account: (name, None if rate != rate else rate)  # noqa: PLR0124 - NaN
            for (row, name), rate in zip(found.each(), rates, strict=True)
        },
    )
