"""What the twelve plans of the demonstration want and do; days are counted from today."""

from __future__ import annotations

from typing import NamedTuple

from trousseau.plans.models import Horizon

SHORT, MEDIUM, LONG = Horizon.SHORT, Horizon.MEDIUM, Horizon.LONG


class Goal(NamedTuple):
    """An objective: what, from where to where, how far away, how heavy."""

    title: str
    horizon: Horizon
    start: str
    target: str
    weight: int = 1
    stake: str = ""
    """How the client's stake begins that it serves."""
    shared: bool = False
    """Whether the client sees it, with its actions."""


class Told(NamedTuple):
    """An action: what, how, who of us ("": somebody of theirs), from when to when, how far, for which objective."""

    what: str
    how: str
    by: str
    starts: int
    due: int
    done: int
    objective: int
    ended: int | None = None
    """The day it was done, or dropped where `dropped` says why."""
    dropped: str = ""
    milestones: tuple[tuple[str, int], ...] = ()
    weight: int = 1
    stake: int = 0
    """What depends on it, in euros."""


class Story(NamedTuple):
    """A plan: its account, its ambition, when it runs, what it may cost, what it wants, does and fears."""

    account: str
    ambition: str
    starts: int
    ends: int
    days: int
    money: int
    approved: int | None
    """Days ago that its head approved it; None: still a draft."""
    goals: tuple[Goal, ...]
    actions: tuple[Told, ...]
    risks: tuple[tuple[str, str, float, int], ...] = ()
    """What, our answer, how likely within a year, what it would take from a year's contribution."""
    advice: tuple[tuple[str, str, int], ...] = ()
    """Recommendation, reason, expected value a year."""
    spent: float = 0.5
    """Share of the budget spent by today."""


