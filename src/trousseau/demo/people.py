"""The people known at the demonstration's clients: the eight of Alstrom, and some at other accounts that are led."""

from __future__ import annotations

import datetime as dt
import random
import unicodedata
from typing import NamedTuple

from django.utils import timezone

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.knowledge.actions.lines import influences, report_to
from trousseau.knowledge.actions.people import add_contact, contact_left
from trousseau.knowledge.models import Contact


class Known(NamedTuple):
    """A person as the story tells of them; days are counted back from today."""

    name: str
    title: str
    unit: str
    role: str
    stance: str
    importance: int
    owner: str | None
    touch: int | None
    told: int
    source: str


SOPHIE = "sophie.lacaze@garonne.example"
ALSTROM = (
    Known("Marc Thévenot", "PDG", "Direction générale", "decides", "neutral", 5, "henri.vasseur@garonne.example", 41,
          41, "Comité de direction"),
    Known("Ingrid Solheim", "Directrice des achats groupe", "Achats groupe", "decides", "", 5, None, None, 62,
          "Communiqué de nomination"),
    Known("Paul Renaudin", "Directeur industriel", "Industrie", "decides", "favourable", 5, SOPHIE, 6, 6,
          "Revue trimestrielle"),
    Known("Karim Benali", "Directeur financier", "Finance", "arbitrates", "neutral", 4, "claire.dumas@garonne.example",
          58, 58, "Rencontre au siège"),
    Known("Julie Castan", "Acheteuse usinage", "Achats groupe", "negotiates", "reserved", 3, SOPHIE, 12, 12,
          "Point mensuel usinage"),
    Known("Dieter Kolb", "Responsable du site de Belmont", "Belmont", "uses", "favourable", 3, SOPHIE, 3, 3,
          "Visite du site"),
    Known("Tom Verhoeven", "R&D bogies", "Bureau d’études", "prescribes", "promoter", 4,
          "lea.marchal@garonne.example", 2, 2, "Atelier d’écoconception"),
    Known("Ana Ruiz", "Qualité fournisseurs", "Qualité", "prescribes", "favourable", 3, SOPHIE, 20, 28,
          "Audit qualité"),
)  # fmt: skip
BOSSES = (
    ("Ingrid Solheim", "Marc Thévenot"), ("Paul Renaudin", "Marc Thévenot"), ("Karim Benali", "Marc Thévenot"),
    ("Julie Castan", "Ingrid Solheim"), ("Dieter Kolb", "Paul Renaudin"), ("Tom Verhoeven", "Paul Renaudin"),
    ("Ana Ruiz", "Paul Renaudin"),
)  # fmt: skip
WEIGH = (
    ("Paul Renaudin", "Marc Thévenot", 2, False), ("Karim Benali", "Marc Thévenot", 1, False),
    ("Julie Castan", "Ingrid Solheim", 1, True), ("Dieter Kolb", "Paul Renaudin", 2, False),
    ("Tom Verhoeven", "Paul Renaudin", 3, False), ("Ana Ruiz", "Paul Renaudin", 1, False),
)  # fmt: skip

ELSEWHERE: dict[str, str] = {
    "Aérolys SA": "fr", "Brévent Énergie SAS": "fr", "Lorquin Aciers SA": "fr", "Voltané SAS": "fr",
    "Vernay Turbines SA": "fr", "Orvane Mobilité SAS": "fr", "Duroc Frères SAS": "fr", "Beaumont Énergie SAS": "fr",
    "Kessler Hydraulik AG": "de", "Vernay Turbinen GmbH": "de", "Zeilmann Maschinenbau GmbH": "de",
    "Nordvik Offshore AS": "no", "Ferrovia Ibérica SA": "es", "Estelar Prensas SA": "es", "Garrick & Sons Ltd": "en",
}  # fmt: skip
"""Account → the country of its people's names."""
FIRST = {
    "fr": ("Hélène", "Vincent", "Nathalie", "Mehdi", "Aurélie", "Bruno", "Camille", "Stéphane"),
    "de": ("Annette", "Jürgen", "Sabine", "Holger", "Birgit", "Matthias", "Heike", "Rolf"),
    "no": ("Astrid", "Kjell", "Marit", "Sverre", "Sigrid", "Torbjørn", "Ragnhild", "Leif"),
    "es": ("Pilar", "Ignacio", "Rocío", "Álvaro", "Inmaculada", "Gonzalo", "Lourdes", "Sergio"),
    "en": ("Fiona", "Graham", "Priya", "Duncan", "Harriet", "Owen", "Maeve", "Callum"),
}
LAST = {
    "fr": ("Lemoine", "Charpentier", "Vidal", "Haddad", "Rousselot", "Perrin", "Delorme", "Gaillard", "Mercier"),
    "de": ("Brandt", "Seidel", "Krüger", "Lindner", "Vogt", "Ziegler", "Hartmann", "Busch", "Pohl"),
    "no": ("Haugen", "Nilsen", "Bakke", "Lunde", "Solberg", "Moen", "Strand", "Dahl", "Rønning"),
    "es": ("Carrasco", "Ibáñez", "Navarro", "Peñalver", "Rincón", "Salcedo", "Toledo", "Urbina", "Zamora"),
    "en": ("Ashworth", "Bannerman", "Cartwright", "Doyle", "Fairfax", "Holloway", "Kerr", "Lockwood", "Marsh"),
}
JOBS: dict[str, tuple[tuple[str, str], ...]] = {
    "fr": (("Directeur général", "Direction"), ("Responsable achats", "Achats"), ("Chef de projet", "Études"),
           ("Responsable de production", "Production"), ("Contrôleur qualité", "Qualité")),
    "de": (("Geschäftsführung", "Leitung"), ("Leitung Einkauf", "Einkauf"), ("Projektleitung", "Konstruktion"),
           ("Werksleitung", "Fertigung"), ("Qualitätssicherung", "Qualität")),
    "no": (("Administrerende direktør", "Ledelse"), ("Innkjøpssjef", "Innkjøp"), ("Prosjektleder", "Prosjekt"),
           ("Driftsleder", "Drift"), ("Kvalitetsleder", "Kvalitet")),
    "es": (("Dirección general", "Dirección"), ("Jefatura de compras", "Compras"), ("Jefatura de proyecto", "Obras"),
           ("Jefatura de planta", "Planta"), ("Calidad de proveedores", "Calidad")),
    "en": (("Managing director", "Board"), ("Head of purchasing", "Purchasing"), ("Project lead", "Engineering"),
           ("Plant manager", "Plant"), ("Supplier quality", "Quality")),
}  # fmt: skip
ROLES = ("decides", "negotiates", "prescribes", "uses", "filters")
STANCES = ("favourable", "neutral", "reserved", "promoter", "", "opposed")
SOURCES = ("Visite annuelle", "Salon", "Appel téléphonique", "Réunion de lancement", "Rapport annuel")


