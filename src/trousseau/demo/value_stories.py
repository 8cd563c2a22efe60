"""What the demonstration's people brought to clients, and what those say of it; days are counted back from today."""

from __future__ import annotations

from typing import NamedTuple

from trousseau.plans.models.value import Category, Opinion


class Brought(NamedTuple):
    """One thing that was brought: to whom, what, how much, since how many days, what shows it, what they say."""

    account: str
    what: str
    category: Category
    amount: int | None
    spread: str
    """Whether it came once or comes every year."""
    ago: int
    method: str
    evidence: str
    opinion: Opinion = Opinion.UNSAID
    by: str = ""
    said: str = ""
    agreed: int | None = None
    ended: int | None = None
    shared: bool = False


C, YES, NO = Category, Opinion.CONFIRMED, Opinion.CONTESTED
YEAR, ONCE = "a year", "once"
STORIES = (
    Brought("Alstrom SA", "Arrêts de ligne évités, site de Belmont", C.RISK, 412_000, YEAR, 410,
            "3 arrêts par an × 137 k€ l’arrêt, selon leur maintenance",
            "3 pannes anticipées par la mesure de vibration", YES, "Ana Ruiz", "Vu en comité de production.",
            shared=True),
    Brought("Alstrom SA", "Stock tampon réduit de 9 %", C.CAPITAL, 210_000, YEAR, 290,
            "40 références × stock moyen × 12 % de coût du capital", "Kanban, 40 références", YES, "Paul Renaudin",
            "186 000 € : les références en fin de vie ne comptent pas.", agreed=186_000, shared=True),
    Brought("Alstrom SA", "Masse : −38 kg par rame", C.SALES, 95_000, YEAR, 48,
            "Gain d’énergie par rame × 60 rames livrées", "Calcul commun, atelier du 8 octobre"),
    Brought("Alstrom SA", "Cinq techniciens formés à la mesure de vibration", C.PEOPLE, 18_500, ONCE, 200,
            "5 × prix public de la formation", "Attestations de formation", YES, "Dieter Kolb", shared=True),
    Brought("Alstrom SA", "Mise en relation avec l’opérateur de Zurich", C.NETWORK, None, ONCE, 130, "",
            "Deux réunions tenues, une consultation reçue", YES, "Julie Castan", "Premier contact là-bas."),
    Brought("Alstrom SA", "Délai de mise en route raccourci, Vesoul", C.COST, 64_000, ONCE, 160,
            "11 jours × coût d’une équipe", "Compte rendu de mise en route", NO, "Dieter Kolb",
            "Les onze jours tiennent à notre deuxième équipe."),
    Brought("Vernay Turbines SA", "Rebuts de fonderie divisés par deux", C.COST, 148_000, YEAR, 330,
            "Taux de rebut avant et après × valeur des pièces", "Relevés qualité, 12 mois", YES, "Direction qualité",
            shared=True),
    Brought("Vernay Turbines SA", "Appel d’offres hydroélectrique signalé", C.OPPORTUNITY, None, ONCE, 75, "",
            "Note de veille de septembre"),
    Brought("Kessler Hydraulik AG", "Temps de montage des vérins −20 %", C.COST, 92_000, YEAR, 260,
            "Minutes gagnées × volumes × coût horaire", "Chronométrage commun", YES, "Direction des opérations"),
    Brought("Kessler Hydraulik AG", "Stand commun au salon de Hanovre", C.MARKETING, 24_000, ONCE, 215,
            "Moitié du coût du stand, 61 contacts pour eux", "Liste des contacts", YES, "Direction commerciale",
            shared=True),
    Brought("Nordvik Offshore AS", "Dossier de certification arctique fourni", C.SALES, 310_000, ONCE, 120,
            "Marge de leur premier lot certifié, selon eux", "Certificat déposé en juillet", YES, "Direction projet",
            "Sans ce dossier, pas de lot.", agreed=260_000),
    Brought("Nordvik Offshore AS", "Pénalités de retard évitées", C.RISK, 75_000, ONCE, 34,
            "15 jours × pénalité contractuelle", "Planning de septembre"),
    Brought("Aérolys SA", "Traçabilité des lots automatisée", C.COST, 56_000, YEAR, 380,
            "0,8 poste × coût complet", "Deux audits passés sans remarque", YES, "Direction industrielle", shared=True),
    Brought("Brévent Énergie SAS", "Recrutement de deux soudeurs par notre réseau", C.PEOPLE, 22_000, ONCE, 180,
            "2 × honoraires d’un cabinet", "Contrats signés en mai", YES, "Ressources humaines"),
    Brought("Orvane Mobilité SAS", "Étude de marché partagée : trams légers", C.MARKETING, None, ONCE, 95, "",
            "Présentée à leur comité de direction"),
    Brought("Orvane Mobilité SAS", "Coût de maintenance par rame −6 %", C.COST, 120_000, YEAR, 150,
            "Écart par rame × 34 rames", "Suivi de flotte, six mois"),
    Brought("Garrick & Sons Ltd", "Fewer line stops at Derby", C.RISK, 68_000, YEAR, 300,
            "2 stops a year × £29k each, their figure", "Maintenance log", YES, "Operations director", shared=True),
    Brought("Lorquin Aciers SA", "Énergie des fours : −4 %", C.COST, 134_000, YEAR, 220,
            "Compteurs avant et après × prix moyen", "Relevés de compteurs", NO, "Contrôle de gestion",
            "La baisse vient aussi du prix du gaz."),
    Brought("Ferrovia Ibérica SA", "Homologation obtenue trois mois plus tôt", C.SALES, 205_000, ONCE, 110,
            "Marge de trois mois de livraisons", "Lettre d’homologation", YES, "Dirección técnica"),
    Brought("Zeilmann Maschinenbau GmbH", "Encours réduits par livraisons quotidiennes", C.CAPITAL, 47_000, YEAR, 500,
            "Encours moyen × 10 %", "Extraction de leur progiciel", YES, "Einkauf", ended=90),
)  # fmt: skip
