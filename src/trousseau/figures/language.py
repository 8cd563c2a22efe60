"""One language: its words, and how it writes amounts, numbers, shares and dates.

French: `1 234 567 €` with U+202F between thousands and U+00A0 before a unit; English: `€1,234,567`. A minus
is U+2212, never parentheses. What is missing is written “–”, never 0.
"""

from __future__ import annotations

import datetime as dt
import gettext
import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from babel.core import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import get_currency_precision, get_currency_symbol

LANGUAGES = ("fr", "en")
LOCALE = Path(__file__).parent / "locale"

NBSP = "\u00a0"
"""No-break space: before € and % in French."""
NNBSP = "\u202f"
"""Narrow no-break space: between thousands, and before ; : ! ? in French."""
MINUS = "\u2212"
MISSING = "–"

Number = Decimal | float | int

_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0xFEFF])

_SCALES = ((Decimal(10**9), "Md", "bn"), (Decimal(10**6), "M", "M"), (Decimal(10**3), "k", "k"))


class Language:
    """`Language("fr")` or `Language("en")`; plain text, escaped by whoever puts it in a page."""

    def __init__(self, code: str) -> None:
        """Raises `ValueError` for another language, `FileNotFoundError` when a catalogue is missing."""
        if code not in LANGUAGES:
            raise ValueError(f"unknown language {code!r}; there are {', '.join(LANGUAGES)}")
        self.code = code
        self.french = code == "fr"
        self._catalogue = _catalogue(code)

    def __repr__(self) -> str:
        return f"Language({self.code!r})"

    # Words

    def text(self, msgid: str, /, **params: object) -> str:
        """The sentence in this language, its {names} filled in; without params the template as it is."""
        said = self._catalogue.gettext(msgid)
        return said.format(**_straight(params)) if params else said

    def plural(self, one: str, many: str, n: int, /, **params: object) -> str:
        """The sentence for n things (0 and 1 are singular in French); {n} is the number as written here."""
        said = self._catalogue.ngettext(one, many, n)
        return said.format(**{"n": self.number(n), **_straight(params)})

    def listed(self, words: Sequence[str]) -> str:
        """“a, b and c”."""
        if len(words) < 2:
            return "".join(words)
        return f"{', '.join(words[:-1])} {'et' if self.french else 'and'} {words[-1]}"

    # Figures

    def number(self, value: Number | None, decimals: int = 0) -> str:
        """A number with its thousands apart, rounded half up: `1 234,5` or `1,234.5`."""
        if (exact := _decimal(value)) is None:
            return MISSING
        rounded = _rounded(exact, decimals)
        digits = f"{abs(rounded):,.{decimals}f}"
        if self.french:
            digits = digits.replace(",", NNBSP).replace(".", ",")
        return f"{MINUS if rounded < 0 else ''}{digits}"

    def signed(self, value: Number | None, decimals: int = 0) -> str:
        """A change, with its sign: `+6,8`, `−1,2`; what rounds to nothing has none."""
        if (exact := _decimal(value)) is None:
            return MISSING
        return ("+" if _rounded(exact, decimals) > 0 else "") + self.number(exact, decimals)

    def percent(self, fraction: Number | None, decimals: int = 1) -> str:
        """A fraction of one as a percentage: .12 is `12,0 %` or `12.0%`."""
        if (exact := _decimal(fraction)) is None:
            return MISSING
        return self.number(exact * 100, decimals) + (f"{NBSP}%" if self.french else "%")

    def signed_percent(self, fraction: Number | None, decimals: int = 1) -> str:
        """A relative change: `+6,8 %`."""
        if (exact := _decimal(fraction)) is None:
            return MISSING
        return self.signed(exact * 100, decimals) + (f"{NBSP}%" if self.french else "%")

    def points(self, fraction: Number | None, decimals: int = 1) -> str:
        """The change of a share, in percentage points: .007 is `+0,7 pt`."""
        if (exact := _decimal(fraction)) is None:
            return MISSING
        return f"{self.signed(exact * 100, decimals)}{NBSP}pt"

    def amount(self, value: Number | None, currency: str | None = None, *, cents: bool = False) -> str:
        """Money in whole units, or to the cent: `1 234 567 €`, `€1,234,567`; bare without currency."""
        decimals = (_precision(currency) if currency else 2) if cents else 0
        return self._with_unit(self.number(value, decimals), currency)

    def short_amount(self, value: Number | None, currency: str | None = None) -> str:
        """Money in thousands, millions or billions: `146,0 M€`, `€840k`; give `amount` as its title."""
        if (exact := _decimal(value)) is None:
            return MISSING
        for scale, french, english in _SCALES:
            if abs(exact) >= scale * Decimal("0.9995"):
                scaled = exact / scale
                small_thousands = scale == 1000 and abs(scaled) >= 10
                figure = self.number(scaled, 0 if small_thousands else 1)
                return self._with_unit(figure, currency, french if self.french else english)
        return self.amount(exact, currency)

    def axis(self, currency: str | None = None, scale: str = "") -> str:
        """How a chart writes the figures of an axis in millions (M), thousands (k) …: `{value} M€`, `€{value}M`."""
        return self._with_unit("{value}", currency, scale)

    def span(self, before: Number | None, after: Number | None, currency: str | None = None) -> str:
        """From one amount to another: `177,0 → 154,9 M€`, the unit they share once where it comes last."""
        first, last = self.short_amount(before, currency), self.short_amount(after, currency)
        figure, _, unit = first.partition(NBSP)
        if self.french and unit and last.endswith(NBSP + unit):
            first = figure
        return f"{first} → {last}"

    def _with_unit(self, figure: str, currency: str | None, scale: str = "") -> str:
        """A written figure with the sign of its currency where this language puts it."""
        symbol = _symbol(currency, self.code) if currency else ""
        if figure == MISSING:
            return figure
        if self.french:
            return figure + (NBSP if scale or symbol else "") + scale + symbol
        sign, digits = (MINUS, figure[1:]) if figure.startswith(MINUS) else ("", figure)
        gap = NBSP if symbol[-1:].isalpha() else ""
        return f"{sign}{symbol}{gap}{digits}{scale}"

    # Days

    def date(self, day: dt.date | None) -> str:
        """`22 nov. 2026`, `22 Nov 2026`; the first of a month is “1er” in French."""
        if day is None:
            return MISSING
        written = format_date(day, "d MMM y", locale=_locale(self.code))
        return f"1er{written[1:]}" if self.french and day.day == 1 else written

    def month(self, day: dt.date | None) -> str:
        """`nov. 2026`, `Nov 2026`."""
        return MISSING if day is None else format_date(day, "MMM y", locale=_locale(self.code))

    def period(self, start: dt.date, end: dt.date) -> str:
        """From a day to a day, both included: `1er janv. 2026 – 31 déc. 2026`."""
        return f"{self.date(start)} – {self.date(end)}"


