"""What the client of the demonstration says: ideas and votes, a year of opinions, an action in discussion."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from trousseau.access.models import User
from trousseau.plans.models import LIVING, Action, Progress
from trousseau.plans.models.rhythm import Held, Meeting
from trousseau.portal.access import Window
from trousseau.portal.actions import asks, opinions, proposals
from trousseau.portal.actions.sharing import share
from trousseau.portal.models import Member, Proposal, Rating, Space
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
    (4, "La mise en route s’est bien passée."),
    (3, ""),
    (4, "Réponses plus rapides."),
    (2, "Trop d’interlocuteurs qualité."),
)
"""Ratings of the last quarters, the earliest first."""
ANSWERS: Mapping[str, int | str] = {
    "nps": 6,
    "knows": 4,
    "promises": 3,
    "speed": 2,
    "value": 4,
    "better": "Un seul contact qualité.",
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


def _speak(space: Space, member: Member, manager: User) -> None:
    window = Window(space, member)
    for title, text, answer in IDEAS:
        made = proposals.propose(window, proposals.Thought(title, text))
        if answer:
            proposals.accept(manager, made, proposals.Answer(answer), made.revision)
    proposals.put_to_vote(manager, space, proposals.Thought(OURS))
    proposals.vote(window, Proposal.objects.get(space=space, title=OURS))
    _rate(window)
    _discuss(space, member, manager)
    opinions.agree(window)
    survey = member.surveys.first()
    if survey is not None:
        opinions.answer(window, survey, ANSWERS)


def _rate(window: Window) -> None:
    """A year of quarters, each said a fortnight after it ended; and the last meeting, shared and rated."""
    first = quarter_of(timezone.localdate())
    for score, word in reversed(QUARTERS):
        first = last_quarter(first)
        made = opinions.rate_quarter(window, first, score, word)
        said = timezone.make_aware(dt.datetime.combine(first, dt.time(9))) + dt.timedelta(days=106)
        if said < timezone.now():
            Rating.objects.filter(pk=made.pk).update(at=said)
    found = Meeting.objects.filter(account=window.account, state=Held.HELD, on__lte=timezone.localdate())
    meeting, manager = found.order_by("-on").first(), window.account.manager
    if meeting is not None and manager is not None:
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
