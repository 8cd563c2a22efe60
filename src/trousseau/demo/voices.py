"""What the client of the demonstration says: ideas and votes, a year of opinions, an action in discussion."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from trousseau.access.actions import Held as Holding
from trousseau.access.actions import add_person
from trousseau.access.models import Role, User
from trousseau.knowledge.models import Contact
from trousseau.plans.models import LIVING, Action, Progress
from trousseau.plans.models.rhythm import Held, Meeting
from trousseau.portal.access import Window
from trousseau.portal.actions import asks, opinions, proposals, terms
from trousseau.portal.actions.sharing import share
from trousseau.portal.actions.spaces import admit
from trousseau.portal.models import Member, Proposal, Rating, Said, Space, Survey, Terms
from trousseau.portal.queries.opinions import last_quarter, quarter_of

IDEAS = (
    ("Consigner les palettes entre nos deux usines", "Elles reviennent vides aujourd’hui.", ""),
    (
        "Un seul contact qualité pour nos quatre sites",
        "Nous ne savons plus qui appeler.",
        "Retenue, dès le mois prochain.",
    ),
)
OURS = "Mesurer ensemble la vibration des pompes pendant trois mois"
QUARTERS = (
    (4, "La mise en route s’est bien passée.", "Merci. L’équipe en place reste la vôtre."),
    (3, "", ""),
    (4, "Réponses plus rapides.", "Merci. Nous gardons ce rythme."),
    (2, "Trop d’interlocuteurs qualité.", "Vous avez raison : un seul contact qualité dès le mois prochain."),
)
"""Ratings of the last quarters, the earliest first: what they say, and what we answer."""
ANSWERS: Mapping[str, int | str] = {
    "nps": 6,
    "knows": 4,
    "promises": 3,
    "speed": 2,
    "value": 4,
    "better": "Un seul contact qualité.",
}


@dataclass(frozen=True)
class Colleague:
    """Somebody else of a client: would they recommend us, does our manager know them; half a year ago and now."""

    name: str
    recommends: tuple[int, int]
    knows: tuple[int, int]
    rest: tuple[int, int, int]
    """Whether we keep promises, answer fast, bring value: the same both times."""


COLLEAGUES = {
    "Alstrom SA": (
        Colleague("Ingrid Solheim", (7, 8), (3, 4), (3, 2, 4)),
        Colleague("Julie Castan", (9, 9), (4, 5), (4, 4, 5)),
        Colleague("Dieter Kolb", (8, 9), (4, 4), (4, 3, 4)),
        Colleague("Ana Ruiz", (7, 7), (3, 4), (3, 3, 3)),
    ),
    "Kessler Hydraulik AG": (
        Colleague("Holger Lindner", (9, 10), (4, 5), (5, 4, 5)),
        Colleague("Annette Krüger", (8, 9), (4, 4), (4, 4, 4)),
        Colleague("Matthias Pohl", (8, 8), (3, 4), (4, 3, 4)),
        Colleague("Sabine Busch", (7, 9), (4, 4), (3, 4, 4)),
    ),
}


def tell() -> None:
    """Let the people of each open space speak, where nobody has yet."""
    for space in Space.objects.filter(closed_at=None, proposals=None).select_related("account__manager"):
        member = (
            space.members.filter(ended_at=None).select_related("space__account__manager", "user", "contact").first()
        )
        manager = space.account.manager
        if member is not None and manager is not None:
            _speak(space, member, manager)
            for one in COLLEAGUES.get(space.account.name, ()):
                _answer_twice(space, manager, one)


def _speak(space: Space, member: Member, manager: User) -> None:
    window = Window(space, member)
    for title, text, answer in IDEAS:
        made = proposals.propose(window, proposals.Thought(title, text))
        if answer:
            proposals.accept(manager, made, proposals.Answer(answer), made.revision)
    proposals.put_to_vote(manager, space, proposals.Thought(OURS))
    proposals.vote(window, Proposal.objects.get(space=space, title=OURS))
    _rate(window, manager)
    Member.objects.filter(pk=member.pk).update(joined_at=timezone.now() - dt.timedelta(days=400))
    _discuss(space, member, manager)
    opinions.agree(window)
    survey = member.surveys.first()
    if survey is not None:
        opinions.answer(window, survey, ANSWERS)


def _rate(window: Window, manager: User) -> None:
    """A year of quarters, each said a fortnight after it ended and answered; the last meeting, shared and rated."""
    first = quarter_of(timezone.localdate())
    for score, word, answer in reversed(QUARTERS):
        first = last_quarter(first)
        made = opinions.rate_quarter(window, first, score, word)
        said = timezone.make_aware(dt.datetime.combine(first, dt.time(9))) + dt.timedelta(days=106)
        told = window.space.awaited.filter(kind=Said.RATING, item=made.public_id)
        if answer:
            opinions.respond(manager, window.space, Said.RATING, made.public_id, answer)
        if said < timezone.now():
            Rating.objects.filter(pk=made.pk).update(at=said)
            told.update(at=said, due=said.date() + dt.timedelta(days=7), answered_at=said + dt.timedelta(days=2))
    found = Meeting.objects.filter(account=window.account, state=Held.HELD, on__lte=timezone.localdate())
    meeting = found.order_by("-on").first()
    if meeting is not None:
        share(manager, window.account, "meeting", meeting.public_id)
        opinions.rate_meeting(window, meeting, 4)


def _discuss(space: Space, member: Member, manager: User) -> None:
    """One action asked for, another day proposed."""
    open_ = Action.objects.filter(plan__account=space.account, plan__state__in=LIVING, state=Progress.OPEN)
    action = open_.filter(due__gt=timezone.localdate()).order_by("due").first()
    if action is not None:
        share(manager, space.account, "action", action.public_id)
        made = asks.ask(manager, space, member, action, "Votre équipe en a la moitié.")
        day = action.due + dt.timedelta(days=14)
        asks.propose_day(Window(space, member), made, day, "La ligne est arrêtée cette semaine-là.", made.revision)


def _answer_twice(space: Space, manager: User, told: Colleague) -> None:
    """Somebody more is let in and answers the survey, half a year ago and now."""
    contact = Contact.objects.filter(account=space.account, name=told.name).exclude(email="").first()
    if contact is None or User.objects.filter(email=contact.email).exists():
        return
    person = add_person(email=contact.email, name=told.name, password=None, roles=[Holding(Role.CLIENT)], by=manager)
    member = admit(manager, space, person, contact)
    if (written := Terms.current()) is not None:
        terms.accept(person, written)
    Member.objects.filter(pk=member.pk).update(joined_at=timezone.now() - dt.timedelta(days=200))
    for months, recommends, knows in zip((6, 0), told.recommends, told.knows, strict=True):
        opinions.agree(Window(space, member))
        survey = member.surveys.get(answered_at=None)
        said = dict(zip(("promises", "speed", "value"), told.rest, strict=True))
        opinions.answer(Window(space, member), survey, {"nps": recommends, "knows": knows, **said})
        then = timezone.now() - dt.timedelta(days=31 * months)
        Survey.objects.filter(pk=survey.pk).update(asked_at=then, answered_at=then)
