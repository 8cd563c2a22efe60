"""The portfolio's own sentences: what moved, what each indicator of movement means, why an account needs a look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from trousseau.figures import sentences, svg
from trousseau.figures.indicators import Indicator, Status
from trousseau.figures.language import Language
from trousseau.figures.sentences import PanelRow
from trousseau.method.checkup import Checkup
from trousseau.portfolio.indicators import Movement, Row

if TYPE_CHECKING:
    from trousseau.portfolio.comparison import Comparison
    from trousseau.portfolio.queries.history import Against


def language() -> Language:
    """How figures are written in the language of this request."""
    return Language("fr" if (get_language() or "").startswith("fr") else "en")


@dataclass(frozen=True)
class Shown:
    """One row of the panel as the page shows it."""

    key: str
    part: str
    status: str
    """good, watch, bad, or "" for information."""
    status_word: str
    label: str
    value: str
    change: str
    verdict: Literal["better", "worse", "same", ""]
    indicator: Indicator
    before: float | None
    reference: str
    source: str
    trend: SafeString
    sentence: str


def shown(rows: tuple[Row, ...], checkup: Checkup, moved: Movement | None, written: Language) -> tuple[Shown, ...]:
    """The panel in words and drawings."""
    said = {row.indicator.key: row for row in sentences.panel(checkup, written)}
    statuses = sentences.status_words(written)
    result = []
    for row in rows:
        indicator = row.indicator
        text = said.get(indicator.key) or _vitality_row(indicator, moved, written, statuses)
        said_change = change(row, written)
        result.append(
            Shown(
                key=indicator.key,
                part=indicator.group,
                status=indicator.status or "",
                status_word=text.status_word,
                label=text.label,
                value=text.value,
                change=said_change,
                verdict="same" if said_change == "=" else row.verdict,
                indicator=indicator,
                before=row.before,
                reference=text.reference,
                source=text.source,
                trend=mark_safe(svg.spark(row.trend)),  # noqa: S308 - numbers only
                sentence=text.sentence,
            )
        )
    return tuple(result)


def change(row: Row, written: Language) -> str:
    """The change of an indicator in its own unit: points for a share, else a signed number."""
    moved = row.change
    if moved is None:
        return ""
    if row.verdict == "same":
        return "="
    if row.indicator.unit in {"share", "point"}:
        return written.points(moved)
    small = row.indicator.unit != "count" and abs(row.indicator.value) < 1
    figure = written.signed(moved, 2 if small else 0 if row.indicator.unit == "count" else 1)
    return figure if any(digit in figure for digit in "123456789") else "="


def parts() -> dict[str, str]:
    """The titles of the panel's parts, in order."""
    return {
        "concentration": _("Concentration"),
        "dependence": _("Dependence"),
        "vitality": _("Vitality"),
        "data": _("Data"),
    }


def _vitality_row(
    indicator: Indicator, moved: Movement | None, written: Language, statuses: dict[Status, str]
) -> PanelRow:
    labels = {
        "growth": _("Growth as reported"),
        "retention": _("Net retention"),
        "lost": _("Sales of customers that left"),
        "falling": _("Sales of customers that fall"),
    }
    signed = indicator.key == "growth"
    return PanelRow(
        indicator=indicator,
        label=labels[indicator.key],
        value=written.signed_percent(indicator.value) if signed else written.percent(indicator.value),
        reference=sentences.reference(indicator, written),
        sentence=_vitality_sentence(indicator, moved, written),
        source=_("Working convention, to be set for your trade."),
        status_word=statuses[indicator.status] if indicator.status else "",
    )


