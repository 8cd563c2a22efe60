"""Who stands behind the led accounts of the demonstration: sponsors, back-ups, experts; and one that changed hands."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.actions import Place, add_member, end_member, name_manager
from trousseau.accounts.models import Account, TeamRole

AT = "@garonne.example"
SPONSOR, BACKUP, EXPERT = TeamRole.SPONSOR.value, TeamRole.BACKUP.value, TeamRole.EXPERT.value
TEAMS: dict[str, tuple[tuple[str, str, str, int], ...]] = {
    "Alstrom SA": (
        ("henri.vasseur", SPONSOR, "", 640),
        ("elodie.garnier", BACKUP, "", 300),
        ("lea.marchal", EXPERT, "R&D bogies", 520),
        ("thomas.weber", EXPERT, "qualité fournisseurs", 410),
        ("nadia.belkacem", TeamRole.FINANCE.value, "facturation", 365),
    ),
    "Alstrom Deutschland GmbH": (("henri.vasseur", SPONSOR, "", 640), ("katrin.hoffmann", BACKUP, "", 200)),
    "Aérolys SA": (("antoine.reau", SPONSOR, "", 420), ("lea.marchal", EXPERT, "matériaux", 240)),
    "Brévent Énergie SAS": (("thomas.weber", EXPERT, "qualité", 180),),
    "Lorquin Aciers SA": (("antoine.reau", SPONSOR, "", 500), ("youssef.amrani", EXPERT, "logistique", 90)),
    "Orvane Mobilité SAS": (("henri.vasseur", SPONSOR, "", 330), ("lea.marchal", EXPERT, "bogies", 150)),
    "Kessler Hydraulik AG": (("claire.dumas", SPONSOR, "", 210), ("ingrid.berg", EXPERT, "hydraulique", 260)),
    "Nordvik Offshore AS": (("ingrid.berg", EXPERT, "offshore", 300),),
    "Ferrovia Ibérica SA": (("antoine.reau", SPONSOR, "", 280), ("youssef.amrani", EXPERT, "logistique", 120)),
    "Garrick & Sons Ltd": (("thomas.weber", EXPERT, "quality", 220),),
}
"""Account → address, role, what exactly, days ago."""
LEFT = ("Alstrom SA", "youssef.amrani", "logistique", 900, 450)
"""Someone who was on a team, and no longer is."""
HANDED = ("Tavira Naval SA", "elodie.garnier")
"""An account that changes hands these days, and who takes it."""


def tell(director: User) -> None:
    """Give each account its team, where it has none yet."""
    today = timezone.localdate()
    people = {user.email.removesuffix(AT): user for user in User.objects.filter(email__endswith=AT)}
    accounts = {account.name: account for account in access.every_account().filter(name__in=TEAMS, members=None)}
    for name, team in TEAMS.items():
        account = accounts.get(name)
        for who, role, label, ago in team if account else ():
            _join(director, account, people.get(who), Place(role, today - timedelta(days=ago), None, label))
    name, who, label, came, went = LEFT
    if name in accounts and who in people:
        place = Place(EXPERT, today - timedelta(days=came), None, label)
        end_member(director, add_member(director, accounts[name], people[who], place), today - timedelta(days=went))
    name, who = HANDED
    passing = access.every_account().filter(name=name, handovers=None).exclude(manager=None).first()
    if passing is not None and who in people:
        name_manager(director, passing, people[who])


def _join(director: User, account: Account | None, who: User | None, place: Place) -> None:
    if account is not None and who is not None:
        add_member(director, account, who, place)
