"""Selection: grids, assessments by several people, decision sessions and tiers, total spend."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import JsonValue

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.access import clients_of
from trousseau.api.problems import words
from trousseau.api.resources import Resource, resource
from trousseau.api.shapes import Sent, Shape, Text, learn
from trousseau.api.verbs import verb, verb_each
from trousseau.figures import selection as figures
from trousseau.method.criteria import Grid, GridError
from trousseau.method.tiers import Tiers, TiersError
from trousseau.portfolio.queries import source
from trousseau.portfolio.words import language
from trousseau.selection.actions import closing, days, grids, judging, reviews, rounds, sessions, settling, spend, tiers
from trousseau.selection.models import (
    CriteriaReview,
    DaysTold,
    DecisionSession,
    ExecutionTold,
    GridVersion,
    Remark,
    Round,
    RoundClient,
    Ruling,
    SpendTold,
    TierDecision,
    TierVersion,
)
from trousseau.selection.models import Proposal as TierProposal
from trousseau.selection.pages import assessment_words, review_words, tier_words
from trousseau.selection.queries.clients import Client, client_of
from trousseau.selection.views.grid import why_not as grid_refused
from trousseau.selection.views.potential import taken_meanwhile
from trousseau.selection.views.sessions import why_not as session_refused
from trousseau.selection.views.tiers import why_not as tiers_refused

PORTFOLIO, SESSIONS, ASSESS, SPEND = "read_portfolio", "read_sessions", "assess", "tell_spend"


class Question(Sent):
    """A question to the sales lines: which period, by account or by group."""

    period: Text = source.DEFAULT_PERIOD
    by: Literal["account", "group"] = "group"


def asked(user: User, told: Question) -> source.Asked:
    """The question, about what someone sees of the portfolio."""
    found = source.asked(user, {"period": told.period, "by": told.by})
    if found is None or found.refused:
        raise ValidationError({"asked": _("This is no period of the sales lines, or there are none yet.")})
    return found


def client(user: User, key: str) -> Client:
    """The client of a key, of whom someone sees an account."""
    found = client_of(user, key)
    if found is None:
        raise ValidationError({"client": _("“%(id)s” is nothing that you see.") % {"id": key[:40]}})
    return found


learn(source.Asked, Shape(Question, asked))
learn(Client, Shape(Text, client))
learn(Grid, Shape(dict[str, JsonValue], lambda _user, told: Grid.read(told)))
learn(Tiers, Shape(dict[str, JsonValue], lambda _user, told: Tiers.read(told)))


def of_clients(rows: QuerySet[Any], user: User, rule: str, path: str = "client") -> QuerySet[Any]:
    """Rows of the clients of whom someone sees an account, for who holds the rule."""
    if not may(user, rule):
        return rows.none()
    seen = clients_of(user)
    return rows if seen is None else rows.filter(**{f"{path}__in": seen})


def open_to(user: User) -> QuerySet[Round]:
    """The rounds someone runs, or has a seat in."""
    if may(user, "run_assessments"):
        return Round.objects.all()
    return Round.objects.filter(pk__in=Round.objects.filter(Q(assessors__person=user)).values("pk"))


def judged(user: User) -> QuerySet[RoundClient]:
    """The clients judged in them."""
    return RoundClient.objects.filter(round__in=open_to(user))


def held(user: User) -> QuerySet[DecisionSession]:
    """The decision sessions."""
    return DecisionSession.objects.all() if may(user, SESSIONS) else DecisionSession.objects.none()


def published(model: type[Any]) -> Any:  # noqa: ANN401 - rows of the model
    """What was published of the portfolio’s rules, for who reads it."""
    return lambda user: model.objects.all() if may(user, PORTFOLIO) else model.objects.none()


GRIDS = resource(
    Resource("grids", GridVersion, PORTFOLIO, published(GridVersion),
             ("number", "at", "published_by", "reason", "grid", "moves"), "Grids of criteria, as they were published.")
)  # fmt: skip
TIERS = resource(
    Resource("tiers", TierVersion, PORTFOLIO, published(TierVersion),
             ("number", "at", "published_by", "reason", "tiers", "counts"), "Tiers, as they were published.")
)  # fmt: skip
REVIEWS = resource(
    Resource("criteria-reviews", CriteriaReview, PORTFOLIO, published(CriteriaReview),
             ("number", "at", "decided_by", "outcome", "reason"), "Reviews of the criteria, as they were decided.")
)  # fmt: skip
ROUNDS = resource(
    Resource(
        "assessment-rounds", Round, ASSESS, open_to,
        ("opened_at", "opened_by", "due", "note", "criteria", "closed_at", "closed_by"),
        "Rounds in which several people judge clients.", filters=("due",),
    )
)  # fmt: skip
CLIENTS = resource(
    Resource("round-clients", RoundClient, ASSESS, judged, ("round", "place", "client", "name"),
             "Clients that are judged in a round.", filters=("round",))
)  # fmt: skip
HELD = resource(
    Resource("decision-sessions", DecisionSession, SESSIONS, held, ("title", "date", "attendees", "opened_by",
        "opened_at"),
             "Sessions in which tiers are decided.", filters=("date",))
)  # fmt: skip
_OF_SESSION = ("session", "client")
PROPOSED = resource(
    Resource("tier-proposals", TierProposal, SESSIONS, lambda user: of_clients(TierProposal.objects.all(), user,
        SESSIONS),
             (*_OF_SESSION, "tier", "why", "by", "at"), "Tiers that were proposed.", filters=_OF_SESSION)
)  # fmt: skip
REMARKS = resource(
    Resource("session-remarks", Remark, SESSIONS, lambda user: of_clients(Remark.objects.all(), user, SESSIONS),
             (*_OF_SESSION, "text", "by", "at"), "What was said of a client in a session.", filters=_OF_SESSION)
)  # fmt: skip
RULINGS = resource(
    Resource("rulings", Ruling, SESSIONS, lambda user: of_clients(Ruling.objects.all(), user, SESSIONS),
             (*_OF_SESSION, "tier", "reason", "by", "at"), "What an open session has decided so far.",
             filters=_OF_SESSION)
)  # fmt: skip
DECISIONS = resource(
    Resource(
        "tier-decisions", TierDecision, SESSIONS, lambda user: of_clients(TierDecision.objects.all(), user, SESSIONS),
        ("session", "client", "name", "before", "after", "kind", "reason", "proposed_by", "decided_by", "decided_at",
        "date",
         "rank", "score"),
        "Tiers that were decided, by whom and why.", filters=("session", "client", "date", "after"),
    )
)  # fmt: skip
SPENT = resource(
    Resource(
        "spend", SpendTold, "read_accounts", lambda user: of_clients(SpendTold.objects.all(), user, "read_accounts"),
        ("client", "name", "unit", "offer", "amount", "currency", "source", "date", "confidence", "author", "at"),
        "What clients spend in all, by unit and offer, with source.", filters=("client", "date"),
    )
)  # fmt: skip
DAYS = resource(
    Resource("days-told", DaysTold, PORTFOLIO, lambda user: of_clients(DaysTold.objects.all(), user, PORTFOLIO),
             ("client", "name", "month", "days", "source", "author"), "Days that clients took.", filters=("client",
             "month"))
)  # fmt: skip
EXECUTION = resource(
    Resource("execution-told", ExecutionTold, PORTFOLIO, lambda user: of_clients(ExecutionTold.objects.all(), user,
        PORTFOLIO),
             ("client", "name", "until", "percent", "source", "author"),
             "How far plans were carried out, as people told it.",
             filters=("client",))
)  # fmt: skip


def tell_execution(user: User, client: Client, percent: Decimal, source: str, until: date) -> ExecutionTold:
    """Tell how much of a client’s plan was carried out until a day."""
    return reviews.tell_execution(user, client, percent, source, until=until, latest=timezone.localdate())


verb_each(grids.save_draft, grids.drop_draft, grids.publish_grid, tag="grids", rule="edit_grid")
verb(tiers.publish_tiers, tag="tiers", rule="edit_tiers")
verb(tiers.set_manager_days, tag="tiers", rule=PORTFOLIO)
verb(tell_execution, tag="execution-told", rule=SPEND, about=(ExecutionTold,), serves=(reviews.tell_execution,))
verb(closing.close_session, "close", on=HELD, rule=SESSIONS)
verb(reviews.set_review_rhythm, tag="criteria-reviews", rule="edit_grid")
verb(reviews.decide_review, tag="criteria-reviews", rule="edit_grid", about=(CriteriaReview,))
verb(reviews.draft_proposed_weights, tag="criteria-reviews", rule="edit_grid")
verb(rounds.open_round, tag="assessment-rounds", rule="run_assessments")
verb_each(
    rounds.add_assessor,
    rounds.change_due,
    rounds.remove_assessor,
    rounds.close_round,
    judging.judge,
    judging.hand_in,
    judging.take_back_assessments,
    on=ROUNDS,
    rule=ASSESS,
)
verb(settling.settle, on=CLIENTS, rule="run_assessments")
verb(sessions.open_session, tag="decision-sessions", rule="decide_tiers")
verb_each(
    sessions.propose_tier,
    sessions.discuss,
    sessions.decide_tier,
    sessions.decide_as_proposed,
    sessions.take_back,
    on=HELD,
    rule=SESSIONS,
)
verb(spend.tell_spend, tag="spend", rule=SPEND, about=(SpendTold,))
verb(days.tell_days, tag="days-told", rule=PORTFOLIO, about=(DaysTold,))
words(sessions.SessionError, session_refused)
words(rounds.AssessmentError, lambda error: assessment_words.problem(error, language()))
words(grids.GridPublishingError, lambda error: grid_refused(error.code))
words(tiers.TiersPublishingError, lambda error: tiers_refused(error.code))
words(reviews.ReviewError, lambda error: review_words.problem(error.code))
words(spend.SpendTakenError, lambda error: taken_meanwhile(error.row))
words(GridError, lambda error: figures.problem_text(error, language()))
words(TiersError, lambda error: tier_words.problem_text(error, language()))
