"""The check-up as text for a terminal of 100 columns; wide characters take two, combining ones none."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from trousseau.figures import problems
from trousseau.figures.dimensions import rows_of, title_of
from trousseau.figures.indicators import MAIN, Indicator
from trousseau.figures.language import Language, straight
from trousseau.figures.missing import missing
from trousseau.figures.sentences import finding, group_words, panel
from trousseau.method.checkup import DIMENSIONS, Checkup

WIDTH = 100
FIRST = 20
MARKS = {"good": "●", "watch": "▲", "bad": "◆", None: "·"}
_COLOURS = {"good": "36", "watch": "33", "bad": "31", None: "2"}


@dataclass(frozen=True)
class Column:
    """One column of a table: its title, its width, which way it leans."""

    title: str
    width: int
    right: bool = False


def render(
    checkup: Checkup,
    language: Language,
    *,
    quarantine: Iterable[Mapping[str, Any]] = (),
    notes: Iterable[str] = (),
    colour: bool = False,
    indicators: Iterable[Indicator] | None = None,
) -> str:
    """The check-up to print: finding, panel, first accounts, concentration, quarantine; ends a line.

    `quarantine` gives rows with row, column, value and reason; the first ten are shown. `notes` are
    sentences to end with (what was read how, where the report was written). `indicators`: the whole panel, where more
    is known than the check-up.
    """
    paint = _Paint(on=colour)
    known = None if indicators is None else tuple(indicators)
    found = finding(checkup, language, rows=known)
    lines = [*(paint.bold(line) for line in wrapped(found.text)), ""]
    lines += wrapped(" ".join(found.lead))
    lines += _panel(checkup, language, paint, known)
    if checkup.ranked:
        lines += _accounts(checkup, language, paint)
    for name in DIMENSIONS:
        lines += _dimension(checkup, name, language, paint)
    lines += _quarantine(checkup, language, paint, quarantine)
    for note in notes:
        lines += ["", *wrapped(note)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def printable(text: str) -> str:
    """A text from a file as one harmless line: no control character, no change of direction."""
    flat = "".join("�" if unicodedata.category(c) in {"Cc", "Cs", "Co"} else c for c in straight(text))
    return flat.replace("\u2028", " ").replace("\u2029", " ")


def width(text: str) -> int:
    """How many columns a terminal takes for a text."""
    return sum(
        0
        if unicodedata.category(c) in {"Mn", "Me", "Cf"}
        else 2
        if unicodedata.east_asian_width(c) in {"W", "F"}
        else 1
        for c in text
    )


def cell(text: str, columns: int, *, right: bool = False) -> str:
    """A text in exactly so many columns, cut with … where it is longer."""
    if (taken := width(text)) > columns:
        kept, taken = "", 1
        for c in text:
            if taken + width(c) > columns:
                break
            kept, taken = kept + c, taken + width(c)
        text = f"{kept}…"
    gap = " " * (columns - taken)
    return gap + text if right else text + gap


def wrapped(text: str, columns: int = WIDTH, indent: str = "") -> list[str]:
    """A paragraph in lines of at most so many columns; no-break spaces are kept together."""
    lines: list[str] = []
    line = ""
    for word in printable(text).split(" "):
        if line and width(line) + 1 + width(word) > columns:
            lines.append(line)
            line = indent + word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line] if line else lines


class _Paint:
    """Colours for a terminal that has them."""

    def __init__(self, *, on: bool) -> None:
        self.on = on

    def bold(self, text: str) -> str:
        return f"\033[1m{text}\033[0m" if self.on else text

    def dim(self, text: str) -> str:
        return f"\033[2m{text}\033[0m" if self.on else text

    def status(self, status: str | None) -> str:
        mark = MARKS[status]
        return f"\033[{_COLOURS[status]}m{mark}\033[0m" if self.on else mark


def _title(text: str, subtitle: str, paint: _Paint) -> list[str]:
    """A section opens with a rule."""
    tail = f" · {subtitle}" if subtitle else ""
    return [
        "",
        "─" * WIDTH,
        paint.bold(printable(text)) + paint.dim(cell(tail, WIDTH - width(text)).rstrip()),
    ]


def _table(columns: Sequence[Column], rows: Iterable[Sequence[str]], paint: _Paint) -> Iterator[str]:
    """Header and rows, two spaces between columns."""
    yield paint.dim("  ".join(cell(c.title, c.width, right=c.right) for c in columns).rstrip())
    for row in rows:
        yield "  ".join(cell(printable(t), c.width, right=c.right) for t, c in zip(row, columns, strict=True))


def _panel(checkup: Checkup, language: Language, paint: _Paint, known: tuple[Indicator, ...] | None) -> list[str]:
    """One indicator a line: mark, label, value, range; its sentence beside, or under it when it is long."""
    lines: list[str] = []
    titles, more, before = group_words(language), language.text("More indicators"), ""
    for row in panel(checkup, language, rows=known):
        behind = known is not None and row.indicator.key not in MAIN
        title = more if behind else titles[row.indicator.group]
        if title != before:
            before = title
            lines += _title(title, "", paint)
        head = f"{cell(row.label, 31)} {cell(row.value, 9, right=True)}  {cell(row.reference, 13)}"
        meaning = wrapped(row.sentence, WIDTH - 60)
        lines.append(f"{paint.status(row.indicator.status)} {head}  {meaning[0]}")
        lines += [" " * 60 + line for line in meaning[1:]]
    for lacks in () if known is None else missing(known, language):
        lines += ["", *wrapped(lacks.sentence)]
    return lines


def _accounts(checkup: Checkup, language: Language, paint: _Paint) -> list[str]:
    """The first accounts with class and cumulative share."""
    shown = checkup.ranked[:FIRST]
    coded = any(row.code for row in shown)
    columns = [
        Column("", 3, right=True),
        Column(language.text("Customer"), 36 if coded else 50),
        *([Column(language.text("Code"), 12)] if coded else []),
        Column(language.text("Sales"), 17, right=True),
        Column(language.text("Share"), 7, right=True),
        Column(language.text("Cumul."), 7, right=True),
        Column(language.text("Class"), 6),
    ]
    rows = (
        [
            str(rank),
            row.name,
            *([row.code or ""] if coded else []),
            language.amount(row.revenue, checkup.base_currency),
            language.percent(row.share),
            language.percent(row.cumulative_share),
            row.class_,
        ]
        for rank, row in enumerate(shown, 1)
    )
    title = language.plural("The first customer", "The first {n} customers", len(shown))
    counts = checkup.pareto.class_counts()
    subtitle = language.text("class A {a}, B {b}, C {c}", **{k.lower(): language.number(counts[k]) for k in "ABC"})
    return [*_title(title, subtitle, paint), *_table(columns, rows, paint)]


def _dimension(checkup: Checkup, name: str, language: Language, paint: _Paint) -> list[str]:
    """Concentration over one dimension, and inside each value its first account."""
    dimension = checkup.by_dimension.get(name)
    if dimension is None or not dimension.shares:
        return []
    columns = [
        Column("", 22),
        Column(language.text("Sales"), 16, right=True),
        Column(language.text("Share"), 7, right=True),
        Column("", 8),
        Column(language.text("Customers"), 9, right=True),
        Column(language.text("First customer"), 17),
        Column(language.text("its share"), 9, right=True),
    ]
    rows = (
        [
            row.label,
            language.amount(row.revenue, checkup.base_currency),
            language.percent(row.share),
            _bar(row.share, 8),
            language.number(row.accounts),
            row.first,
            language.percent(row.first_share),
        ]
        for row in rows_of(dimension, language)
    )
    subtitle = language.text(
        "HHI {hhi}, as {n} of equal size",
        hhi=language.number(dimension.hhi, 4),
        n=language.number(dimension.effective_number, 1),
    )
    return [*_title(title_of(name, language), subtitle, paint), *_table(columns, rows, paint)]


def _bar(share: float, columns: int) -> str:
    """A bar of so many columns for a share of 1, to the eighth of a character."""
    if not 0.0 < share <= 1.0:
        return "█" * columns if share > 1.0 else ""
    eighths = max(1, round(share * columns * 8))
    return "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()


def _quarantine(checkup: Checkup, language: Language, paint: _Paint, rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """What was set aside, and the sum that proves no line was lost."""
    counts = checkup.lines
    subtitle = language.text(
        "{read} read = {accepted} accepted + {quarantined} in quarantine + {totals} total rows",
        read=language.number(counts.read),
        accepted=language.number(counts.accepted),
        quarantined=language.number(counts.quarantined),
        totals=language.number(counts.totals),
    )
    lines = _title(language.text("Lines"), subtitle, paint)
    for currency, number, amount in checkup.unconverted:
        lines += wrapped(
            language.plural(
                "{n} line without a rate: {amount}.",
                "{n} lines without a rate: {amount}.",
                number,
                amount=language.amount(amount, currency, cents=True),
            )
        )
    shown = list(islice(rows, 10))
    for row in shown:
        said = problems.reason(
            str(row["reason"]), language, row=int(row["row"]), column=str(row["column"]), value=row["value"]
        )
        lines += wrapped(f"◆ {said}", indent="  ")
    if (more := counts.quarantined - len(shown)) > 0 and shown:
        lines.append(language.plural("and {n} other", "and {n} others", more))
    return lines