ALSTROM = Story(
    "Alstrom SA",
    "D’ici trois ans, devenir le premier fournisseur d’Alstrom pour l’usinage de précision, "
    "et passer de 34 à 45 % de ses achats.",
    -325, 760, 120, 160_000, 43,
    (
        Goal("Livrer complet et à l’heure à Belmont et Vesoul", SHORT, "91,4 %", "96 %", 3, "Doubler", shared=True),
        Goal("Signer la commande-cadre", SHORT, "projet", "signée", 2),
        Goal("Rétablir le contact avec trois décideurs sur quatre", SHORT, "2", "3 / 4"),
        Goal("Entrer en traitement de surface sur deux sites pilotes", MEDIUM, "1", "2 sites", 2, "Coût de possession",
             shared=True),
        Goal("Kanban partagé : stocks tampons de −30 %", MEDIUM, "−9 %", "−30 %", stake="Doubler", shared=True),
        Goal("Ramener l’écart de prix entre zones sous ±10 %", MEDIUM, "±17 %", "±10 %"),
        Goal("Premier fournisseur de l’usinage de précision", LONG, "2e", "1er", 2),
        Goal("Écoconception : −18 % de masse par bogie", LONG, "−4 %", "−18 %", stake="Coût de possession",
             shared=True),
    ),
    (
        Told("Certificats matière sous 48 h", "laboratoire externe en appoint", "lea.marchal", -200, -5, 62, 0,
             milestones=(("Laboratoire choisi", -120), ("Tous les lots", -5)), weight=3, stake=640_000),
        Told("Ligne dédiée aux pièces de Belmont", "troisième équipe, outillage livré en octobre", "julien.arnaud",
             -150, 66, 55, 0, milestones=(("Outillage livré", -40), ("Cadence nominale", 66)), weight=3, stake=900_000),
        Told("Audit de la ligne de contrôle", "avec leur qualité, sur place", "thomas.weber", -300, -210, 100, 0, -214),
        Told("Stock de sécurité de Vesoul", "six semaines de consommation", "youssef.amrani", -260, -170, 100, 0, -158),
        Told("Commande-cadre : prix et indexation", "fiche de négociation, deux tours", "sophie.lacaze", -110, 8, 80, 1,
             milestones=(("Premier tour", -50), ("Signature", 8)), weight=2, stake=2_400_000),
        Told("Cartographier qui décide de l’usinage", "entretiens avec les ateliers", "sophie.lacaze", -280, -200, 100,
             2, -205),
        Told("Rencontrer la nouvelle directrice des achats", "par le parrain, avant le comité", "sophie.lacaze",
             -30, 20, 25, 2, milestones=(("Rendez-vous", 20),)),
        Told("Pilote traitement de surface à Vesoul", "12 lots, mesure à 3 et 6 mois", "lea.marchal", -180, 215, 50, 3,
             milestones=(("Mesure à 3 mois", -20), ("Mesure à 6 mois", 120)), weight=2, stake=420_000),
        Told("Kanban à Belmont", "Alstrom pilote, nous équipons 40 références", "", -60, 50, 35, 4,
             milestones=(("40 références", 50),)),
        Told("Grille de prix unique, sept zones", "simulateur, prix plancher", "nadia.belkacem", -90, 125, 25, 5,
             milestones=(("Accord des divisions", 125),), weight=2, stake=300_000),
        Told("Rapport des écarts par usine", "deux ans de factures", "nadia.belkacem", -310, -230, 100, 5, -222),
        Told("Feuille de route masse avec le bureau d’études", "quatre ateliers, gains chiffrés ensemble",
             "sophie.lacaze", -240, 390, 22, 7, milestones=(("Atelier 1", -180), ("Atelier 2", 40),
             ("Atelier 3", 200))),
        Told("Parrainage de la direction générale", "deux rencontres par an", "antoine.reau", -320, 420, 50, 6,
             milestones=(("Printemps", -190), ("Automne", -8), ("Printemps suivant", 170), ("Automne suivant", 360))),
        Told("Portail de commande commun", "leur service informatique", "", -250, -90, 40, 4, -120,
             dropped="Alstrom change de système d’achats : à reprendre l’an prochain."),
    ),
    (
        ("Double source sur les essieux", "engagement qualité tenu, audit croisé en février", 0.18, 1_100_000),
        ("Alignement sur le prix d’Asie", "grille unique, valeur locale argumentée", 0.12, 1_300_000),
        ("Départ de notre interlocuteur des achats", "deux relais nommés, transmission écrite", 0.09, 400_000),
    ),
    (
        ("Proposer l’entretien avec les pièces", "leurs arrêts coûtent plus que nos pièces", 380_000),
        ("Un seul contrat pour les trois sites", "ils comparent nos prix d’un site à l’autre", 250_000),
    ),
    0.51,
)  # fmt: skip

VERNAY = Story(
    "Vernay Turbines SA",
    "Être le partenaire hydraulique de toutes les turbines neuves de Vernay d’ici deux ans.",
    -380, 350, 90, 80_000, 300,
    (
        Goal("Homologuer nos vérins sur la turbine VT-9", SHORT, "2 / 5", "5 / 5", 2),
        Goal("Une seule offre pour la France et l’Allemagne", MEDIUM, "deux", "une"),
        Goal("Contrat de maintenance pluriannuel", LONG, "aucun", "signé", 2),
    ),
    (
        Told("Essais de fatigue VT-9", "banc de Toulouse, 2 millions de cycles", "ingrid.berg", -360, -250,
             100, 0, -243),
        Told("Dossier d’homologation", "cinq modèles, avec leur qualité", "sophie.lacaze", -240, -60, 100, 0, -31,
             milestones=(("Trois premiers modèles", -120),)),
        Told("Qualification des deux derniers modèles", "essais croisés", "ingrid.berg", -60, 75, 40, 0, weight=2,
             stake=700_000),
        Told("Comparer les prix des deux pays", "factures de deux ans", "nadia.belkacem", -300, -210, 100, 1, -215),
        Told("Offre commune France–Allemagne", "avec Katrin Hoffmann", "sophie.lacaze", -120, 30, 60, 1,
             milestones=(("Accord interne", -30), ("Présentée", 30)), stake=450_000),
        Told("Relevé du parc installé", "visite des sept centrales", "youssef.amrani", -200, -40, 100, 2, -38),
        Told("Proposition de maintenance", "trois niveaux de service", "sophie.lacaze", -30, 90, 20, 2),
        Told("Atelier avec leur direction des services", "à Grenoble", "", 10, 60, 0, 2),
    ),
    (("Rachat de Vernay par un groupe intégré", "contrat avant l’été, deux décideurs de plus", 0.1, 800_000),),
    (("Vendre la disponibilité plutôt que le vérin", "un arrêt leur coûte 40 000 € par jour", 320_000),),
    0.62,
)  # fmt: skip

