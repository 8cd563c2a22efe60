"""The tables behind the pictures of possible losses and of retention, whole and unrounded, to be exported."""

from __future__ import annotations

import math

from django.utils.translation import gettext as _

from trousseau.exposure.charts.losses import bins
from trousseau.figures import losses as words
from trousseau.figures.language import Language
from trousseau.ledger.outlook.losses import Losses
from trousseau.ledger.outlook.retention import Retention
from trousseau.portfolio.tables import Table


def carried(answer: Losses, written: Language) -> Table:
    """Every account with its exposure, its probability and what it carries."""
    sources = words.sources(written)
    return Table(
        "losses",
        _("Possible losses"),
        (
            _("Account"), _("Exposure"), _("Probability"), _("According to"), _("Probability by its orders"),
            _("Expected loss"), _("Carries in the worst twentieth"), _("Share"),
        ),
        (
            (
                row.name, row.exposure, row.probability, sources[row.source], row.model, row.expected, row.carried,
                row.share,
            )
            for row in answer.rows
        ),
    )  # fmt: skip


def law(answer: Losses) -> Table:
    """The distribution in classes of losses."""
    high = answer.law.quantile(0.9995)
    return Table(
        "distribution",
        _("Distribution of the losses"),
        (_("Loss from"), _("to"), _("Probability")),
        bins(answer.law, answer.law.quantile(0.0), high, 100),
    )


def retention(found: Retention, written: Language) -> Table:
    """Every account with what its order days say."""
    why = words.reasons(written)
    columns = (found.table[name].to_pylist() for name in ("name", "days", "first", "last", "gap"))
    return Table(
        "retention",
        _("Retention"),
        (
            _("Account"), _("Order days"), _("First order"), _("Last order"), _("Usual gap, days"), _("Alive"),
            _("Orders in the next 12 months"), _("Lost within a year"), _("Why not"),
        ),
        (
            (
                name, days, first, last, gap, _known(found.alive[i]), _known(found.orders[i]),
                _known(found.leaving[i]), why[found.reasons[i]],
            )
            for i, (name, days, first, last, gap) in enumerate(zip(*columns, strict=True))
        ),
    )  # fmt: skip


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
