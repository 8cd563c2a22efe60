"""The rows of the list, written out once in Python: 50 rows of localised figures cost a template dearly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape  # Django's does the same through a lazy wrapper, 8 ms a page

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from trousseau.accounts.listing import ASCENDING_FIRST, Ask, Column, Sums
from trousseau.accounts.models import Account, AccountFigures, Movement, Reckoning
from trousseau.figures import svg
from trousseau.figures.language import Language

_ANY = "any-account"
"""Stands for an account in the address resolved once a page."""


@dataclass(frozen=True)
class Cell:
    """A cell as it is shown: text (or a drawing), where it leads, what its title says, how it is set."""

    text: str
    css: str = ""
    title: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Head:
    """A header: its label, the address that sorts by it, the way it is sorted now."""

    name: str
    label: str | Promise
    url: str
    sorted: str
    css: str


def language() -> Language:
    """The reader's language, French or English."""
    return Language("fr" if (get_language() or "en").startswith("fr") else "en")


class Writer:
    """Writes accounts in one language and currency, for the columns of one list."""

    def __init__(self, ask: Ask, reckoning: Reckoning, columns: tuple[Column, ...], largest: Decimal) -> None:
        self.said = language()
        self.base = reckoning.base_currency or None
        self.columns = columns
        self.ask = ask
        self.largest = largest
        self._address = reverse("accounts:account", args=[_ANY])
        self._write: list[tuple[Callable[[Account, AccountFigures], Cell], str]] = []
        for column in columns:
            self._write.append((getattr(self, f"_{column.name}"), _css(column)))
            if column.name == "revenue":
                self._write.append((self._bar, "wide"))

    def heads(self) -> list[Head]:
        """The headers with the address of each order; a second click turns it round."""
        return [self._head(column) for column in self.columns]

    def row(self, account: Account) -> SafeString:
        """The cells of one account as one piece of markup: 650 cells a page are too many for a template's ifs."""
        figures = account.figures
        return SafeString("".join([_markup(write(account, figures), css) for write, css in self._write]))

    def totals(self, sums: Sums) -> list[Cell]:
        """The cells of the totals row: what the rows of all pages add up to."""
        texts: dict[str, Callable[[], str]] = {
            "revenue": lambda: self._exact(sums.revenue),
            "previous": lambda: self._exact(sums.previous),
            "share": lambda: self.said.percent(sums.share),
            "margin": lambda: self._rate(sums.margin, sums.costed),
            "lines": lambda: self.said.number(sums.lines),
            "change": lambda: self.said.signed_percent(_change(sums)),
            "name": lambda: _accounts(sums.accounts) % {"n": self.said.number(sums.accounts)},
        }
        cells = []
        for column in self.columns:
            cells.append(Cell(texts[column.name]() if column.name in texts else "", "num" if column.numeric else ""))
            if column.name == "revenue":
                cells.append(Cell(""))
        return cells

    def _head(self, column: Column) -> Head:
        up = column.name in ASCENDING_FIRST
        now = self.ask.sort.removeprefix("-") == column.name
        descending = self.ask.sort.startswith("-")
        asked = column.name if (up if not now else descending) else f"-{column.name}"
        css = f"{'num' if column.numeric else ''} {_css(column)}".strip()
        way = ("descending" if descending else "ascending") if now else ""
        return Head(column.name, column.label, self.ask.query(sort=asked), way, css)

    def _exact(self, amount: Decimal | None) -> str:
        return self.said.amount(amount, self.base)

    def _rate(self, part: Decimal | None, whole: Decimal) -> str:
        return self.said.percent(part / whole if part is not None and whole else None)

    def _rank(self, _account: Account, figures: AccountFigures) -> Cell:
        return Cell("" if figures.rank is None else str(figures.rank), "rank")

    def _name(self, account: Account, figures: AccountFigures) -> Cell:  # noqa: ARG002 - one signature for all
        url = self._address.replace(_ANY, account.public_id)
        return Cell(account.name, "name", url=url, note=_("left out") if account.excluded else "")

    def _code(self, account: Account, _figures: AccountFigures) -> Cell:
        return Cell(account.code, "muted")

    def _group(self, account: Account, _figures: AccountFigures) -> Cell:
        if account.group is None:
            return Cell("")
        return Cell(account.group.name, url=f"?{self.ask.query(group=account.group.public_id)}")

    def _division(self, _account: Account, figures: AccountFigures) -> Cell:
        return self._place(figures.division, figures.divisions)

    def _zone(self, _account: Account, figures: AccountFigures) -> Cell:
        return self._place(figures.zone, figures.zones)

    def _place(self, main: str, every: list[str]) -> Cell:
        others = [name for name in every if name and name != main]
        return Cell(main, title=", ".join([main, *others]) if others else "", note=f"+{len(others)}" if others else "")

    def _revenue(self, _account: Account, figures: AccountFigures) -> Cell:
        title = _("Every line is without an exchange rate") if figures.revenue is None else ""
        return Cell(self._exact(figures.revenue), "num strong", title=title)

    def _bar(self, _account: Account, figures: AccountFigures) -> Cell:
        part = figures.revenue / self.largest if figures.revenue and self.largest > 0 else Decimal(0)
        return Cell(SafeString(svg.bar(float(part), width=64, height=10)), "drawing")

    def _share(self, _account: Account, figures: AccountFigures) -> Cell:
        return Cell(self.said.percent(figures.share), "num")

    def _cumulative(self, _account: Account, figures: AccountFigures) -> Cell:
        return Cell(self.said.percent(figures.cumulative), "num muted")

    def _change(self, _account: Account, figures: AccountFigures) -> Cell:
        if figures.movement == Movement.NEW:
            return Cell(_("new"), "num")
        if figures.movement == Movement.LOST:
            return Cell(_("none now"), "num negative", title=self._exact(figures.previous))
        css = "num negative" if (figures.change or 0) <= -0.0005 else "num"
        return Cell(self.said.signed_percent(figures.change), css, title=self._exact(figures.previous))

    def _previous(self, _account: Account, figures: AccountFigures) -> Cell:
        return Cell(self._exact(figures.previous), "num")

    def _spark(self, _account: Account, figures: AccountFigures) -> Cell:
        return Cell(SafeString(svg.spark(figures.spark, width=88, height=22)), "drawing")

    def _margin(self, _account: Account, figures: AccountFigures) -> Cell:
        margin = figures.margin
        css = "num negative" if margin is not None and margin < 0 else "num"
        return Cell(self._rate(margin, figures.costed), css, title=self._exact(margin))

    def _class(self, _account: Account, figures: AccountFigures) -> Cell:
        before, now = figures.class_before, figures.class_now
        moved = _("was %(class)s") % {"class": before} if now and before and before != now else ""
        return Cell(class_mark(now), "class", note=moved)

    def _lines(self, _account: Account, figures: AccountFigures) -> Cell:
        return Cell(self.said.number(figures.lines), "num")

    def _last(self, _account: Account, figures: AccountFigures) -> Cell:
        return Cell(self.said.date(figures.last), "num")

    def _manager(self, account: Account, _figures: AccountFigures) -> Cell:
        return Cell(str(account.manager) if account.manager else "")

    def _sponsor(self, account: Account, _figures: AccountFigures) -> Cell:
        return Cell(getattr(account, "sponsor", None) or "")


