"""Rows that add others up: recognised and told, neither lines nor mistakes."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from trousseau.ledger.reading.currencies import plain

_SUSPECT = "(?i)tot|cumul|report|som|sum|gesamt|solde"
_ALONE = re.compile(
    r"(?:s(?:ous|s|/|\.)?[\s\-/.]*tot(?:al|aux)?|sub[\s\-]?totals?|tota(?:l|ux) genera(?:l|ux)|"
    r"grand total|total general|overall total|report total|total des ventes|total ventes|"
    r"total factures?|total du mois|totaux|total page|cumul(?: general)?|a reporter|report a nouveau|somme totale|"
    r"gesamtsumme|gesamt|summe|zwischensumme)"
    r"(?:\s*[:=].*|\s+\(.*\))?[\s:=.]*"
)
"""Labels that are no name of a customer, whatever else the row holds."""
_START = re.compile(
    r"[\s*=\-–>#]*(?:s(?:ous|s)?[\s\-/.]{0,2}tot(?:al|aux)?|sub[\s\-]?total|tota(?:l|ux)|cumul|somme|"
    r"grand total|sum|summe|gesamt|report|a reporter|solde)\b.*"
)
_END = re.compile(r".{1,200}\s(?:total|totaux|subtotal|sub-total)[\s:*]*")


def is_bare_total(text: str) -> bool:
    """Whether a text is the label of a total and nothing else: a product may be called “Total Quartz”."""
    return is_total_alone(text) or plain(text).strip(" *=-–>#:") == "total"


def is_total_alone(text: str) -> bool:
    """Whether a label can only be that of a total, even beside a date (“Sous-total”, “Grand total”)."""
    return len(text) < 200 and _ALONE.fullmatch(plain(text).strip(" *=-–>#:")) is not None


def is_total(text: str) -> bool:
    """Whether a label, in a row without a date, is that of a total (“Total ACME”, “ACME Total”)."""
    if len(text) > 200:
        return False
    words = plain(text)
    return _START.fullmatch(words) is not None or _END.fullmatch(words) is not None


def where(column: pa.StringArray | pa.DictionaryArray, test: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
    """Where the text of a column passes `is_total` or `is_total_alone`."""
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    words = encoded.dictionary
    suspects = pc.match_substring_regex(words, _SUSPECT).fill_null(False).to_numpy(zero_copy_only=False)  # noqa: FBT003
    hits = [place for place in np.flatnonzero(suspects).tolist() if test(words[place].as_py())]
    if not hits:
        return np.zeros(len(column), dtype=np.bool_)
    return np.isin(encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False), hits)
