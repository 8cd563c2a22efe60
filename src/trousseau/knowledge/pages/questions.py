"""Small questions as Home shows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.models import Organisation, User
from trousseau.knowledge.actions.questions import NUMBERS
from trousseau.knowledge.models import Asked, Competitor, Control, Stake
from trousseau.knowledge.pages import words
from trousseau.knowledge.queries.questions import SmallQuestion, asked_of


@dataclass(frozen=True)
class Shown:
    """One question: its sentence, its field, where its answer goes."""

    question: SmallQuestion
    text: str
    url: str
    confirms: bool
    """Answered by “still true” alone."""
    number: bool
    hint: str = ""
    typed: str = ""
    error: str = ""

    @property
    def id(self) -> str:
        """As the page names it."""
        return f"q-{self.question.account.public_id}-{self.question.name.replace('.', '-')}"


def on_home(user: User) -> list[Shown]:
    """The questions for someone."""
    return [shown(one) for one in asked_of(user)]


def shown(question: SmallQuestion, *, typed: str = "", error: str = "") -> Shown:
    """One question in words."""
    return Shown(
        question,
        TEXTS[question.code](question),
        reverse("knowledge:answer", args=[question.account.public_id, question.name]),
        question.code.startswith("stale_"),
        question.code in NUMBERS,
        "%" if question.code in {"owners", "shares"} else "",
        typed,
        error,
    )


def unanswered(asked: Asked) -> str:
    """A question that was asked, in words; one about a fact says which kind of answer it lacks."""
    code = asked.question.partition(".")[0]
    if "." in asked.question:
        return str(
            {
                "answers": _("our answer to a stake"),
                "owners": _("a share held"),
                "shares": _("a competitor’s share"),
            }.get(code, code)
        )
    return TEXTS[code](SmallQuestion(asked.account, code)) if code in TEXTS else code


def _client(question: SmallQuestion) -> str:
    return question.account.group.name if question.account.group else question.account.name


def _about_stake(question: SmallQuestion, text: str) -> str:
    stake = question.fact
    assert isinstance(stake, Stake)  # noqa: S101 - the question is about one
    age = words.age((timezone.localdate() - stake.said_on).days)
    return text % {"client": _client(question), "name": stake.title, "age": age}


def _owners(question: SmallQuestion) -> str:
    control = question.fact
    assert isinstance(control, Control)  # noqa: S101 - the question is about one
    return _("What share of %(owned)s does %(owner)s hold?") % {"owned": control.owned, "owner": control.owner}


def _about_competitor(question: SmallQuestion, text: str) -> str:
    competitor = question.fact
    assert isinstance(competitor, Competitor)  # noqa: S101 - the question is about one
    age = words.age((timezone.localdate() - competitor.said_on).days)
    offer = competitor.offer or _("everything")
    return text % {"client": _client(question), "name": competitor.name, "offer": offer, "age": age}


TEXTS: dict[str, Callable[[SmallQuestion], str]] = {
    "stale_stake": lambda one: _about_stake(
        one, _("Is this still at stake for %(client)s: “%(name)s”? The source is %(age)s old.")
    ),
    "stale_competitor": lambda one: _about_competitor(
        one, _("Does %(name)s still sell to %(client)s? The source is %(age)s old.")
    ),
    "stakes": lambda one: _("What is at stake for %(client)s, in their words?") % {"client": _client(one)},
    "answers": lambda one: _about_stake(one, _("What do we answer to the stake of %(client)s: “%(name)s”?")),
    "competitors": lambda one: _("Who else sells to %(client)s?") % {"client": _client(one)},
    "entities": lambda one: _("Which company heads %(client)s?") % {"client": _client(one)},
    "owners": _owners,
    "shares": lambda one: _about_competitor(one, _("What share of %(offer)s does %(name)s hold at %(client)s?")),
    "figures": lambda one: (
        _("What was the turnover of %(client)s last year, in millions of %(currency)s?")
        % {"client": _client(one), "currency": Organisation.current().base_currency}
    ),
    "sites": lambda one: _("Where does %(client)s work: which site matters most?") % {"client": _client(one)},
}
