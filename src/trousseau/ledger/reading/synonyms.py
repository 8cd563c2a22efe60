"""The names that columns of sales files bear, in French and English, for each field.

A name is compared by its words: accents, case, punctuation, units and small words do not count, and
abbreviations are written out (“Mt. H.T. (€)” is “montant ht”). The names are in `names.toml`, to be
completed there; a rank says how surely a name means the field: 3 its plain name, 2 a usual one, 1 one that
may also mean something else.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from trousseau.ledger.reading.currencies import plain

_TAX = r"\W*(?:of\s+)?(?:tax(?:es)?|vat|tva|gst)\b"
_PHRASES = (
    (r"\bn\s?-\s?[1-9]\b", " previous "),
    (
        r"\bn\s?[°º]|\bn(?=\s)|\bnum\b|\bnumero\b|\bnbr?\b(?=\s+(?:fact|piece|cli))|\bnr\b|\bnumber\b|#",
        " no ",
    ),
    (r"\bh\.?\s?t\.?(?=\W|$)|hors taxes?|\buntaxed\b|(?:excl?|excluding|without|ex|before|net of)" + _TAX, " ht "),
    (r"\bt\.?\s?t\.?\s?c\.?(?=\W|$)|toutes taxes(?: comprises)?", " ttc "),
    (r"(?:incl?|including|with|after)" + _TAX, " ttc "),
    (r"\bc\.\s?a\.?(?=\W|$)|chiffres? d[' ’]?\s?affaires?", " ca "),
    (r"\bp\.\s?u\.?(?=\W|$)|prix (?:de vente )?unit(?:aire)?|prix a l[' ’]unite", " pu "),
    (r"unit(?:ary)? (?:sales? |selling |net )?price|price per unit", " pu "),
    (r"\bb\.\s?u\.(?=\W|$)", " bu "),
    (r"raison\s+soc(?:iale)?\b", " raisonsociale "),
    (r"\b(sold|bill|ship|sell)[\s-]?to\b", r" \1to "),
    (r"\bk\s?€|\bk\s?eur\b|\bkeuros?\b|\bm\s?€|milliers?(?: d[' ’]euros)?|thousands?", " kunit "),
)
"""What is written in several words, or in none, made one word; applied to plain lower case, in this order."""
LOOSE = ("date", "zone", "family", "division", "currency", "quantity", "cost")
"""Fields that a single word tells even among words that say nothing (“Zone export”); the others need two."""

_RANKS = {"sure": 3, "usual": 2, "possible": 1}


@dataclass(frozen=True)
class Meaning:
    """What a name may mean: a field, how surely (rank), and how many of its words say nothing of it (extra).

    `order` is the place of the name in its list: of two equally sure names, the first is preferred.
    """

    field: str
    rank: int
    extra: int
    words: int
    order: int


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name that count, abbreviations written out: “Mt. H.T. (€)” gives montant, ht."""
    return tuple(word for word in _split(name) if word not in _ignored() and word != "kunit")


def is_in_thousands(name: str) -> bool:
    """Whether a name says that its amounts are in thousands (k€)."""
    return "kunit" in _split(name)


