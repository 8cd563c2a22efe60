"""What is said of competencies: roles, parts, levels, and what was refused and why."""

from __future__ import annotations

from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from trousseau.figures.language import Language
from trousseau.portfolio import words
from trousseau.selection.queries import tiers
from trousseau.staffing.actions.errors import CompetencyError
from trousseau.staffing.delivered import ROLES, Tongue
from trousseau.staffing.framework import TIER, Framework, FrameworkError
from trousseau.staffing.models import DevelopmentAction, Voice


def tongue() -> Tongue:
    """The language in which the delivered words are read."""
    return cast("Tongue", words.language().code)


def role_word(profile: str) -> str:
    """Whose levels are asked, as a choice says it."""
    return {
        "manager": _("key account manager"),
        "expert": _("expert"),
        "head": _("head of managers"),
    }.get(profile, profile)


def of_role(profile: str) -> str:
    """Whose levels are asked, inside a sentence."""
    return {
        "manager": _("of a key account manager"),
        "expert": _("of an expert"),
        "head": _("of a head of managers"),
    }.get(profile, profile)


def roles() -> tuple[tuple[str, str], ...]:
    """The roles levels can be asked of."""
    return tuple((role, role_word(role)) for role in ROLES)


def profiles(framework: Framework) -> tuple[tuple[str, str], ...]:
    """All that can ask for levels: roles, tiers in force, and tiers that are no more but still ask."""
    known = [*roles(), *((f"{TIER}{key}", tier_name(key, name)) for key, name in tiers.choices())]
    keys = {key for key, _name in known}
    gone = [(key, tier_name(key.removeprefix(TIER))) for key in framework.required if key not in keys]
    return (*known, *gone)


def tier_name(key: str, name: str = "") -> str:
    """A tier as a heading of what it asks."""
    return _("tier: {tier}").format(tier=tiers.name(None, key, name))


def part_word(part: str) -> str:
    """In which part someone speaks."""
    return {
        Voice.Part.SELF.value: _("the person"),
        Voice.Part.HEAD.value: _("head"),
        Voice.Part.EVALUATOR.value: _("evaluator"),
    }[part]


def state_word(state: str) -> str:
    """How far a development action is."""
    return {
        DevelopmentAction.State.OPEN.value: pgettext("development", "to do"),
        DevelopmentAction.State.DOING.value: pgettext("development", "under way"),
        DevelopmentAction.State.DONE.value: pgettext("development", "done"),
        DevelopmentAction.State.DROPPED.value: pgettext("development", "dropped"),
    }[state]


def level_text(level: float | None, language: Language) -> str:
    """A level as it is read: 3, 3.5, or a dash for what nobody knows."""
    if level is None:
        return "–"
    return language.number(level, 0 if level == int(level) else 1)


def problem(error: CompetencyError, framework: Framework, language: Language) -> str:
    """What was not done, and how to mend it."""
    given = {name: str(value) for name, value in error.params.items()}
    if "competency" in given:
        names = {one.key: one.called(tongue()) for one in framework.competencies}
        given["competency"] = names.get(given["competency"], given["competency"])
    if error.code == "unfinished":
        left = int(error.params["left"])
        return ngettext(
            "Nothing was handed in: {left} competency has no answer. Where you cannot judge, say so; that is an answer "
            "too.",
            "Nothing was handed in: {left} competencies have no answer. Where you cannot judge, say so; that is an "
            "answer too.",
            left,
        ).format(left=language.number(left))
    return {**_rounds(), **_people()}[error.code].format(**given)


def _rounds() -> dict[str, str]:
    return {
        "due": _("That day has passed: choose today or a later one."),
        "date": _("“{value}” is no day: give one as year-month-day."),
        "open": _("A round is open on this person already: close it before opening another."),
        "evaluators": _("Three evaluators at most, beside the person and their head."),
        "evaluator": _("{name} cannot be an evaluator: only another active colleague who is not asked already can."),
        "evaluator_unknown": _("“{name}” is nobody of ours: choose among the names of the list."),
        "evaluator_several": _("Several people are called “{name}”: give the e-mail address instead."),
        "nobody": _("There is nobody to ask: name at least one evaluator."),
        "closed": _("The round was closed in the meantime: nothing was kept."),
        "handed_in": _("This was handed in, for good: a later round corrects it."),
        "left": _("You are not, or no longer, asked in this round: nothing was kept."),
        "level": _("“{competency}”: choose a level from 1 to 5, or say that you cannot judge."),
        "level_missing": _("“{competency}”: you wrote something but chose no level. Choose one, or “I cannot judge”."),
        "ends": _("“{competency}”: {level} is an end of the scale. Say what shows it."),
        "long_evidence": _("“{competency}”: more than {most} signs of evidence; say it shorter."),
        "future": _("“{competency}”: the day has not come yet. Give the day on which it was seen."),
        "evidence_date": _("“{competency}”: “{value}” is no day. Give one as year-month-day."),
        "unknown": _("“{competency}” is not asked in this round: nothing was kept."),
    }


def _people() -> dict[str, str]:
    return {
        "name": _("Give a name."),
        "long": _("That is too long: say it shorter."),
        "profile": _("“{value}” is no role that asks for levels."),
        "text": _("Say what will be done, in 500 signs at most."),
        "competency": _("Choose the competency it serves."),
        "owner": _("{name} cannot see to it: choose the person or someone who leads them."),
        "state": _("“{value}” is no state."),
        "changed": _("Someone changed this action in the meantime: nothing was kept. Look at what stands there now."),
    }


def framework_problem(error: FrameworkError) -> str:
    """What is wrong with a framework, and how to mend it."""
    given = {name: str(value) for name, value in error.params.items()}
    return {
        "form": _("This is no framework that can be read: nothing was kept."),
        "none": _("A framework has at least one competency."),
        "many": _("{value} competencies are too many: 30 at most."),
        "key_twice": _("“{competency}” is there twice."),
        "name_twice": _("Two competencies are called “{competency}”: give one of them another name."),
        "area": _("“{competency}”: choose one of the five areas."),
        "name": _("Give the further competency a name, or leave all its fields empty."),
        "levels": _("“{competency}”: level {value} is empty. Say what one can see at each of the five levels."),
        "long": _("“{competency}”: more than {value} signs; say it shorter."),
        "profile": _("“{profile}” asks for no levels: choose a role or a tier."),
        "required": _("A level asked is a whole number from 1 to 5, or nothing."),
    }[error.code].format(**given)
