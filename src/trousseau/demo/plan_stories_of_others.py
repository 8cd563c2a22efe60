"""What the plans of the other managers want and do; see `plan_stories`."""

from __future__ import annotations

from trousseau.demo.plan_stories import (
    AEROLYS,
    ALSTROM,
    BREVENT,
    KESSLER,
    LONG,
    MEDIUM,
    NORDVIK,
    SHORT,
    VERNAY,
    Goal,
    Story,
    Told,
)

ORVANE = Story(
    "Orvane Mobilité SAS",
    "Remplacer le deuxième fondeur d’Orvane et prendre les bogies de tramway.",
    -420, 310, 60, 50_000, 350,
    (
        Goal("Qualifier trois pièces de bogie", SHORT, "0", "3", 2),
        Goal("Deuxième rang à premier rang", MEDIUM, "2e", "1er"),
        Goal("Bilan carbone par pièce partagé", LONG, "non", "oui"),
    ),
    (
        Told("Coulées d’essai", "trois nuances", "lea.marchal", -400, -310, 100, 0, -288),
        Told("Radiographies", "laboratoire agréé", "lea.marchal", -300, -210, 100, 0, -170),
        Told("Dossier de qualification", "trois pièces", "elodie.garnier", -200, -45, 65, 0, weight=2, stake=380_000,
             milestones=(("Première pièce", -90), ("Trois pièces", -45))),
        Told("Comparatif des coûts complets", "avec leurs achats", "elodie.garnier", -220, -130, 100, 1, -112),
        Told("Offre de premier rang", "trois ans, indexée", "elodie.garnier", -70, -3, 50, 1, stake=640_000),
        Told("Visite de la fonderie", "leur directeur industriel", "henri.vasseur", -120, -60, 100, 1, -33),
        Told("Méthode de calcul carbone", "leur service environnement", "", -90, 100, 20, 2),
        Told("Audit de leur fournisseur actuel", "impossible sans leur accord", "elodie.garnier", -300, -240,
             10, 1, -255,
             dropped="Orvane n’a pas donné l’accès."),
    ),
    (("Le fondeur en place casse ses prix", "qualité et délai écrits au contrat", 0.3, 260_000),),
    (("Proposer les moules en location", "leur budget d’investissement est gelé", 120_000),),
    0.7,
)  # fmt: skip

GARRICK = Story(
    "Garrick & Sons Ltd",
    "Become the only hydraulic supplier of Garrick’s three British plants.",
    -360, 370, 55, 40_000, 270,
    (
        Goal("Hull, Leeds and Derby on one contract", SHORT, "1 / 3", "3 / 3", 2),
        Goal("Complaints answered in two days", SHORT, "6 days", "2 days"),
        Goal("Train their apprentices", LONG, "none", "a class a year"),
    ),
    (
        Told("Price list for three plants", "two tiers", "david.okafor", -340, -260, 100, 0, -262),
        Told("Trial at Leeds", "eight weeks", "david.okafor", -240, -170, 100, 0, -171),
        Told("Contract for Leeds", "three years", "david.okafor", -160, -100, 100, 0, -98, stake=420_000),
        Told("Trial at Derby", "eight weeks", "david.okafor", -70, 25, 65, 0, stake=350_000),
        Told("A named person for complaints", "with a direct line", "thomas.weber", -200, -120, 100, 1, -124),
        Told("Root causes reviewed together", "first Monday of each month", "thomas.weber", -110, 150, 45, 1),
        Told("A day for apprentices", "at our works", "thomas.weber", -40, 45, 30, 2),
        Told("Rooms and programme", "their training manager", "", -20, 40, 25, 2),
    ),
    (("Sterling falls", "prices in euros with a corridor", 0.2, 180_000),),
    (("Take over their spare-parts store", "it ties up £600k and misses one order in nine", 210_000),),
    0.48,
)  # fmt: skip

LORQUIN = Story(
    "Lorquin Aciers SA",
    "Rétablir la marge chez Lorquin sans perdre les laminoirs.",
    -430, 300, 40, 20_000, 340,
    (
        Goal("Franco de port à partir de 2 000 €", SHORT, "600 €", "2 000 €"),
        Goal("Hausse de prix de 4 % acceptée", SHORT, "0", "4 %", 2),
        Goal("Contrat laminoirs renouvelé", MEDIUM, "2 ans", "4 ans", 2),
    ),
    (
        Told("Coût de service montré", "commandes par taille", "nadia.belkacem", -400, -330, 100, 0, -290),
        Told("Nouvelles conditions de transport", "lettre et rendez-vous", "sophie.lacaze", -280, -160, 100, 0, -95),
        Told("Argumentaire de prix", "matière, énergie, salaires", "sophie.lacaze", -240, -150, 100, 1, -118),
        Told("Négociation de la hausse", "trois tours", "sophie.lacaze", -120, -25, 35, 1, weight=2, stake=110_000),
        Told("Grouper les commandes", "leur planification", "", -150, -15, 20, 0),
        Told("Proposition pour les laminoirs", "quatre ans, pièces réservées", "sophie.lacaze", -60, 45, 25,
             2, weight=2,
             stake=900_000),
        Told("Stock réservé aux laminoirs", "vingt références", "youssef.amrani", -100, -35, 40, 2),
        Told("Rencontre des directions", "à Metz", "antoine.reau", -200, -90, 100, 2, -60),
    ),
    (
        ("Fermeture d’un laminoir", "clause de volume minimum", 0.2, 310_000),
        ("Refus de la hausse", "conditions de transport d’abord", 0.45, 110_000),
    ),
    (),
    0.78,
)  # fmt: skip

