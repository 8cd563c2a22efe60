"""What the demonstration company sells: four divisions, their product families, a price list."""

from __future__ import annotations

from dataclasses import dataclass

DIVISIONS = ("Usinage", "Hydraulique", "Fonderie", "Services")

FAMILIES: dict[str, tuple[tuple[str, tuple[str, ...], float, float], ...]] = {
    # family: product lines, lowest and highest list price in euros
    "Usinage": (
        ("Bogies et essieux", ("Essieu monté", "Longeron", "Boîte d’essieu", "Traverse"), 900, 9800),
        ("Arbres et axes", ("Arbre cannelé", "Axe rectifié", "Moyeu"), 60, 1400),
        ("Corps de turbine", ("Corps fraisé", "Couronne d’aubes", "Flasque"), 700, 8200),
        ("Pièces de structure", ("Ferrure", "Platine", "Support moteur"), 25, 620),
        ("Engrenages", ("Pignon droit", "Couronne dentée", "Crémaillère"), 45, 1900),
    ),
    "Hydraulique": (
        ("Vérins", ("Vérin double effet", "Vérin télescopique", "Vérin compact"), 120, 3400),
        ("Pompes", ("Pompe à pistons", "Pompe à engrenages", "Groupe motopompe"), 240, 5200),
        ("Distributeurs", ("Distributeur 4/3", "Bloc foré", "Servovalve"), 80, 2600),
        ("Centrales", ("Centrale compacte", "Centrale offshore"), 3800, 14500),
        ("Flexibles et raccords", ("Flexible haute pression", "Raccord tournant", "Coupleur"), 9, 180),
    ),
    "Fonderie": (
        ("Fonte ductile", ("Carter", "Chape", "Contrepoids"), 30, 1250),
        ("Acier moulé", ("Corps de vanne", "Crochet", "Sabot"), 70, 2900),
        ("Aluminium", ("Culasse", "Carter léger", "Support"), 18, 640),
        ("Bronze", ("Bague", "Hélice", "Palier"), 22, 3600),
    ),
    "Services": (
        ("Maintenance", ("Contrat annuel", "Visite préventive"), 350, 6400),
        ("Pièces de rechange", ("Kit joints", "Kit roulements", "Cartouche filtrante"), 12, 420),
        ("Rétrofit", ("Étude", "Mise à niveau"), 1500, 12000),
        ("Formation", ("Journée sur site", "Journée au centre"), 690, 1450),
    ),
}

SIZES = 4
"""Each product line is sold in this many sizes, priced evenly on a log scale."""


@dataclass(frozen=True)
class Product:
    """One article of the price list; `price` is the list price in euros at the start of the first year."""

    label: str
    family: str
    division: str
    price: float


def products() -> tuple[Product, ...]:
    """The whole catalogue, in the order of divisions and families."""
    listed = []
    for division, families in FAMILIES.items():
        for rank, (family, ranges, low, high) in enumerate(families, start=1):
            steps = len(ranges) * SIZES
            for step in range(steps):
                price = low * (high / low) ** (step / (steps - 1))
                code = f"{division[:2].upper()}{rank}{step + 1:02d}"
                name = f"{code} {ranges[step % len(ranges)]} T{step // len(ranges) + 1}"
                listed.append(Product(name, family, division, round(price, 2)))
    return tuple(listed)