@lru_cache(maxsize=20_000)
def _split(name: str) -> tuple[str, ...]:
    name = re.sub(r" \(\d+\)$", "", name)  # the second column of that name
    spaced = re.sub(r"(?<=[a-z\u00e0-\u00ff0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    text = plain(spaced.replace("_", " ").replace("%", " pct "))
    text = re.sub(r"[a-z]{6,}", lambda match: _apart(match.group()), text)
    for pattern, replacement in _PHRASES:
        text = re.sub(pattern, replacement, text)
    words = re.findall(r"[a-z0-9]+", text)
    return tuple(_written().get(word, word) for word in words)


def _apart(word: str) -> str:
    """A name written without blanks (CUSTOMERNAME, DATEFACTURE) as its words, where known ones make all of it."""
    known = _pieces()
    if word in known:
        return word
    ways: list[tuple[str, ...] | None] = [(), *[None] * len(word)]
    for end in range(2, len(word) + 1):
        for start in range(end - 1):
            before, piece = ways[start], word[start:end]
            if before is not None and piece in known:
                way = (*before, piece)
                if (best := ways[end]) is None or len(way) < len(best):
                    ways[end] = way
    return " ".join(ways[-1]) if ways[-1] else word


@cache
def _pieces() -> frozenset[str]:
    """The words that names are made of, as they are written."""
    names = (name for lists in _table()["fields"].values() for rank in _RANKS for name in lists.get(rank, ()))
    written = (form for forms in _table()["words"].values() for form in forms)
    words = re.findall(r"[a-z]{2,}", plain(" ".join((*names, *written, *_table()["words"]))))
    return frozenset(words) | {"number", "numero", "num", "ht"}


@cache
def _table() -> dict[str, Any]:
    """What `names.toml` holds: names of fields, words written otherwise."""
    return tomllib.loads(resources.files("trousseau.ledger.reading").joinpath("names.toml").read_text("utf-8"))


@cache
def _written() -> dict[str, str]:
    """Each abbreviation, plural or other form with the word it stands for."""
    return {form: word for word, forms in _table()["words"].items() for form in forms}


@cache
def _ignored() -> frozenset[str]:
    """Words that say nothing of the field."""
    return frozenset(_table()["ignored"]["words"])


@cache
def vetoes(field: str) -> frozenset[str]:
    """Words that tell another thing than the field: a “montant TVA” is no amount of sales."""
    return frozenset(_table()["fields"][field].get("not", ()))


@cache
def _entries() -> dict[tuple[str, ...], list[tuple[str, int, int]]]:
    """Each name, as its words in order of the alphabet, with the fields it means, their rank and order."""
    entries: dict[tuple[str, ...], list[tuple[str, int, int]]] = {}
    for field, lists in _table()["fields"].items():
        order = 0
        for list_name, rank in _RANKS.items():
            for name in lists.get(list_name, ()):
                order += 1
                known = entries.setdefault(tuple(sorted(set(words_of(name)))), [])
                if all(field != other for other, _, _ in known):
                    known.append((field, rank, order))
    return entries


@cache
def _by_first_word() -> dict[str, list[tuple[str, ...]]]:
    """The names that start with each word (in order of the alphabet)."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for entry in _entries():
        found.setdefault(entry[0], []).append(entry)
    return found


@lru_cache(maxsize=20_000)
def meanings(name: str) -> tuple[Meaning, ...]:
    """The fields a column name may mean, the surest first."""
    words = set(words_of(name))
    if not words or len(words) > 8:
        return ()
    entries = _entries()
    found = {
        field: Meaning(field, rank, 0, len(words), order)
        for field, rank, order in entries.get(tuple(sorted(words)), ())
    }
    candidates = [entry for word in words for entry in _by_first_word().get(word, ())]
    for entry in candidates:
        if len(entry) >= len(words) or not words.issuperset(entry):
            continue
        fields = entries[entry]
        rest = words.difference(entry)
        for field, rank, order in fields:
            if vetoes(field) & rest:
                continue
            meaning = Meaning(field, rank, len(rest), len(entry), order)
            if (
                rank > 1
                and (len(entry) > 1 or field in LOOSE)
                and (field not in found or _surer(meaning, found[field]))
            ):
                found[field] = meaning
    return tuple(sorted(found.values(), key=lambda meaning: (meaning.extra, -meaning.rank, meaning.order)))


def _surer(one: Meaning, other: Meaning) -> bool:
    return (one.extra, -one.rank, one.order) < (other.extra, -other.rank, other.order)


def is_known(name: str) -> bool:
    """Whether a name is, word for word, one that sales files use."""
    name = name.strip("\ufeff\x1e\x1f \t")
    return 0 < len(name) <= 60 and any(meaning.extra == 0 for meaning in meanings(name))


def is_with_tax(name: str) -> bool:
    """Whether an amount is said to be with tax, or gross."""
    words = set(words_of(name))
    return bool(words & {"ttc", "brut", "gross"}) and not words & {
        "marge",
        "margin",
        "profit",
        "poids",
        "weight",
    }