def straight(text: str) -> str:
    """A text without the marks that turn its direction: a name may not disguise the rest of a sentence."""
    return text.translate(_TURNING)


def _straight(params: dict[str, object]) -> dict[str, object]:
    return {name: straight(value) if isinstance(value, str) else value for name, value in params.items()}


def _decimal(value: Number | None) -> Decimal | None:
    """The exact value, or None when it is missing, NaN or infinite."""
    if value is None:
        return None
    exact = value if isinstance(value, Decimal) else Decimal(str(float(value)) if isinstance(value, float) else value)
    return exact if math.isfinite(exact) else None


def _rounded(value: Decimal, decimals: int) -> Decimal:
    """Rounded half away from zero; too large for the context, it is left as it is."""
    if value.adjusted() > 20:
        return value
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


@lru_cache(maxsize=512)
def _symbol(currency: str, code: str) -> str:
    """The sign of a currency in this language, or its code."""
    return get_currency_symbol(currency, locale=_locale(code))


@lru_cache(maxsize=512)
def _precision(currency: str) -> int:
    """How many decimals a currency has: 2 for the euro, 0 for the yen."""
    return get_currency_precision(currency)


@cache
def _locale(code: str) -> Locale:
    return Locale.parse(code)


_rooms = [LOCALE]


def speak(locale: Path) -> None:
    """Have the sentences of a later room spoken too, where figures have no words of their own for them."""
    if locale not in _rooms:
        _rooms.append(locale)
        _catalogue.cache_clear()


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    """The words of a language, in the rooms that speak it."""
    if code == "en":
        return gettext.NullTranslations()
    first, *others = (_words(room, code) for room in _rooms)
    for one in others:
        first.add_fallback(one)
    return first


def _words(locale: Path, code: str) -> gettext.NullTranslations:
    """The words of one room; from the `.po` source when the `.mo` was not compiled or is older than it."""
    compiled = locale / code / "LC_MESSAGES" / "django.mo"
    source = compiled.with_suffix(".po")
    if compiled.exists() and not (source.exists() and source.stat().st_mtime > compiled.stat().st_mtime):
        with compiled.open("rb") as file:
            return gettext.GNUTranslations(file)
    if not source.exists():
        raise FileNotFoundError(f"no catalogue for {code!r}: neither {compiled} nor {source}")
    with source.open("rb") as file:
        catalogue = read_po(file, locale=code)
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    buffer.seek(0)
    return gettext.GNUTranslations(buffer)
