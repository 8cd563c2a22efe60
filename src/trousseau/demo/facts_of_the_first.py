"""Alstrom, as the picture of its page tells it: four stakes, seven companies, the agreement that ends in March."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

NAME = "Alstrom SA"
REPORT = "Rapport annuel"


def facts(today: dt.date) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Everything told of Alstrom."""
    yield from _stakes()
    yield from _structure()
    for name, city, country, activity, people in (
        ("Belmont", "Belmont", "France", "Usinage et montage de bogies", 840),
        ("Vesoul", "Vesoul", "France", "Usinage, cadence à doubler", 310),
        ("Kassel", "Kassel", "Allemagne", "Maintenance de rames", 190),
    ):
        yield "site", {"name": name, "city": city, "country": country, "activity": activity, "people": people,
                       "source": "Visite de site", "days": 130}  # fmt: skip
    for name, value, unit, period, days in (
        ("Chiffre d’affaires", "2310", "M€", "exercice 2025", 240),
        ("Carnet de commandes", "4200", "M€", "fin juin 2026", 140),
        ("Marge opérationnelle", "6.4", "%", "exercice 2025", 240),
        ("Défauts à réception", "184", "ppm", "oct. 2026", 25),
    ):
        yield (
            "economics",
            {"name": name, "value": value, "unit": unit, "period": period, "source": REPORT, "days": days},
        )
    for name, place, offer, share, rank, days in (
        ("Gussfeld Bogietechnik", "Belmont", "Bogies", "35", 2, 80),
        ("Meccanica Trentina", "Vesoul", "Usinage", "22", 2, 210),
        ("Huta Zawiercze", "Pologne", "Fonderie", None, 1, 410),
    ):
        share_told = {"share": share} if share else {}
        yield "competitor", {"name": name, "place": place, "offer": offer, "rank": rank, "source": "Appel d’offres",
                             "days": days, **share_told}  # fmt: skip
    end = _last_of_march(today)
    yield "contract", {
        "name": "Accord Bogies", "amount": "7400000", "currency": "EUR", "start": dt.date(end.year - 3, 4, 1),
        "end": end, "notice_days": 90, "renews": False, "remark": "Prix révisables une fois l’an",
        "source": "Contrat signé", "days": 600,
    }  # fmt: skip
    yield "contract", {
        "name": "Maintenance hydraulique Kassel", "amount": "640000", "currency": "EUR",
        "end": end.replace(year=end.year + 1, month=12, day=31), "notice_days": 180, "renews": True,
        "source": "Contrat signé", "days": 300,
    }  # fmt: skip
    yield "note", {
        "title": "Ce qui compte pour Vesoul",
        "text": "La **cadence** passe avant le prix :\n\n- deuxième équipe recrutée\n- fours livrés *avant l’été*\n\n"
                "À vérifier avec D. Kolb à la prochaine revue.",
        "source": "Point mensuel", "days": 20,
    }  # fmt: skip


def _stakes() -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield "stake", {
        "title": "Coût de possession des bogies −8 %", "quote": "Sur la vie du train, pas à l’achat.", "importance": 5,
        "who": "Paul Renaudin", "answered": "answered", "answer": "Objectif 1", "days": 43,
    }  # fmt: skip
    yield "stake", {
        "title": "Doubler la cadence de Vesoul", "quote": "Capacité d’usinage à trouver avant l’été 2027.",
        "importance": 4, "who": "Dieter Kolb", "answered": "answered", "answer": "Objectif 2", "days": 24,
    }  # fmt: skip
    yield "stake", {
        "title": "Moins de 120 ppm à réception", "quote": "184 ppm aujourd’hui, pénalités dès janvier.",
        "importance": 3, "who": "Ana Ruiz", "answered": "answered", "answer": "Objectif 3", "days": 29,
    }  # fmt: skip
    yield "stake", {
        "title": "Empreinte carbone par pièce", "quote": "Exigée dans l’appel d’offres de 2027.", "importance": 2,
        "source": REPORT, "answered": "none", "answer": "", "days": 426,
    }  # fmt: skip


def _structure() -> Iterator[tuple[str, Mapping[str, Any]]]:
    register = {"source": "Registre du commerce", "days": 200}
    for name, country, outside, customer in (
        ("Alstrom Holding SE", "France", False, None),
        ("Alstrom SA", "France", False, "Alstrom SA"),
        ("Alstrom Deutschland GmbH", "Allemagne", False, "Alstrom Deutschland GmbH"),
        ("Alstrom Mobilité SAS", "France", False, None),
        ("Alstrom Polska Sp. z o.o.", "Pologne", False, None),
        ("Bogies de Vesoul SAS", "France", False, None),
        ("Essieux Réunis SAS", "France", False, None),
        ("Famille Thévenot", "France", True, None),
        ("Comtoise de Participations", "France", True, None),
    ):
        yield "entity", {"name": name, "country": country, "outside": outside, "customer": customer, **register}
    for owner, owned, percent, since in (
        ("Famille Thévenot", "Alstrom Holding SE", "38", dt.date(1998, 5, 4)),
        ("Alstrom Holding SE", "Alstrom SA", "100", dt.date(1998, 5, 4)),
        ("Alstrom Holding SE", "Alstrom Mobilité SAS", "100", dt.date(2011, 1, 1)),
        ("Alstrom SA", "Alstrom Deutschland GmbH", "100", dt.date(2004, 7, 1)),
        ("Alstrom SA", "Alstrom Polska Sp. z o.o.", "80", dt.date(2016, 3, 15)),
        ("Alstrom SA", "Bogies de Vesoul SAS", "66", dt.date(2019, 10, 1)),
        ("Comtoise de Participations", "Bogies de Vesoul SAS", "34", dt.date(2019, 10, 1)),
        ("Alstrom Mobilité SAS", "Essieux Réunis SAS", "51", dt.date(2021, 6, 30)),
        ("Alstrom Deutschland GmbH", "Essieux Réunis SAS", "30", dt.date(2021, 6, 30)),
    ):
        yield "control", {"owner": owner, "owned": owned, "percent": percent, "since": since, **register}


def _last_of_march(today: dt.date) -> dt.date:
    """The next 31 March at least two months away."""
    year = today.year if today < dt.date(today.year, 1, 31) else today.year + 1
    return dt.date(year, 3, 31)
