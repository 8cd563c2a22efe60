"""The Pareto curve of a check-up: the chart, where its cut can stand, its classes, its table."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from trousseau.figures import svg
from trousseau.figures.language import Language
from trousseau.method.checkup import Checkup
from trousseau.portfolio import words
from trousseau.portfolio.charts import pareto as pareto_chart

STEPS = 800
"""The most places the cut can stand at; a portfolio of fewer customers has one a customer."""


@dataclass(frozen=True)
class ParetoView:
    """The curve and everything that explains it."""

    option: dict[str, Any]
    steps: list[list[Any]]
    """Where a cut can stand: customers, per cent of sales, the sentence."""
    cut: int
    """The step of the cut at first: class A."""
    strip: tuple[dict[str, Any], ...]
    table: tuple[dict[str, Any], ...]

    @property
    def cut_at(self) -> int:
        """The number of customers the cut starts at."""
        at: int = self.steps[self.cut][0]
        return at

    @property
    def says(self) -> str:
        """What the cut says there."""
        said: str = self.steps[self.cut][2]
        return said


def pareto_view(checkup: Checkup, written: Language) -> ParetoView | None:
    """The curve, its cut and its classes; None where shares mean nothing."""
    curve = checkup.pareto
    if not curve.defined:
        return None
    few = round(100 * curve.point)
    option = pareto_chart.pareto(
        checkup,
        {
            "point": _("Pareto point {few}/{many}").format(few=few, many=100 - few),
            "detail": _("{few} of customers make {many} of sales").format(
                few=written.percent(curve.point), many=written.percent(1 - curve.point)
            ),
        },
    )
    share = [0.0, *curve.cumulative_share.tolist()]
    counts = [k for k in svg.curve_points(curve, STEPS) if k > 0]
    needed = curve.count_for(0.8) or 1
    counts = sorted({*counts, needed})
    steps = [
        [k, round(100 * share[k], 3), words.cut(k, share[k], checkup.revenue, checkup.base_currency, written)]
        for k in counts
    ]
    return ParetoView(
        option=option,
        steps=steps,
        cut=counts.index(needed),
        strip=_strip(checkup, share),
        table=tuple(
            {"share": level, "accounts": curve.count_for(level), "part": (curve.count_for(level) or 0) / curve.size}
            for level in (0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
        ),
    )


def _strip(checkup: Checkup, share: list[float]) -> tuple[dict[str, Any], ...]:
    """The classes under the axis: how many accounts, what they make, where their segment lies (per mille)."""
    result, total = [], 0
    for letter, count in checkup.pareto.class_counts().items():
        result.append(
            {
                "class": letter,
                "accounts": count,
                "share": share[total + count] - share[total],
                "revenue": sum((row.revenue for row in checkup.ranked[total : total + count]), Decimal(0)),
                "x": round(1000 * total / checkup.pareto.size, 2),
                "width": round(1000 * count / checkup.pareto.size, 2),
            }
        )
        total += count
    return tuple(result)