KESSLER = Story(
    "Kessler Hydraulik AG",
    "Gagner la deuxième usine de Kessler et tenir 98 % de livraisons à l’heure.",
    -410, 320, 70, 60_000, 330,
    (
        Goal("Livraisons à l’heure", SHORT, "94 %", "98 %", 2),
        Goal("Première commande de l’usine de Chemnitz", MEDIUM, "0", "1"),
        Goal("Développer ensemble la pompe basse consommation", LONG, "idée", "série"),
    ),
    (
        Told("Plan de transport hebdomadaire", "transporteur dédié", "katrin.hoffmann", -390, -300, 100, 0, -302),
        Told("Stock avancé à Kassel", "contrat de dépôt", "youssef.amrani", -290, -180, 100, 0, -176),
        Told("Revue mensuelle des retards", "avec leur logistique", "katrin.hoffmann", -280, 80, 75, 0,
             milestones=(("Six mois tenus", -100), ("Un an tenu", 80))),
        Told("Visite de Chemnitz", "avec le directeur d’usine", "katrin.hoffmann", -200, -150, 100, 1, -150),
        Told("Échantillons de blocs forés", "lot d’essai de 200", "ingrid.berg", -140, -50, 100, 1, -52, stake=280_000),
        Told("Offre de série pour Chemnitz", "prix par palier", "katrin.hoffmann", -45, 40, 55, 1, weight=2,
             stake=520_000),
        Told("Cahier des charges de la pompe", "trois ateliers communs", "ingrid.berg", -100, 100, 50, 2,
             milestones=(("Atelier 1", -60), ("Atelier 2", 15), ("Atelier 3", 90))),
        Told("Accord de confidentialité", "leur juriste", "", -90, -60, 100, 2, -65),
    ),
    (("Concurrent local à Chemnitz", "échantillons gratuits, délai de dix jours", 0.25, 220_000),),
    (("Ouvrir nos essais à leurs ingénieurs", "leur laboratoire est saturé jusqu’à l’été", 150_000),),
    0.55,
)  # fmt: skip

NORDVIK = Story(
    "Nordvik Offshore AS",
    "Devenir la référence des pièces critiques en mer, sans arrêt dû à nos délais.",
    -450, 280, 60, 45_000, 360,
    (
        Goal("Délai des pièces critiques", SHORT, "21 jours", "10 jours", 2),
        Goal("Accord-cadre sur cinq plateformes", MEDIUM, "2", "5"),
        Goal("Réduire de moitié les références", MEDIUM, "640", "320"),
    ),
    (
        Told("Liste des pièces critiques", "avec leurs chefs de plateforme", "ingrid.berg", -430, -350, 100, 0, -322),
        Told("Dépôt de Stavanger", "local loué, 120 références", "youssef.amrani", -340, -200, 100, 0, -120,
             milestones=(("Bail signé", -250),)),
        Told("Délai de dix jours garanti", "pénalité acceptée", "katrin.hoffmann", -150, -20, 45, 0, weight=3,
             stake=600_000),
        Told("Retour d’expérience des deux plateformes", "bilan d’un an", "katrin.hoffmann", -160, -70, 100, 1, -44),
        Told("Offre pour trois plateformes de plus", "prix gelés deux ans", "katrin.hoffmann", -60, -12, 30,
             1, weight=2,
             stake=850_000),
        Told("Tri des références", "groupe de travail commun", "", -200, -30, 55, 2),
        Told("Catalogue simplifié", "320 références, photos", "ingrid.berg", -20, 120, 5, 2),
        Told("Formation de leurs magasiniers", "deux jours à Stavanger", "ingrid.berg", -260, -160, 60, 2, -170,
             dropped="Équipe remplacée par un prestataire."),
    ),
    (("Gel des investissements en mer", "suivi trimestriel, pièces d’entretien d’abord", 0.22, 500_000),),
    (),
    0.71,
)  # fmt: skip

