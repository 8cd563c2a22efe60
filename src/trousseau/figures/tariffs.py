"""A simulated tariff in sentences, the same on the page and on the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from trousseau.figures.language import Language
from trousseau.figures.sentences import Part, sentence
from trousseau.method.indexing import SimulatedTariff, ZoneRate


def finding(found: SimulatedTariff, currency: str | None, language: Language) -> tuple[Part, ...]:
    """What the new tariff would bring; the amounts are about `tariff`."""
    change = found.total.change
    if not any(rate.applied for rate in found.rates):
        return sentence(language.text("No zone is indexed yet: write a rise beside a zone to see what it brings."))
    template = (
        language.text("This tariff would bring {amount} more, {share} of sales.")
        if change >= 0
        else language.text("This tariff would take {amount} away, {share} of sales.")
    )
    share = abs(change) / found.total.revenue if found.total.revenue > 0 else None
    return sentence(
        template,
        amount=Part(language.amount(abs(change), currency), "tariff"),
        share=language.percent(share),
    )


def lead(found: SimulatedTariff, currency: str | None, language: Language) -> tuple[str, ...]:
    """The margin, and on what the estimate stands."""
    said = []
    if found.margin is None:
        said.append(
            language.text(
                "No line has a cost, so the margin is not known; it would move by {amount}.",
                amount=language.amount(found.total.margin_change, currency),
            )
        )
    else:
        said.append(
            language.text(
                "Margin on the lines that have a cost ({share} of sales): {before} before, {after} after.",
                share=language.percent(found.costed, 0),
                before=language.amount(found.margin, currency),
                after=language.amount(found.margin_after, currency),
            )
        )
    said.append(
        language.text("Estimated on the sales of the period, as if they came again; nothing is bought less.")
        if not found.wish.elasticity
        else language.text(
            "Estimated on the sales of the period, as if they came again, with a volume elasticity of {value}.",
            value=language.number(found.wish.elasticity, 2),
        )
    )
    return tuple(said)


class ByInflation(Protocol):
    """A rise for each zone as its inflation; `ledger.tariffs.ByInflation` is one."""

    @property
    def periods(self) -> Mapping[str, str]: ...  # noqa: D102
    @property
    def unknown(self) -> Sequence[str]: ...  # noqa: D102


def inflation_used(found: ByInflation, language: Language) -> tuple[str, ...]:
    """Whose inflation a tariff follows, of which year or month, and the zones without any."""
    zones: dict[str, list[str]] = {}
    for zone, period in found.periods.items():
        zones.setdefault(period, []).append(zone or language.text("zone not given"))
    said = [
        language.text("Inflation of {period}: {zones}.", period=period, zones=", ".join(zones[period]))
        for period in sorted(zones, reverse=True)
    ]
    if found.unknown:
        names = ", ".join(zone or language.text("zone not given") for zone in found.unknown)
        said.append(language.text("No inflation is told, so no rise, for: {zones}.", zones=names))
    return tuple(said)


def bound_word(rate: ZoneRate, language: Language) -> str:
    """Which bound acted in a zone; nothing where none did."""
    if rate.bound > 0:
        return language.text("the cap acts")
    return language.text("the floor acts") if rate.bound < 0 else ""
