"""The right manager: competencies and their rounds, what accounts ask, who should lead what."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.api.problems import words
from trousseau.api.resources import Resource, resource
from trousseau.api.rooms.accounts import ACCOUNTS
from trousseau.api.rooms.people import PEOPLE
from trousseau.api.shapes import Shape, learn
from trousseau.api.verbs import verb, verb_each
from trousseau.staffing.access import visible_to
from trousseau.staffing.actions import assessing, development, errors, frameworks, matching, profiles, rules, subjects
from trousseau.staffing.framework import Framework, FrameworkError
from trousseau.staffing.models import (
    AccountDemand,
    Assessment,
    DevelopmentAction,
    FrameworkVersion,
    HandOver,
    MatchingRule,
    Profile,
    Proposal,
    Rivalry,
    Subject,
)
from trousseau.staffing.pages.competency_words import framework_problem
from trousseau.staffing.pages.words import problem
from trousseau.staffing.views import competencies
from trousseau.staffing.views.framework import why_not

READ, MATCH = "read_competencies", "match_managers"


def assessments(user: User) -> QuerySet[Assessment]:
    """The rounds of the people whose competencies someone sees."""
    return Assessment.objects.filter(subject__in=visible_to(user))


def steps(user: User) -> QuerySet[DevelopmentAction]:
    """What is planned for them, and what someone does themselves."""
    return DevelopmentAction.objects.filter(Q(subject__in=visible_to(user)) | Q(owner=user))


def versions(user: User) -> QuerySet[FrameworkVersion]:
    """The frameworks that were in force."""
    return FrameworkVersion.objects.all() if may(user, READ) else FrameworkVersion.objects.none()


def proposals(user: User) -> QuerySet[Proposal]:
    """Who could lead what, as it was worked out."""
    return Proposal.objects.all() if may(user, MATCH) else Proposal.objects.none()


def hand_overs(user: User) -> QuerySet[HandOver]:
    """Accounts that change hands: all for who matches, else one's own."""
    return HandOver.objects.all() if may(user, MATCH) else HandOver.objects.filter(Q(giver=user) | Q(taker=user))


def demands(user: User) -> QuerySet[AccountDemand]:
    """What the accounts someone sees ask of their manager."""
    return AccountDemand.objects.filter(account__in=access.visible_to(user))


def matching_rules(user: User) -> QuerySet[MatchingRule]:
    """Who must or must not lead what."""
    return MatchingRule.objects.filter(account__in=access.visible_to(user))


def rivalries(user: User) -> QuerySet[Rivalry]:
    """Accounts that one person should not lead together."""
    return Rivalry.objects.all() if may(user, MATCH) else Rivalry.objects.none()


def managers(user: User) -> QuerySet[Profile]:
    """What managers bring."""
    return Profile.objects.all() if may(user, MATCH) else Profile.objects.none()