def _vitality_sentence(indicator: Indicator, moved: Movement | None, written: Language) -> str:
    """What an indicator of movement means; a frozen check-up knows the value, no longer the counts."""
    if moved is None:
        return ""
    if indicator.key == "growth":
        text = ngettext(
            "Prices, volumes and currencies together; {count} new customer.",
            "Prices, volumes and currencies together; {count} new customers.",
            moved.arrived,
        )
        return text.format(count=written.number(moved.arrived))
    if indicator.key == "retention":
        return _("Last period’s customers buy {share} of what they bought.").format(
            share=written.percent(indicator.value)
        )
    if indicator.key == "lost":
        text = ngettext(
            "{count} customer bought nothing any more.",
            "{count} customers bought nothing any more.",
            moved.gone,
        )
        return text.format(count=written.number(moved.gone))
    text = ngettext(
        "{count} customer buys at least 20% less than before.",
        "{count} customers buy at least 20% less than before.",
        moved.fallen,
    )
    return text.format(count=written.number(moved.fallen))


def cut(accounts: int, share: float, revenue: Decimal, currency: str | None, written: Language) -> str:
    """What a cut of the Pareto curve says: “31 customers → 80.0 % · €146.0M”."""
    text = ngettext("{count} customer → {share} · {amount}", "{count} customers → {share} · {amount}", accounts)
    return text.format(
        count=written.number(accounts),
        share=written.percent(share),
        amount=written.short_amount(float(revenue) * share, currency),
    )


def since(checkup: Checkup, against: Against | None, written: Language) -> tuple[str, ...]:
    """What changed since the check-up compared with, in one sentence."""
    if against is None:
        return ()
    moved = against.comparison
    growth = float(moved.revenue_after / moved.revenue_before) - 1 if moved.revenue_before > 0 else None
    reclassed = len(moved.reclassed)
    since_day = written.date(against.on)
    amounts = {
        "date": since_day,
        "before": written.short_amount(moved.revenue_before, checkup.base_currency),
        "after": written.short_amount(moved.revenue_after, checkup.base_currency),
        "change": written.signed_percent(growth),
    }
    template = (
        _("Against the period to {date}, sales go from {before} to {after} ({change})")
        if against.kind == "previous"
        else _("Since the check-up to {date}, sales go from {before} to {after} ({change})")
    )
    classes = ngettext("{count} customer changed class", "{count} customers changed class", reclassed).format(
        count=written.number(reclassed)
    )
    return (_("{sales}, and {classes}.").format(sales=template.format(**amounts), classes=classes),)


def standing(counts: Mapping[str, int], written: Language) -> str:
    """How many indicators are out of their range, and how many to watch."""
    judged, bad, watch = sum(counts.values()), counts["bad"], counts["watch"]
    if not bad and not watch:
        return _("All {judged} indicators with a range are in it.").format(judged=written.number(judged))
    out = ngettext("{count} is out of it", "{count} are out of it", bad).format(count=written.number(bad))
    near = ngettext("{count} is to watch", "{count} are to watch", watch).format(count=written.number(watch))
    said = written.listed([text for text, count in ((out, bad), (near, watch)) if count])
    return _("Of {judged} indicators with a range, {said}.").format(judged=written.number(judged), said=said)


def balance(comparison: Comparison, currency: str | None, written: Language) -> str:
    """How many rose, fell, came and left, and what all that adds up to."""
    counted = {
        "up": ngettext("{count} rose", "{count} rose", len(comparison.of("up"))),
        "down": ngettext("{count} fell", "{count} fell", len(comparison.of("down"))),
        "entered": ngettext("{count} came", "{count} came", len(comparison.of("entered"))),
        "left": ngettext("{count} left", "{count} left", len(comparison.of("left"))),
    }
    said = [
        text.format(count=written.number(len(comparison.of(kind))))  # type: ignore[arg-type]
        for kind, text in counted.items()
        if comparison.of(kind)  # type: ignore[arg-type]
    ]
    total = sum((move.change for move in comparison.moves), Decimal(0))
    sign = "+" if total > 0 else ""
    return _("{moves}; balance {amount}.").format(
        moves=written.listed(said), amount=sign + written.short_amount(total, currency)
    )
