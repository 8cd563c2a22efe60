"""The whole panel for a program: every indicator with its range, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from trousseau.figures.indicators import MAIN, Indicator
from trousseau.figures.language import Language
from trousseau.figures.missing import missing
from trousseau.figures.sentences import panel
from trousseau.method.checkup import Checkup


def panel_json(checkup: Checkup, rows: Iterable[Indicator], language: Language) -> dict[str, Any]:
    """What `checkup --panel --json` prints: shares are fractions, amounts text, what is not known null."""
    rows = tuple(rows)
    return {
        "panel": [
            {
                "key": row.key,
                "label": said.label,
                "part": row.group,
                "main": row.key in MAIN,
                "unit": row.unit,
                "value": row.value,
                "status": row.status,
                "range": None
                if row.range is None
                else {
                    "low": row.range.low,
                    "high": row.range.high,
                    "watch_low": row.range.watch_low,
                    "watch_high": row.range.watch_high,
                    "source": said.source,
                },
                "amount": None if row.amount is None else str(row.amount),
                "sentence": said.sentence,
            }
            for row, said in zip(rows, panel(checkup, language, rows=rows), strict=True)
        ],
        "missing": [
            {"indicators": list(lacks.keys), "reason": lacks.reason, "sentence": lacks.sentence}
            for lacks in missing(rows, language)
        ],
    }
