"""What the demo managers bring, what some accounts ask, two rules, rivals, and a first proposal of who leads what."""

from __future__ import annotations

from decimal import Decimal

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.selection.models import ManagerDays
from trousseau.staffing.actions.matching import work_out
from trousseau.staffing.actions.profiles import Asked, Told, change_profile, tell_demand
from trousseau.staffing.actions.rules import add_rivals, add_rule
from trousseau.staffing.models import AccountDemand, MatchingRule, Profile, Proposal, Rivalry

PROFILES: dict[str, tuple[dict[str, str], tuple[str, ...], tuple[str, ...], float]] = {
    "sophie.lacaze": ({"fr": "C2", "en": "C1", "de": "A2"}, ("France",), ("énergie", "aéronautique"), 16),
    "elodie.garnier": ({"fr": "C2", "en": "B2"}, ("France",), ("ferroviaire", "naval"), 14),
    "katrin.hoffmann": ({"de": "C2", "en": "C1", "fr": "B1"}, ("DACH", "Europe du Nord"), ("machines", "énergie"), 15),
    "mateo.ibarra": ({"es": "C2", "fr": "C1", "en": "B2"}, ("Ibérie",), ("ferroviaire",), 12),
    "david.okafor": (
        {"en": "C2", "fr": "B2"},
        ("Amérique du Nord", "Asie", "Europe du Nord"),
        ("naval", "machines"),
        14,
    ),
}
"""Languages, zones, industries, days a month; of whom more was said by hand it stays."""
INDUSTRIES = {
    "Alstrom SA": "ferroviaire", "Alstrom Deutschland GmbH": "ferroviaire", "Brévent Énergie SAS": "énergie",
    "Beaumont Énergie SAS": "énergie", "Aérolys SA": "aéronautique", "Orvane Mobilité SAS": "ferroviaire",
    "Solenzara Naval SAS": "naval", "Nordhaven Marine A/S": "naval", "Tavira Naval SA": "naval",
    "Kessler Hydraulik AG": "machines", "Zeilmann Maschinenbau GmbH": "machines", "Ferrovia Ibérica SA": "ferroviaire",
    "Vernay Turbines SA": "énergie", "Vernay Turbinen GmbH": "énergie", "Okanda Rail K.K.": "ferroviaire",
}  # fmt: skip
RIVALS = ("Alstrom SA", "Orvane Mobilité SAS")


def tell(director: User) -> None:
    """Tell it, where nobody has told anything yet."""
    people = {user.email.split("@")[0]: user for user in User.objects.filter(is_active=True)}
    for name, (languages, zones, industries, days) in PROFILES.items():
        user = people.get(name)
        if user is not None and not Profile.objects.filter(user=user, revision__gt=0).exists():
            known = ManagerDays.objects.filter(manager=user).first()
            told = Told(languages, zones, industries, None, known.days if known else Decimal(str(days)))
            kept = Profile.objects.filter(user=user).first()
            change_profile(director, user, told, seen=kept.revision if kept else 0)
    accounts = {one.name: one for one in access.every_account().filter(name__in=[*INDUSTRIES, *RIVALS])}
    for name, industry in INDUSTRIES.items():
        account = accounts.get(name)
        if account is not None and not AccountDemand.objects.filter(account=account).exists():
            tell_demand(director, account, Asked(None, "", None, industry, {}, "Fiche client"), seen=0)
    rivals = [accounts[name] for name in RIVALS if name in accounts]
    if len(rivals) > 1 and not Rivalry.objects.exists():
        add_rivals(director, "Matériel ferroviaire", rivals)
    if "Alstrom SA" in accounts and "sophie.lacaze" in people and not MatchingRule.objects.exists():
        add_rule(
            director, "must", accounts["Alstrom SA"], people["sophie.lacaze"], "Le renouvellement se joue cette année"
        )
    if not Proposal.objects.exists():
        work_out(director, "Affectation de rentrée", 0.1)