MARKS = {
    "A": SafeString('<circle cx="5" cy="5" r="4.2" fill="currentColor"/>'),
    "B": SafeString(
        '<circle cx="5" cy="5" r="3.7" fill="none" stroke="currentColor"/>'
        '<path d="M5 .8a4.2 4.2 0 0 0 0 8.4z" fill="currentColor"/>'
    ),
    "C": SafeString('<circle cx="5" cy="5" r="3.7" fill="none" stroke="currentColor"/>'),
}


def class_mark(letter: str) -> str:
    """A class with its shape: full, half full, empty; never colour alone."""
    if letter not in MARKS:
        return ""
    drawing = format_html(
        '<svg class="class-dot" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">{}</svg>',
        MARKS[letter],
    )
    return format_html("{} {}", drawing, letter)


def written_period(said: Language, start: date | None, end: date | None) -> str:
    """From month to month: “Nov 2025 – Oct 2026”."""
    return f"{said.month(start)} – {said.month(end)}" if start and end else ""


def _change(sums: Sums) -> float | None:
    if sums.previous is None or sums.previous <= 0:
        return None
    return float(sums.revenue / sums.previous) - 1.0


def _markup(cell: Cell, css: str) -> str:
    """A cell: everything in it is escaped but the drawings."""
    text = cell.text if isinstance(cell.text, SafeString) else escape(cell.text)
    if cell.url:
        text = f'<a href="{escape(cell.url)}">{text}</a>'
    if cell.css == "name":
        note = f' <span class="chip">{escape(cell.note)}</span>' if cell.note else ""
        return f'<th scope="row">{text}{note}</th>'
    note = f' <span class="muted">{escape(cell.note)}</span>' if cell.note else ""
    title = f' title="{escape(cell.title)}"' if cell.title else ""
    classes = f"{cell.css} {css}".strip()
    shown = f' class="{classes}"' if classes else ""
    return f"<td{shown}{title}>{text}{note}</td>"


def _css(column: Column) -> str:
    return "wide" if column.wide else ""


def _accounts(count: int) -> str:
    return ngettext("%(n)s account", "%(n)s accounts", count)
