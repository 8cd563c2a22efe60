"""The tiers of the demonstration, the two sessions that gave them, and the one that is open.

The first went by the grid of size, so Sandrup, Garrick and Estelar became key accounts; the second, by the grid of net
contribution, let two of them go and kept Sandrup for a year under conditions. Today the third is open.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import models
from django.utils import timezone

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.actions import name_manager
from trousseau.demo.grids import then
from trousseau.portfolio.queries.source import usual
from trousseau.selection import actions
from trousseau.selection.actions.ranks import rank_anew
from trousseau.selection.models import DecisionSession, GridVersion, Ruling, SessionClosing, TierVersion
from trousseau.selection.queries import grids, tiers
from trousseau.selection.queries.frozen import Frozen, Place, freeze

DAYS = Decimal(14)
"""Days a month the manager has for their accounts; of nobody else are they known."""
ALSO_LED = ("Ferroval SA", "Castelmar SA", "Sandrup Group AB")
"""Accounts the manager leads beside the others."""
FIRST, SECOND = 975, 600
"""Days ago."""
KEY, MAINTAIN, DEVELOP = "key", "maintain", "develop"
Exceptions = Mapping[str, tuple[str, str]]

FIRST_EXCEPTIONS: Exceptions = {
    "Estelar Prensas SA": (
        DEVELOP,
        "Un seul gros contrat, obtenu sur le prix : à confirmer sur deux exercices avant d’en faire un compte clé.",
    ),
    "Voltané SAS": (DEVELOP, "Croît très vite mais pèse encore peu : un interlocuteur dédié, sans parrain."),
}
FIRST_REASON = "Parmi les vingt premiers par les ventes, la croissance et l’ancienneté ; suivi de fait depuis 2021."
SECOND_EXCEPTIONS: Exceptions = {
    "Sandrup": (
        KEY,
        "Contribution négative, mais 4 M€ de ventes : un an pour ramener remises et retours au niveau, sinon sortie.",
    ),
    "Cie des Eaux du Gers SA": (DEVELOP, "Régie locale sans projet avant 2028 : servir au rythme de ses commandes."),
    "Juniper Falls Equipment Corp.": (KEY, "À une place de la liste, et première référence en Amérique du Nord."),
    "Schwarzholt": (KEY, "Contrat cadre signé en mars sur trois sites : la contribution suivra dans l’année."),
    "Castelmar": (KEY, "Maintenu : appel d’offres cadre en cours, décision attendue à l’automne."),
    "Ferroval": (KEY, "Maintenu : premier client d’Ibérie, présent dans trois divisions."),
}
NOT_YET = ("Ackersley", "Halvorsen Kraft AS")
"""Whom the second session left for later."""
SECOND_LEFT = "La contribution nette ne justifie plus le service d’un compte clé."
SECOND_IN = "Entre par la contribution nette."
PROPOSED = "Garder un an sous condition : remises ramenées à 6 % et coût de service revu avant juin. À revoir en mai."
SAID = "Les commandes s’espacent depuis quinze mois à ventes égales : regarder l’érosion avant de décider."


def tell(as_of: date, *, director: User, head: User, manager: User) -> None:
    """Publish the tiers and hold the sessions, where nothing of it exists and grids are published."""
    versions = {version.number: version for version in GridVersion.objects.all()}
    if DecisionSession.objects.exists() or TierVersion.objects.exists() or not {1, 2} <= versions.keys():
        return
    _publish(director, as_of - timedelta(days=FIRST + 10))
    for account in access.every_account().filter(name__in=ALSO_LED, manager=None):
        name_manager(director, account, manager)
    actions.set_manager_days(director, {manager: DAYS})
    names = [str(one) for one in (director, head, manager)]
    first = _held(director, as_of - timedelta(days=FIRST), "Comité grands comptes 2024", names, versions[1])
    if first is None:
        return
    _decide_first(first, director)
    _close(first, director)
    second = _held(
        director, as_of - timedelta(days=SECOND), "Comité grands comptes 2025", [*names, "Antoine Réau"], versions[2]
    )
    if second is not None:
        _decide_second(second, director)
        _close(second, director)
    _open(director, head, as_of, names)
    rank_anew()


def _publish(director: User, day: date) -> None:
    """The tiers as shipped, made the company's own."""
    capacity = tiers.capacity()
    version = actions.publish_tiers(
        director,
        tiers.in_force(capacity),
        "Vingt comptes clés au plus : ce que l’équipe peut servir. Les autres disent ce qui leur est promis.",
        based_on=0,
        asked=None,
    )
    _dated(TierVersion, version.pk, at=_moment(day))


def _held(director: User, day: date, title: str, names: list[str], version: GridVersion) -> DecisionSession | None:
    """A session as it was opened then, on the ranking of then."""
    question = then(director, day)
    if question is None:
        return None
    now = grids.InForce(version.number, grids.read(version.grid), version)
    made: DecisionSession = DecisionSession.objects.create(
        title=title,
        date=day,
        attendees=names,
        opened_by=director,
        opened_at=_moment(day),
        frozen=freeze(question.ranked_by("group"), now),
    )
    return made


def _decide_first(session: DecisionSession, director: User) -> None:
    """Everyone the rules propose for the list, but for the exceptions."""
    for place in Frozen(session.frozen).places.values():
        if place.name in FIRST_EXCEPTIONS:
            _rule(session, director, place, *FIRST_EXCEPTIONS[place.name])
        elif place.proposed == KEY:
            _rule(session, director, place, KEY, FIRST_REASON)


def _decide_second(session: DecisionSession, director: User) -> None:
    """Entries and exits as the rules propose them, but for those kept another year."""
    frozen = Frozen(session.frozen)
    for place in frozen.places.values():
        before = frozen.before(place.client)
        if place.name in SECOND_EXCEPTIONS:
            _rule(session, director, place, *SECOND_EXCEPTIONS[place.name])
        elif before == KEY and place.proposed not in {KEY, ""}:
            _rule(session, director, place, place.proposed, SECOND_LEFT)
        elif before == "" and place.proposed == KEY and place.name not in NOT_YET:
            _rule(session, director, place, KEY, SECOND_IN)


def _open(director: User, head: User, as_of: date, names: list[str]) -> None:
    """Today's session, with a proposal and a remark on Ferroval."""
    session = actions.open_session(director, "Comité grands comptes 2026", as_of, names, usual(director))
    client = next((one for one in Frozen(session.frozen).places.values() if one.name == "Ferroval"), None)
    if client is not None:
        known = access.clients_of(head)
        who = head if known is None or client.client in known else director
        actions.propose_tier(who, session, client.client, KEY, PROPOSED)
        actions.discuss(director, session, client.client, SAID)


def _rule(session: DecisionSession, director: User, place: Place, tier: str, reason: str) -> None:
    Ruling.objects.create(
        session=session, client=place.client, tier=tier, reason=reason, by=director, at=_moment(session.date, 10)
    )


def _close(session: DecisionSession, director: User) -> None:
    closing = actions.close_session(director, session)
    _dated(SessionClosing, closing.pk, closed_at=_moment(session.date, 12))


def _dated(model: type[models.Model], key: object, **moment: datetime) -> None:
    """Put a frozen row in the past: only a demonstration does."""
    models.QuerySet(model).filter(pk=key).update(**moment)


def _moment(day: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, 30)))
