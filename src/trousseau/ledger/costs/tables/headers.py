"""What columns hold, by their headers, in French and English; and what drivers are called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from trousseau.ledger.costs.model import PAYMENT_DAYS, USUAL
from trousseau.ledger.reading.shapes import CELL_MARKS

FIELDS: dict[str, tuple[str, ...]] = {
    "account": (
        "account", "customer", "client", "compte", "code client", "customer code", "account code", "code compte",
        "customer id", "no client", "numero client", "n client", "code", "customer name", "nom client", "nom du client",
        "client name", "raison sociale", "account name", "nom du compte",
    ),
    "period": ("period", "periode", "month", "mois", "quarter", "trimestre", "year", "annee", "date", "exercice"),
    "start": ("start", "from", "du", "debut", "a partir du", "depuis", "valid from", "date debut", "start date"),
    "end": ("end", "to", "au", "fin", "jusqu au", "until", "date fin", "end date"),
    "driver": ("driver", "activity", "activite", "inducteur", "nature", "type d activite", "cost driver"),
    "quantity": ("quantity", "quantite", "qty", "qte", "volume", "nombre", "value", "valeur"),
    "cost": (
        "cost", "cout", "rate", "taux", "unit cost", "cout unitaire", "cost per unit", "cout par unite", "tarif",
        "unit rate", "prix unitaire",
    ),
    "amount": ("amount", "montant", "fixed cost", "fixed costs", "cout fixe", "couts fixes", "budget", "valeur",
        "value"),
    "division": ("division", "business unit", "bu", "departement", "activite division", "branche"),
    "zone": ("zone", "region", "area", "territory", "territoire", "secteur"),
    "currency": ("currency", "devise", "monnaie", "ccy", "currency code", "code devise", "curr", "waehrung"),
    "measure": ("measure", "mesure", "indicateur", "kpi", "what", "nature"),
}  # fmt: skip
"""Field → the headers that name it, in plain letters."""

DRIVERS: dict[str, tuple[str, ...]] = {
    "visits": ("visits", "visit", "visites", "visite", "visites commerciales", "sales visits"),
    "support_hours": ("support hours", "heures support", "heures de support", "heures d assistance", "support"),
    "orders": ("orders", "order", "commandes", "nb commandes", "nombre de commandes"),
    "lines": ("lines", "order lines", "lignes", "lignes de commande"),
    "credit_notes": ("credit notes", "avoirs", "credits"),
    "deliveries": ("deliveries", "delivery", "livraisons", "livraison", "expeditions", "shipments"),
    "returns": ("returns", "return", "retours", "retour", "traitement des retours", "returns handling"),
    "rebates": ("rebates", "rebate", "ristournes", "rfa", "remises de fin d annee", "year end rebates"),
    "discounts": ("discounts", "discount", "remises", "remises hors facture", "off invoice discounts"),
    "freight": ("freight", "fret", "frais de port", "transport"),
    PAYMENT_DAYS: (
        "payment days", "payment delay", "days to pay", "dso", "delai de paiement", "delai de reglement",
        "jours de paiement", "delai paiement", "delais de paiement", "jours de credit",
    ),
}  # fmt: skip
"""Driver → what files call it."""

COUNTED_UP = frozenset({*DRIVERS} - {name for name, kind in USUAL.items() if kind == "amount"})
"""The usual drivers of which nobody has fewer than none: visits, hours, payment days."""

FINANCING = ("financing", "financement", "taux de financement", "financing rate", "cout du financement")
"""What a table of rates calls the yearly rate of financing."""

MEASURES = {
    "revenue": ("revenue", "sales", "turnover", "ca", "chiffre d affaires", "ventes"),
    "contribution": ("contribution", "net contribution", "contribution nette", "marge nette"),
}
"""What a budget is of."""

KNOWN = {word: name for name, words in DRIVERS.items() for word in words}


@lru_cache(maxsize=100_000)
def plain(text: str, keep: str = "") -> str:
    """Small letters and digits without accents, one space between words; signs in `keep` stay."""
    flat = unicodedata.normalize("NFKD", text.strip(CELL_MARKS)).casefold()
    bare = "".join(sign for sign in flat if not unicodedata.combining(sign))
    return " ".join(re.sub(rf"[^\w{re.escape(keep)}]+|_", " ", bare).split())


def driver_of(text: str) -> str:
    """The name of a driver as the costs know it: “Délai de paiement” is payment_days, “Audits” audits."""
    said = plain(text)
    return KNOWN.get(said) or said.replace(" ", "_")


def measure_of(text: str) -> str | None:
    """Revenue or contribution; None: neither."""
    said = plain(text)
    return next((name for name, words in MEASURES.items() if said in words), None)


def columns_of(names: Sequence[str], wanted: Sequence[str]) -> dict[str, list[int]]:
    """Where each of some fields is: the places of the columns whose header names it, the best name first."""
    found: dict[str, list[int]] = {}
    taken: set[int] = set()
    for field in wanted:
        words = FIELDS[field]
        ranked = sorted(
            (words.index(plain(name)), place)
            for place, name in enumerate(names)
            if plain(name) in words and place not in taken
        )
        places = [place for _, place in ranked]
        if field != "account":
            places = places[:1]
        if places:
            found[field] = places
            taken.update(places)
    return found
