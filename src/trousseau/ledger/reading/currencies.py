"""Currencies as files write them: ISO 4217 codes, marks, names in French and English."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

MARKS = {
    "€": "EUR",
    "$": "USD",  # the reading notes it: other dollars are mostly written CA$, A$…
    "us$": "USD",
    "$us": "USD",
    "c$": "CAD",
    "ca$": "CAD",
    "$ca": "CAD",
    "$can": "CAD",
    "a$": "AUD",
    "au$": "AUD",
    "s$": "SGD",
    "hk$": "HKD",
    "nz$": "NZD",
    "r$": "BRL",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₽": "RUB",
    "₺": "TRY",
    "₩": "KRW",
    "₪": "ILS",
    "₫": "VND",
    "₴": "UAH",
    "zł": "PLN",
    "kč": "CZK",
    "ft": "HUF",
    "lei": "RON",
    "fr": "CHF",
    "fr.": "CHF",
    "sfr": "CHF",
    "sfr.": "CHF",
    "dh": "MAD",
    "dhs": "MAD",
    "fcfa": "XOF",
    "f cfa": "XOF",
    "rmb": "CNY",
}
"""Marks and short forms, in lower case; “kr” is left out of it: three currencies bear it."""

_EVERYDAY = {
    "euro": "EUR",
    "euros": "EUR",
    "dollar": "USD",
    "dollars": "USD",
    "us dollars": "USD",
    "dollar us": "USD",
    "dollar americain": "USD",
    "dollars americains": "USD",
    "dollar canadien": "CAD",
    "livre": "GBP",
    "livres": "GBP",
    "livre sterling": "GBP",
    "livres sterling": "GBP",
    "pound": "GBP",
    "pounds": "GBP",
    "pound sterling": "GBP",
    "sterling": "GBP",
    "franc suisse": "CHF",
    "francs suisses": "CHF",
    "yen": "JPY",
    "yens": "JPY",
    "yuan": "CNY",
    "renminbi": "CNY",
}


def plain(text: str) -> str:
    """Lower case, without accents, one space between words."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(mark for mark in folded if not unicodedata.combining(mark)).split())


@cache
def _iso() -> tuple[frozenset[str], dict[str, str]]:
    """All ISO 4217 codes, past ones too, and their names in French and English (from CLDR, by Babel)."""
    from babel import Locale  # noqa: PLC0415 - slow to load, and most files need no name

    english = Locale.parse("en").currencies
    names = {plain(name): code for code, name in Locale.parse("fr").currencies.items()}
    names |= {plain(name): code for code, name in english.items()}
    return frozenset(str(code) for code in english if code != "XXX"), names | _EVERYDAY


@lru_cache(maxsize=10_000)
def currency_of(text: str) -> str | None:
    """The ISO 4217 code that a text means (“eur”, “€”, “Livre sterling”); None when it means none.

    “$” is USD. “kr” and other marks that several currencies share mean none.
    """
    word = " ".join(text.split())
    codes, names = _iso()
    if word.upper() in codes:
        return word.upper()
    return MARKS.get(word.casefold()) or names.get(plain(word))