def tell(director: User, seed: int = 0) -> None:
    """Tell of everybody, where nobody is known yet."""
    if Contact.every.exists():
        return
    staff = {user.email: user for user in User.objects.filter(is_active=True)}
    _alstrom(director, staff)
    chance = random.Random(seed)  # noqa: S311 - a demonstration that is the same each time
    accounts = {account.name: account for account in access.every_account().filter(name__in=ELSEWHERE)}
    for name in ELSEWHERE:
        if name in accounts:
            _elsewhere(director, accounts[name], chance)


def _alstrom(director: User, staff: dict[str, User]) -> None:
    """The story of the picture: eight people, seven covered, and a new purchasing director nobody knows."""
    account = access.every_account().filter(name="Alstrom SA").first()
    if account is None:
        return
    teller = staff.get(SOPHIE, director) if account.manager_id else director
    made = {one.name: _add(teller, account, one, staff.get(one.owner or ""), "alstrom.example") for one in ALSTROM}
    for person, boss in BOSSES:
        report_to(teller, made[person], made[boss])
    for by, on, strength, supposed in WEIGH:
        influences(teller, made[by], made[on], strength=strength, supposed=supposed, source="Revue de compte")


def _elsewhere(director: User, account: Account, chance: random.Random) -> None:
    """Four or five people of an account: bosses, an influence, some not covered, some told long ago, one who left."""
    teller = account.manager or director
    country = ELSEWHERE[account.name]
    firsts, lasts = (chance.sample(names[country], 5) for names in (FIRST, LAST))
    domain = f"{_plain(account.name.split()[0])}.example"
    people = []
    for at in range(4 + chance.randrange(2)):
        title, unit = JOBS[country][at]
        told = chance.choice((9, 35, 80, 150, 240, 430))
        known = Known(
            f"{firsts[at]} {lasts[at]}", title, unit, ROLES[at], STANCES[chance.randrange(len(STANCES))],
            max(1, 5 - at), None, chance.choice((4, 11, 26, 47, 95)) if chance.random() < 0.85 else None, told,
            chance.choice(SOURCES),
        )  # fmt: skip
        people.append(_add(teller, account, known, None if chance.random() < 0.2 else teller, domain))
    for at, person in enumerate(people[1:], 1):
        report_to(teller, person, people[0] if at < 3 else people[at - 2])
    report_to(teller, people[3], people[0], dotted=True)
    influences(teller, people[1], people[0], strength=1 + chance.randrange(3), supposed=chance.random() < 0.3)
    influences(teller, people[2], people[1], strength=1 + chance.randrange(3), supposed=chance.random() < 0.3)
    if chance.random() < 0.25:
        contact_left(teller, people[-1], timezone.localdate() - dt.timedelta(days=50))


def _add(teller: User, account: Account, one: Known, owner: User | None, domain: str) -> Contact:
    today = timezone.localdate()
    return add_contact(
        teller,
        account,
        name=one.name,
        title=one.title,
        unit=one.unit,
        email=f"{_plain(one.name.replace(' ', '.'))}@{domain}",
        buying_role=one.role,
        stance=one.stance,
        importance=one.importance,
        owner=owner,
        last_touch=None if one.touch is None else today - dt.timedelta(days=one.touch),
        said_on=today - dt.timedelta(days=one.told),
        source=one.source,
    )


def _plain(name: str) -> str:
    """A name as an address writes it."""
    letters = unicodedata.normalize("NFKD", name.replace("ø", "o").replace("ß", "ss")).encode("ascii", "ignore")
    return "".join(sign for sign in letters.decode().lower() if sign.isalnum() or sign == ".")
