"""What is told of the other led accounts: enough that no page is empty, with gaps and old sources as in life."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from trousseau.accounts.models import Account

STAKES = (
    ("Réduire les délais de livraison de moitié", "Nos clients n’attendent plus douze semaines."),
    ("Sécuriser les approvisionnements", "Deux sources pour chaque pièce critique."),
    ("Tenir les prix face aux importations", "Quinze pour cent d’écart, ce n’est plus tenable."),
    ("Moins d’arrêts de ligne", "Une heure d’arrêt nous coûte quarante mille euros."),
    ("Décarboner la production d’ici 2030", "Chaque fournisseur devra donner ses chiffres."),
    ("Réussir l’ouverture du nouveau site", "Le site doit produire avant la fin de l’année."),
    ("Simplifier la gamme", "Trop de références, trop de stocks."),
    ("Former la relève des ateliers", "Un tiers des régleurs part d’ici cinq ans."),
)
RIVALS = ("Gussfeld Technik", "Meccanica Trentina", "Northfield Castings", "Huta Zawiercze", "Hidráulica Moncayo",
          "Aciéries du Forez")  # fmt: skip
OFFERS = ("Usinage", "Fonderie", "Hydraulique", "Services")
SOURCES = ("Visite de site", "Revue d’affaires", "Rapport annuel", "Presse professionnelle", "Appel d’offres")
COUNTRIES = {"DACH": "Allemagne", "Ibérie": "Espagne", "Europe du Nord": "Suède", "Amérique du Nord": "États-Unis",
             "Asie": "Japon"}  # fmt: skip


def facts(account: Account, chance: Random, today: dt.date) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Some facts of one account, the same for the same seed."""

    def said(oldest: int = 700) -> dict[str, Any]:
        return {"source": chance.choice(SOURCES), "days": chance.randint(10, oldest)}

    for importance, (title, quote) in zip((5, 3, 2), chance.sample(STAKES, chance.randint(1, 3)), strict=False):
        answered = chance.choice(("answered", "answered", "none", ""))
        answer = f"Objectif {chance.randint(1, 3)}" if answered == "answered" else ""
        yield "stake", {"title": title, "quote": quote, "importance": importance, "answered": answered,
                        "answer": answer, **said(520)}  # fmt: skip
    yield from _structure(account, chance, said())
    revenue = chance.randint(80, 3_000)
    figures = (
        ("Chiffre d’affaires", str(revenue), "M€"),
        ("Effectif", str(revenue * 4), "personnes"),
        ("Marge opérationnelle", f"{chance.uniform(2, 14):.1f}", "%"),
    )
    period = f"exercice {today.year - 1}"
    for name, value, unit in figures[: chance.randint(0, 3)]:
        yield "economics", {"name": name, "value": value, "unit": unit, "period": period, **said(800)}
    for name in chance.sample(RIVALS, chance.randint(0, 2)):
        share = {"share": str(chance.randint(5, 45))} if chance.random() < 0.6 else {}
        yield "competitor", {"name": name, "offer": chance.choice(OFFERS), **share, **said(600)}
    if chance.random() < 0.6:
        end = today + dt.timedelta(days=chance.randint(70, 900))
        yield "contract", {"name": "Contrat-cadre", "amount": str(chance.randint(2, 40) * 100_000), "currency": "EUR",
                           "start": today - dt.timedelta(days=chance.randint(200, 900)), "end": end,
                           "notice_days": chance.choice((60, 90, 180)), "renews": chance.random() < 0.5,
                           **said()}  # fmt: skip


def _structure(account: Account, chance: Random, said: dict[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The account's company, below a holding for a group, and where it works."""
    country = COUNTRIES.get(account.figures.zone, "France")
    yield "entity", {"name": account.name, "country": country, "customer": account.name, **said}
    if account.group is not None:
        holding = f"{account.group.name} Holding"
        yield "entity", {"name": holding, "country": country, **said}
        if chance.random() < 0.7:
            yield (
                "control",
                {"owner": holding, "owned": account.name, "percent": chance.choice(("100", "100", "75")), **said},
            )
    if chance.random() < 0.8:
        city = account.name.split()[0]
        yield "site", {"name": f"Usine {city}", "country": country, "activity": chance.choice(OFFERS), **said}
