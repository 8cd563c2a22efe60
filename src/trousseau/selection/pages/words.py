"""What criteria and their figures are called on every page of selection."""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _

from trousseau.figures import selection as said
from trousseau.figures.language import Language
from trousseau.ledger.selection import MEASURES
from trousseau.method.criteria import Criterion
from trousseau.portfolio.queries.source import Asked


def criterion_name(one: Criterion, language: Language) -> str:
    """What a criterion is called."""
    return one.name or said.criterion_word(one.measure or one.key, language)


def figure_text(measure: str, figure: float, asked: Asked, language: Language) -> str:
    """A figure of a measure in its own unit."""
    if np.isnan(figure):
        return _("unknown")
    unit = MEASURES[measure].unit
    if unit == "money":
        return language.short_amount(figure, asked.facts.base)
    if unit == "share":
        return language.percent(figure)
    if unit == "years":
        return _("{n} years").format(n=language.number(figure, 1))
    if unit == "days":
        return _("{n} days").format(n=language.number(figure, 0))
    return language.number(figure, 1 if measure == "expected_orders" else 0)
