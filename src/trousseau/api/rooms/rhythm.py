"""Around plans: meetings and their decisions, value delivered, ideas, treatments, negotiations, the programme."""

from __future__ import annotations

from django.db.models import QuerySet

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.api.resources import Resource, resource
from trousseau.api.rooms.accounts import ACCOUNTS
from trousseau.api.verbs import verb, verb_each
from trousseau.plans import meeting_access, negotiation_access
from trousseau.plans.actions import (
    deciding,
    ideas,
    invitations,
    meetings,
    negotiation,
    negotiation_end,
    programme,
    reviews,
    times,
    treatments,
    value,
)
from trousseau.plans.models import (
    AgendaPoint,
    Decision,
    Delivered,
    Idea,
    MaturityRound,
    Meeting,
    Negotiation,
    ProgrammeLine,
    Treatment,
)
from trousseau.plans.queries.ideas import bank
from trousseau.plans.queries.treatments import visible as treatments_of
from trousseau.plans.queries.value import visible as delivered_to

READ, SHEETS, PROGRAMME = "read_plans", "read_negotiations", "read_programme"


def decisions(user: User) -> QuerySet[Decision]:
    """What was decided in the meetings someone sees."""
    return Decision.objects.filter(meeting__in=meeting_access.visible(user))


def points(user: User) -> QuerySet[AgendaPoint]:
    """What is on the agenda of the meetings someone sees."""
    return AgendaPoint.objects.filter(meeting__in=meeting_access.visible(user))


def sheets(user: User) -> QuerySet[Negotiation]:
    """The negotiation sheets someone may read: who may read those of an account is asked of each account."""
    accounts = access.visible_to(user).filter(negotiations__isnull=False).select_related("manager").distinct()
    readable = [one.pk for one in accounts if negotiation_access.may_read(user, one)]
    return Negotiation.objects.filter(account__in=readable)


def lines(user: User) -> QuerySet[ProgrammeLine]:
    """The lines of the programme."""
    return ProgrammeLine.objects.all() if may(user, PROGRAMME) else ProgrammeLine.objects.none()


def rounds(user: User) -> QuerySet[MaturityRound]:
    """The times the programme's maturity was judged."""
    return MaturityRound.objects.all() if may(user, PROGRAMME) else MaturityRound.objects.none()


MEETINGS = resource(
    Resource(
        "meetings", Meeting, READ, meeting_access.visible,
        ("account", "title", "kind", "level", "on", "at", "lasts", "where", "organiser", "people", "contacts", "state",
         "minutes", "shared"),
        "Meetings on accounts.", filters=("account", "kind", "level", "state", "on", "organiser"),
    )
)  # fmt: skip
POINTS = resource(
    Resource("agenda-points", AgendaPoint, READ, points, ("meeting", "text", "position"), "What is on the agenda.",
             filters=("meeting",))
)  # fmt: skip
DECISIONS = resource(
    Resource(
        "decisions", Decision, READ, decisions, ("meeting", "text", "owner", "contact", "due", "action", "commitment"),
        "What meetings decided.", filters=("meeting", "owner", "due"),
    )
)  # fmt: skip
DELIVERED = resource(
    Resource(
        "value-delivered", Delivered, READ, delivered_to,
        ("account", "category", "what", "since", "until", "amount", "yearly", "method", "evidence", "stake", "action",
         "opinion", "agreed", "said", "said_by", "said_on", "shared"),
        "What we brought to clients, in their words and money.", filters=("account", "category", "since", "opinion"),
    )
)  # fmt: skip
IDEAS = resource(
    Resource(
        "ideas", Idea, READ, bank,
        ("title", "category", "how", "reckoned", "stakes", "industry", "days", "money"),
        "The idea bank: ways to bring clients more.", filters=("category",), search=True,
    )
)  # fmt: skip
TREATMENTS = resource(
    Resource(
        "treatments", Treatment, READ, treatments_of,
        ("account", "kind", "what", "owner", "decided_on", "due", "expected", "outcome", "reason"),
        "What is decided about accounts that cost more than they bring.", filters=("account", "kind", "owner", "due"),
    )
)  # fmt: skip
NEGOTIATIONS = resource(
    Resource(
        "negotiations", Negotiation, SHEETS, sheets,
        ("account", "subject", "on", "objective", "ours", "meeting", "frozen_at", "frozen_by", "agreed"),
        "Negotiation sheets.", filters=("account", "on"),
    )
)  # fmt: skip
LINES = resource(
    Resource(
        "programme-lines", ProgrammeLine, PROGRAMME, lines,
        ("kind", "what", "owner", "starts", "due", "state", "note"),
        "Stages, obstacles and next steps of the programme.",
        filters=("kind", "state", "owner", "due"),
    )
)  # fmt: skip
ROUNDS = resource(
    Resource("maturity-rounds", MaturityRound, PROGRAMME, rounds, ("on", "by", "note"),
             "When the programme’s maturity was judged.", filters=("on",))
)  # fmt: skip


def add_point(user: User, meeting: Meeting, text: str) -> AgendaPoint:
    """Put a point on the agenda."""
    return meetings.add_point(user, meeting, text)


def drop_point(user: User, point: AgendaPoint) -> None:
    """Take a point off the agenda."""
    meetings.drop_point(user, point.meeting, point.pk)


verb(meetings.arrange, "arrange-meeting", on=ACCOUNTS, rule=READ)
verb(reviews.book, "book-reviews", on=ACCOUNTS, rule=READ)
verb_each(
    meetings.change,
    meetings.hold,
    meetings.cancel,
    meetings.reopen,
    meetings.write_minutes,
    meetings.take_open,
    invitations.invite,
    deciding.decide,
    reviews.prepare,
    reviews.look_ahead,
    on=MEETINGS,
    rule=READ,
)
verb(add_point, on=MEETINGS, rule=READ, serves=(meetings.add_point,))
verb(drop_point, "drop", on=POINTS, rule=READ, serves=(meetings.drop_point,))
verb(times.on_meeting, "spend-time", on=MEETINGS, rule=READ)
verb(deciding.become, on=DECISIONS, rule=READ)
verb(deciding.drop, on=DECISIONS, rule=READ)
verb(value.add, "add-value", on=ACCOUNTS, rule=READ)
verb_each(value.change, value.confirm, value.contest, value.unsay, value.remove, on=DELIVERED, rule=READ)
verb(ideas.add, tag="ideas", rule=READ)
verb_each(ideas.change, ideas.retire, ideas.revive, ideas.act_on, ideas.group_under, on=IDEAS, rule=READ)
verb(treatments.decide, "decide-treatment", on=ACCOUNTS, rule=READ)
verb_each(treatments.change, treatments.apply, treatments.close, on=TREATMENTS, rule=READ)
verb(negotiation.open_sheet, "open-negotiation", on=ACCOUNTS, rule=SHEETS)
verb_each(
    negotiation.say,
    negotiation.put_term,
    negotiation.put_trade_off,
    negotiation.concede,
    negotiation.take_out,
    negotiation.discard,
    negotiation_end.end,
    negotiation_end.next_step,
    on=NEGOTIATIONS,
    rule=SHEETS,
)
verb(negotiation_end.freeze, on=NEGOTIATIONS, rule=SHEETS, left=frozenset({"at"}))
verb(programme.add, tag="programme-lines", rule=PROGRAMME, about=(ProgrammeLine,))
verb_each(programme.change, programme.settle, programme.remove, on=LINES, rule=PROGRAMME)
verb(programme.judge, tag="maturity-rounds", rule=PROGRAMME)
verb(programme.unjudge, "drop", on=ROUNDS, rule=PROGRAMME)
