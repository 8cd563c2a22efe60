"""Rows that add others up: recognised and told, neither lines nor mistakes."""

from __future__ import annotations

import re

from trousseau.ledger.reading.currencies import plain

_ALONE = re.compile(
    r"(?:s(?:ous|s|/|\.)?[\s\-/.]*tot(?:al|aux)?|sub[\s\-]?totals?|tota(?:l|ux) genera(?:l|ux)|grand total|total general|"
    r"overall total|report total|total des ventes|total ventes|total facture[s]?|total du mois|totaux|total page|"
    r"cumul(?: general)?|a reporter|report a nouveau|somme totale|gesamtsumme|gesamt|summe|zwischensumme)"
    r"(?:\s*[:=].*|\s+\(.*\))?[\s:=.]*"
)
"""Labels that are no name of a customer, whatever else the row holds."""
_START = re.compile(
    r"[\s*=\-–>#]*(?:s(?:ous|s)?[\s\-/.]{0,2}tot(?:al|aux)?|sub[\s\-]?total|tota(?:l|ux)|cumul|somme|grand total|sum|summe|"
    r"gesamt|report|a reporter|solde)\b.*"
)
_END = re.compile(r".{1,200}\s(?:total|totaux|subtotal|sub-total)[\s:*]*")


def is_total_alone(text: str) -> bool:
    """Whether a label can only be that of a total, even beside a date (“Sous-total”, “Grand total”)."""
    return len(text) < 200 and _ALONE.fullmatch(plain(text).strip(" *=-–>#:")) is not None


def is_total(text: str) -> bool:
    """Whether a label, in a row without a date, is that of a total (“Total ACME”, “ACME Total”)."""
    if len(text) > 200:
        return False
    words = plain(text)
    return _START.fullmatch(words) is not None or _END.fullmatch(words) is not None