FERROVIA = Story(
    "Ferrovia Ibérica SA",
    "Passer d’un fournisseur de pièces à un partenaire de maintenance des trains ibériques.",
    -310, 420, 50, 35_000, 220,
    (
        Goal("Kits de maintenance sur trois dépôts", SHORT, "1", "3", 2),
        Goal("Prévision de charge partagée", MEDIUM, "aucune", "6 mois"),
    ),
    (
        Told("Kit type pour Séville", "32 pièces", "mateo.ibarra", -290, -210, 100, 0, -212),
        Told("Kit pour Valence", "après le retour de Séville", "mateo.ibarra", -180, -90, 100, 0, -88, stake=130_000),
        Told("Kit pour Lisbonne", "en portugais aussi", "mateo.ibarra", -60, 35, 60, 0, stake=140_000),
        Told("Logistique du vendredi", "départ avant midi", "youssef.amrani", -200, -130, 100, 0, -133),
        Told("Fichier de charge mensuel", "leur maintenance", "", -120, -50, 100, 1, -49),
        Told("Prévision lue à deux", "une heure par mois", "mateo.ibarra", -45, 180, 25, 1),
        Told("Parrainage", "Antoine Réau à Madrid", "antoine.reau", -90, 60, 50, 1),
    ),
    (("Appel d’offres du ministère", "kits au catalogue public", 0.25, 190_000),),
    (("Vendre les kits aux loueurs de trains", "mêmes machines, mêmes pièces", 160_000),),
    0.42,
)  # fmt: skip

ZEILMANN = Story(
    "Zeilmann Maschinenbau GmbH",
    "Installer chez Zeilmann une relation d’ingénieurs avant le renouvellement de sa gamme.",
    -260, 420, 35, 25_000, None,
    (
        Goal("Trois projets communs au bureau d’études", SHORT, "1", "3"),
        Goal("Nos pièces dans la nouvelle gamme", LONG, "0", "12", 2),
    ),
    (
        Told("Journée technique", "quinze ingénieurs", "katrin.hoffmann", -240, -180, 100, 0, -181),
        Told("Projet carter allégé", "simulation et prototype", "lea.marchal", -170, -50, 100, 0, -57),
        Told("Projet bloc moulé", "prototype", "lea.marchal", -60, 70, 45, 0),
        Told("Liste des pièces visées", "leur chef de gamme", "", -80, -20, 100, 1, -24),
        Told("Premiers chiffrages", "douze pièces", "katrin.hoffmann", -15, 60, 20, 1, stake=240_000),
    ),
    (),
    (),
    0.3,
)  # fmt: skip

OKANDA = Story(
    "Okanda Rail K.K.",
    "Transformer une première commande en fournisseur installé du rail japonais.",
    -330, 400, 65, 90_000, 200,
    (
        Goal("Homologation JIS", SHORT, "dossier", "obtenue", 2),
        Goal("Deuxième commande de série", MEDIUM, "1", "2", 2),
        Goal("Relais local à Osaka", LONG, "aucun", "deux personnes"),
    ),
    (
        Told("Traduction du dossier", "agence spécialisée", "david.okafor", -310, -240, 100, 0, -246),
        Told("Essais au Japon", "laboratoire d’Osaka", "ingrid.berg", -230, -110, 100, 0, -105, weight=2),
        Told("Réponses aux remarques", "deux allers-retours", "ingrid.berg", -100, 20, 75, 0, stake=500_000),
        Told("Bilan de la première série", "par téléphone, chaque mois", "david.okafor", -180, -20, 100, 1, -21),
        Told("Offre de deuxième série", "prix fermes un an", "david.okafor", -15, 55, 30, 1, weight=2, stake=1_300_000),
        Told("Recherche d’un relais", "deux candidats", "henri.vasseur", -150, -60, 100, 2, -66),
        Told("Contrat du relais", "un an, renouvelable", "david.okafor", -50, 50, 55, 2),
    ),
    (("Délai d’homologation", "réponses sous dix jours", 0.2, 400_000),),
    (("Stocker à Yokohama", "leurs délais comptent plus que le prix", 270_000),),
    0.46,
)  # fmt: skip

STORIES = (ALSTROM, VERNAY, KESSLER, NORDVIK, AEROLYS, BREVENT, ORVANE, GARRICK, LORQUIN, FERROVIA, ZEILMANN, OKANDA)