AEROLYS = Story(
    "Aérolys SA",
    "Accompagner la montée en cadence d’Aérolys sans une seule rupture de pièces.",
    -300, 430, 80, 70_000, 190,
    (
        Goal("Cadence de 42 à 60 ensembles par mois", SHORT, "42", "60", 3),
        Goal("Zéro défaut critique à réception", SHORT, "310 ppm", "50 ppm"),
        Goal("Entrer dans le programme A-Nova", LONG, "pressenti", "retenu", 2),
    ),
    (
        Told("Deuxième centre cinq axes", "investissement validé", "sophie.lacaze", -280, -140, 100, 0, -138, weight=2),
        Told("Équipe de nuit", "huit personnes formées", "julien.arnaud", -200, -80, 100, 0, -84),
        Told("Cadence à 54", "deux semaines d’essai", "sophie.lacaze", -80, -10, 100, 0, -9),
        Told("Cadence à 60", "avec leur planification", "sophie.lacaze", -10, 110, 15, 0, weight=2, stake=1_100_000,
             milestones=(("57", 50), ("60", 110))),
        Told("Contrôle dimensionnel en ligne", "caméras sur trois postes", "thomas.weber", -180, -30, 100, 1, -35),
        Told("Revue qualité commune", "chaque mois", "thomas.weber", -170, 200, 55, 1),
        Told("Dossier A-Nova", "coûts, masse, délais", "lea.marchal", -60, 75, 50, 2, stake=1_800_000,
             milestones=(("Premier chiffrage", -10), ("Dépôt", 75))),
        Told("Dîner des directions", "avec Antoine Réau", "antoine.reau", -40, 15, 0, 2),
    ),
    (("Report de la montée en cadence", "paliers fermes au contrat", 0.15, 600_000),),
    (("Prendre en charge l’assemblage", "ils manquent de monteurs pour deux ans", 540_000),),
    0.4,
)  # fmt: skip

BREVENT = Story(
    "Brévent Énergie SAS",
    "Faire des services la moitié de nos ventes chez Brévent.",
    -350, 380, 50, 30_000, 250,
    (
        Goal("Contrats de service sur six sites", SHORT, "2", "6", 2),
        Goal("Diagnostic vibratoire proposé partout", MEDIUM, "1 site", "6 sites"),
    ),
    (
        Told("Audit des six sites", "une journée chacun", "thomas.weber", -330, -230, 100, 0, -236),
        Told("Offre de service par palier", "trois niveaux", "sophie.lacaze", -220, -150, 100, 0, -151),
        Told("Signer Annecy et Chambéry", "après l’essai gratuit", "sophie.lacaze", -140, -50, 100, 0, -47,
             stake=180_000),
        Told("Signer les deux derniers sites", "budget demandé pour janvier", "sophie.lacaze", -45, 60, 40, 0,
             stake=160_000),
        Told("Capteurs à Chambéry", "douze points de mesure", "thomas.weber", -150, -60, 100, 1, -62),
        Told("Premier rapport vibratoire", "lu ensemble", "thomas.weber", -55, 10, 70, 1),
        Told("Tableau de bord chez eux", "leur informatique", "", -30, 90, 15, 1),
    ),
    (("Internalisation de l’entretien", "montrer le coût complet", 0.14, 140_000),),
    (),
    0.45,
)  # fmt: skip