SUBJECTS = resource(
    Resource("subjects", Subject, READ, visible_to, ("user", "name", "about", "reports_to", "profile"),
             "People whose competencies are assessed.", filters=("user",))
)  # fmt: skip
ASSESSMENTS = resource(
    Resource(
        "competency-rounds", Assessment, READ, assessments,
        ("subject", "due", "note", "number", "opened_by", "opened_at", "closed_by", "closed_at"),
        "Rounds of assessments of one person.", filters=("subject", "due"), beside=("subject__user",),
    )
)  # fmt: skip
STEPS = resource(
    Resource("development-actions", DevelopmentAction, READ, steps,
             ("subject", "competency", "text", "due", "owner", "state"), "What people learn next.",
             filters=("subject", "owner", "state", "due"), beside=("subject__user",))
)  # fmt: skip
FRAMEWORKS = resource(
    Resource("competency-frameworks", FrameworkVersion, READ, versions,
             ("number", "at", "published_by", "reason", "framework"), "Competency frameworks, as they were published.")
)  # fmt: skip
PROPOSALS = resource(
    Resource(
        "matching-proposals", Proposal, MATCH, proposals,
        ("title", "state", "keep_bonus", "assigned", "backups", "created_by", "created_at", "decided_by", "decided_at",
         "reason"),
        "Who could lead what, as it was worked out.", filters=("state",),
    )
)  # fmt: skip
HAND_OVERS = resource(
    Resource("hand-overs", HandOver, READ, hand_overs, ("account", "giver", "taker", "due", "given_at", "taken_at"),
             "Accounts that change hands.", filters=("account", "giver", "taker", "due"))
)  # fmt: skip
DEMANDS = resource(
    Resource(
        "account-demands", AccountDemand, MATCH, demands,
        ("account", "days", "zone", "languages", "industry", "competencies", "source", "author"),
        "What accounts ask of their manager.", filters=("account",),
    )
)  # fmt: skip
RULES = resource(
    Resource("matching-rules", MatchingRule, MATCH, matching_rules, ("kind", "account", "manager", "reason", "author"),
             "Who must or must not lead what.", filters=("account", "manager", "kind"))
)  # fmt: skip
RIVALRIES = resource(
    Resource("rivalries", Rivalry, MATCH, rivalries, ("name", "author", "at"),
        "Accounts that one person should not lead.")
)  # fmt: skip
PROFILES = resource(
    Resource("manager-profiles", Profile, MATCH, managers,
             ("user", "languages", "fluency", "zones", "industries", "most_accounts"), "What managers bring.",
             filters=("user",))
)  # fmt: skip

learn(Framework, Shape(dict[str, object], lambda _user, told: Framework.read(told)))
verb_each(
    assessing.open_assessment,
    development.plan_development,
    subjects.erase_candidate,
    subjects.hold_against,
    on=SUBJECTS,
    rule=READ,
    about=(DevelopmentAction,),
)
verb(subjects.name_candidate, tag="subjects", rule=READ)
verb_each(
    assessing.add_evaluator,
    assessing.remove_evaluator,
    assessing.answer,
    assessing.hand_in,
    assessing.close_assessment,
    on=ASSESSMENTS,
    rule=READ,
)
verb_each(
    frameworks.save_framework_draft,
    frameworks.drop_framework_draft,
    frameworks.publish_framework,
    tag="competency-frameworks",
    rule="edit_framework",
)
verb(matching.work_out, tag="matching-proposals", rule=MATCH)
verb_each(matching.move, matching.propose, matching.drop, matching.decide, matching.undo, on=PROPOSALS, rule=MATCH)
verb(matching.hand_over_done, "done", on=HAND_OVERS, rule=READ)
verb(profiles.tell_demand, on=ACCOUNTS, rule=MATCH, about=(AccountDemand,))
verb(profiles.change_profile, on=PEOPLE, rule=MATCH, about=(Profile,))
verb(rules.add_rule, tag="matching-rules", rule=MATCH, about=(MatchingRule,))
verb(rules.drop_rule, "drop", on=RULES, rule=MATCH)
verb(rules.add_rivals, tag="rivalries", rule=MATCH)
verb(rules.drop_rivals, "drop", on=RIVALRIES, rule=MATCH)


def change_development(
    user: User, action: DevelopmentAction, revision: int, *, competency: str | None = None, text: str | None = None,
    state: str | None = None, owner: User | None = None,
) -> DevelopmentAction:  # fmt: skip
    """Change what someone learns next; what is left out stays."""
    told = {"competency": competency, "text": text, "state": state, "owner": owner}
    given = {name: value for name, value in told.items() if value is not None}
    return development.change_development(user, action, revision, **given)


verb(change_development, "change", on=STEPS, rule=READ, serves=(development.change_development,))
words(errors.CompetencyError, competencies.said)
words(profiles.StaffingError, problem)
words(frameworks.FrameworkPublishingError, lambda error: why_not(error.code))
words(FrameworkError, framework_problem)
