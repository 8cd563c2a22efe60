"""Support: commitments to clients, requests to experts, their skills and absences, watch notes."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.api.problems import words
from trousseau.api.resources import Resource, resource
from trousseau.api.rooms.accounts import ACCOUNTS
from trousseau.api.rooms.people import PEOPLE
from trousseau.api.verbs import verb, verb_each
from trousseau.support import problems
from trousseau.support.actions import climbing, commitments, experts, handovers, promises, requests, thread, watch
from trousseau.support.models import (
    Absence,
    AnswerPromise,
    ClimbRule,
    Commitment,
    Message,
    Renegotiation,
    Request,
    Skill,
    WatchNote,
    WatchReading,
)
from trousseau.support.queries.commitments import visible as commitments_of
from trousseau.support.queries.requests import visible_to as requests_of
from trousseau.support.queries.watch import notes

PROMISES, TEAM = "read_commitments", "read_team"


def skills(user: User) -> QuerySet[Skill]:
    """The skills that experts may hold."""
    return Skill.objects.all() if may(user, TEAM) else Skill.objects.none()


def absences(user: User) -> QuerySet[Absence]:
    """When people are away."""
    return Absence.objects.all() if may(user, TEAM) else Absence.objects.none()


def messages(user: User) -> QuerySet[Message]:
    """What was written in the requests someone sees."""
    return Message.objects.filter(request__in=requests_of(user))


def moved(user: User) -> QuerySet[Renegotiation]:
    """How the days of the commitments someone sees moved."""
    return Renegotiation.objects.filter(commitment__in=commitments_of(user))


def readings(user: User) -> QuerySet[WatchReading]:
    """What someone did with the notes they read."""
    return WatchReading.objects.filter(Q(user=user), note__in=notes(user))


COMMITMENTS = resource(
    Resource(
        "commitments", Commitment, PROMISES, commitments_of,
        ("account", "what", "due", "owner", "contact", "contact_name", "channel", "reference", "promised_on",
         "direction", "state", "settled_on", "evidence", "reason", "visible"),
        "What is promised to clients, and by them.", filters=("account", "owner", "state", "due", "direction"),
    )
)  # fmt: skip
MOVED = resource(
    Resource("renegotiations", Renegotiation, PROMISES, moved, ("commitment", "before", "after", "reason", "at"),
             "Days of commitments that were agreed anew.", filters=("commitment",))
)  # fmt: skip
REQUESTS = resource(
    Resource(
        "requests", Request, TEAM, requests_of,
        ("account", "title", "due", "wanted", "language", "zone", "urgency", "state", "stage", "asker", "owner",
        "answer", "asked_at", "done_at"),
        "Requests to experts.", filters=("account", "state", "due", "urgency"),
    )
)  # fmt: skip
MESSAGES = resource(
    Resource("messages", Message, TEAM, messages, ("request", "author", "text", "at"), "What was written in requests.",
             filters=("request",))
)  # fmt: skip
SKILLS = resource(Resource("skills", Skill, TEAM, skills, ("english", "french", "aside"), "Skills of experts."))
ABSENCES = resource(
    Resource("absences", Absence, TEAM, absences, ("user", "first", "last"), "When people are away.",
             filters=("user", "first", "last"))
)  # fmt: skip
NOTES = resource(
    Resource(
        "watch-notes", WatchNote, TEAM, notes,
        ("title", "text", "topics", "industry", "zone", "source", "link", "said_on", "author"),
        "What was read outside, and the accounts it concerns.", filters=("said_on", "author"),
    )
)  # fmt: skip
READINGS = resource(
    Resource("watch-readings", WatchReading, TEAM, readings, ("note", "useful", "used_for"),
             "What you did with the notes you read.", filters=("note",))
)  # fmt: skip
PROMISE = resource(
    Resource("answer-promise", AnswerPromise, TEAM, lambda _user: AnswerPromise.objects.all(),
             ("normal", "high", "low", "country", "opens", "closes"),
             "How soon requests are answered, in working hours.")
)  # fmt: skip
CLIMB = resource(
    Resource("climb-rule", ClimbRule, PROMISES, lambda _user: ClimbRule.objects.all(),
             ("manager", "head", "director"), "After how many days late a commitment is told to whom.")
)  # fmt: skip

verb(commitments.promise, on=ACCOUNTS, rule=PROMISES)
verb_each(
    commitments.keep,
    commitments.break_,
    commitments.withdraw,
    commitments.reopen,
    commitments.renegotiate,
    commitments.change,
    on=COMMITMENTS,
    rule=PROMISES,
)
verb(climbing.set_climb, "set", tag="climb-rule", rule=PROMISES)
verb(requests.ask, "ask-expert", on=ACCOUNTS, rule=TEAM)
verb_each(
    requests.accept,
    requests.decline,
    requests.hand_on,
    requests.propose,
    requests.finish,
    requests.reopen,
    requests.withdraw,
    on=REQUESTS,
    rule=TEAM,
)
verb(thread.write, on=REQUESTS, rule=TEAM, left=frozenset({"files"}))
verb(promises.promise, "set", tag="answer-promise", rule=TEAM)
verb(experts.name_skill, "name", tag="skills", rule=TEAM)
verb(experts.put_aside, on=SKILLS, rule=TEAM)
verb(experts.hold_skills, on=PEOPLE, rule=TEAM)
verb(experts.speaks, "speaks", on=PEOPLE, rule=TEAM)
verb(experts.available, "available", on=PEOPLE, rule=TEAM)
verb(experts.be_away, on=PEOPLE, rule=TEAM)
verb(experts.be_back, on=ABSENCES, rule=TEAM)
verb(handovers.finish, "finish-handover", on=ACCOUNTS, rule=TEAM)
verb(watch.write, tag="watch-notes", rule=TEAM)
verb_each(
    watch.change,
    watch.send,
    watch.take_back,
    watch.drop,
    watch.mark_read,
    watch.mark_useful,
    watch.mark_used,
    on=NOTES,
    rule=TEAM,
)
words(problems.SupportError, lambda error: error.sentence)
