"""The other managers, experts and the sponsor of the demonstration, and the accounts each manager leads."""

from __future__ import annotations

from trousseau.access.models import Role, User
from trousseau.accounts import access
from trousseau.accounts.actions import name_manager

HEAD = "julien.arnaud@garonne.example"
COLLEAGUES: tuple[tuple[str, str, Role, str | None], ...] = (
    ("henri.vasseur@garonne.example", "Henri Vasseur", Role.EXECUTIVE, None),
    ("elodie.garnier@garonne.example", "Élodie Garnier", Role.MANAGER, HEAD),
    ("katrin.hoffmann@garonne.example", "Katrin Hoffmann", Role.MANAGER, HEAD),
    ("mateo.ibarra@garonne.example", "Mateo Ibarra", Role.MANAGER, HEAD),
    ("david.okafor@garonne.example", "David Okafor", Role.MANAGER, HEAD),
    ("lea.marchal@garonne.example", "Léa Marchal", Role.EXPERT, HEAD),
    ("youssef.amrani@garonne.example", "Youssef Amrani", Role.EXPERT, HEAD),
    ("ingrid.berg@garonne.example", "Ingrid Berg", Role.EXPERT, HEAD),
)
"""Address, name, role, and whom they report to."""

LED: dict[str, tuple[str, ...]] = {
    "elodie.garnier@garonne.example": (
        "Orvane Mobilité SAS", "Duroc Frères SAS", "Beaumont Énergie SAS", "Solenzara Naval SAS",
    ),
    "katrin.hoffmann@garonne.example": (
        "Kessler Hydraulik AG", "Kessler Fluid Power Inc.", "Nordvik Offshore AS", "Nordhaven Marine A/S",
        "Vernay Turbinen GmbH", "Zeilmann Maschinenbau GmbH",
    ),
    "mateo.ibarra@garonne.example": ("Ferrovia Ibérica SA", "Estelar Prensas SA", "Tavira Naval SA"),
    "david.okafor@garonne.example": ("Garrick & Sons Ltd", "Okanda Rail K.K.", "Kessock Manufacturing Inc."),
}  # fmt: skip
"""Vernay is led by two: Sophie Lacaze in France, Katrin Hoffmann in Germany."""


def lead(director: User) -> None:
    """Give each manager their accounts, where nobody has been named."""
    managers = {user.email: user for user in User.objects.filter(email__in=LED)}
    for email, names in LED.items():
        for account in access.every_account().filter(name__in=names, manager=None):
            name_manager(director, account, managers[email])
