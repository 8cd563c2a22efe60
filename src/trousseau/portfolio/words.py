"""The portfolio's own sentences: what moved, what each indicator of movement means, why an account needs a look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from trousseau.figures import sentences, svg
from trousseau.figures.indicators import MAIN, Indicator
from trousseau.figures.language import Language
from trousseau.method.checkup import Checkup
from trousseau.portfolio.indicators import Row

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
    url: str = ""
    """Where what it is made of is."""


def shown(rows: Iterable[Row], checkup: Checkup, written: Language) -> tuple[Shown, ...]:
    """The panel in words and drawings."""
    rows = tuple(rows)
    said = sentences.panel(checkup, written, rows=(row.indicator for row in rows))
    result = []
    for row, text in zip(rows, said, strict=True):
        indicator, said_change = row.indicator, change(row, written)
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


def counts(rows: Iterable[Shown]) -> dict[str, int]:
    """How many of the dozen stand in their range, are to watch, are out of it."""
    found = [row.status for row in rows if row.key in MAIN]
    return {status: found.count(status) for status in ("good", "watch", "bad")}


def change(row: Row, written: Language) -> str:
    """The change of an indicator in its own unit: points for a share, else a signed number."""
    moved = row.change
    if moved is None:
        return ""
    if row.verdict == "same":
        return "="
    if row.indicator.unit in {"share", "point", "growth"}:
        return written.points(moved)
    small = row.indicator.unit != "count" and abs(row.indicator.value) < 1
    figure = written.signed(moved, 2 if small else 0 if row.indicator.unit in {"count", "days"} else 1)
    return figure if any(digit in figure for digit in "123456789") else "="


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
    classes = ngettext("{count} customer changed size class", "{count} customers changed size class", reclassed).format(
        count=written.number(reclassed)
    )
    return (_("{sales}, and {classes}.").format(sales=template.format(**amounts), classes=classes),)


def late(due: date | None, written: Language) -> tuple[str, ...]:
    """That a check-up is due, once its day has come."""
    if due is None or due > timezone.localdate():
        return ()
    return (_("A check-up is due since {date}: freeze this one.").format(date=written.date(due)),)


def contribution(
    rows: Iterable[Row], against: Against | None, currency: str | None, written: Language
) -> tuple[str, ...]:
    """What is left of sales, and how that moved."""
    row = next((row for row in rows if row.indicator.key == "net_rate"), None)
    if row is None:
        return ()
    figures = {
        "amount": written.short_amount(row.indicator.amount, currency),
        "share": written.percent(row.indicator.value),
        "points": change(row, written),
        "date": written.date(against.on) if against else "",
    }
    if row.change is None or against is None or row.verdict == "same":
        return (_("The net contribution is {amount}, {share} of sales.").format(**figures),)
    return (_("The net contribution is {amount}, {share} of sales ({points} since {date}).").format(**figures),)


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
