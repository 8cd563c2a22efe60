"""Silent erosion, printed."""

from __future__ import annotations

from trousseau.figures import erosion as words
from trousseau.figures.columns import table
from trousseau.figures.language import MISSING, Language
from trousseau.figures.terminal import Column, wrapped
from trousseau.method.erosion import SIGNALS
from trousseau.method.verdicts import Judged


def printed(judged: Judged, base: str | None, language: Language) -> list[str]:
    """The finding, and one row a customer that erodes."""
    said = "".join(part.text for part in words.finding(judged, base, language))
    lines = [*wrapped(said), ""]
    for remark in words.lead(judged, base, language):
        lines += wrapped(remark)
    if not judged.eroding:
        return lines
    names = words.signal_words(language)
    known = [name for name in SIGNALS if any(name in one.trends for one in judged.eroding)]
    columns = [
        Column(language.text("Customer"), 30),
        Column(language.text("Since"), 11),
        Column(language.text("Evidence"), 8),
        *(Column(names[name], max(9, len(names[name])), right=True) for name in known),
        Column(language.text("Sales"), 10, right=True),
        Column(language.text("Lost a year"), 13, right=True),
    ]
    rows = (
        [
            one.name,
            language.month(one.since),
            words.strength(one, language),
            *(words.moved(one.trends.get(name), language) for name in known),
            language.short_amount(one.revenue, base),
            MISSING if one.lost is None else language.short_amount(one.lost, base),
        ]
        for one in judged.eroding
    )
    return [*lines, "", *table(columns, rows)]
