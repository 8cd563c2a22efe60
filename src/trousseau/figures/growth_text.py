"""Growth as text for a terminal: the finding, the bridge, then one line a zone, division, account or group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from trousseau.figures.growth import Row, growth_finding, terms
from trousseau.figures.language import MISSING, Language
from trousseau.figures.terminal import WIDTH, cell, printable, wrapped

BAR = 30
ROWS = 30


def render(
    total: Row,
    rows: Sequence[Row],
    language: Language,
    *,
    currency: str | None,
    period: tuple[str, str],
    unknown: Sequence[str],
    notes: Iterable[str] = (),
) -> str:
    """What `trousseau growth` prints; `period` is the period and the one it is held against, in words."""
    found = growth_finding(total, language, currency, unknown=unknown)
    lines = [*wrapped(found.text), "", *wrapped(" ".join(found.lead))]
    head = language.text("{period} against {other}", period=period[0], other=period[1])
    lines += ["", "─" * WIDTH, head, ""]
    lines += _bridge(total, language, currency)
    if rows:
        lines += ["", "─" * WIDTH, *_rows(rows, language)]
    for note in notes:
        lines += ["", *wrapped(note)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _bridge(total: Row, language: Language, currency: str | None) -> list[str]:
    """The waterfall, one term a line; what is estimated is hatched."""
    labels = terms(language)
    steps: list[tuple[str, Decimal | None, bool]] = [
        (name, getattr(total, name), False) for name in ("price", "volume", "mix", "new", "lost")
    ]
    if total.undivided:
        steps.append(("undivided", total.undivided, False))
    steps += [
        ("currency", total.currency, False),
        ("reported", total.change, False),
        ("inflation", total.inflation, True),
        ("real", total.real_change, True),
    ]
    largest = max((abs(value) for _, value, _ in steps if value is not None), default=Decimal(0)) or Decimal(1)
    lines = []
    for name, value, estimated in steps:
        bar = "" if value is None else ("░" if estimated else "█") * round(float(abs(value) / largest) * BAR)
        shown = MISSING if value is None else language.amount(value, currency)
        lines.append(f"{cell(labels[name], 20)}{cell(shown, 18, right=True)}  {bar}")
    return lines


def _rows(rows: Sequence[Row], language: Language) -> list[str]:
    labels = terms(language)
    named = [labels[name] for name in ("price", "volume", "mix", "currency", "real")]
    titles = ["", language.text("Before"), labels["reported"], "%", *named]
    widths = (22, 10, 10, 9, 9, 9, 9, 11, 10)
    lines = [
        "".join(cell(title, width, right=i > 0) for i, (title, width) in enumerate(zip(titles, widths, strict=True)))
    ]
    for row in rows[:ROWS]:
        cells = (
            printable(row.name or language.text("not given")),
            language.short_amount(row.previous),
            language.short_amount(row.change),
            language.signed_percent(row.reported),
            *(language.short_amount(getattr(row, name)) for name in ("price", "volume", "mix", "currency")),
            language.signed_percent(row.real),
        )
        lines.append(
            "".join(cell(text, width, right=i > 0) for i, (text, width) in enumerate(zip(cells, widths, strict=True)))
        )
    if len(rows) > ROWS:
        lines.append(language.plural("and {n} more", "and {n} more", len(rows) - ROWS))
    return lines
