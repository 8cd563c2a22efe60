"""Small questions as Home shows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.models import Organisation, User
from trousseau.access.once import once
from trousseau.knowledge.actions.questions import NUMBERS
from trousseau.knowledge.models import Asked, Competitor, Contact, Control, Stake, Stance
from trousseau.knowledge.pages import words
from trousseau.knowledge.queries.people import owners
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
    choices: tuple[tuple[str, str], ...] = ()
    """Answered by one of these: value, label; as buttons where they are two, as a list beyond."""
    names: tuple[str, ...] = ()
    """Names offered while one types."""
    change_url: str = ""
    """Where what is no longer true is changed."""
    typed: str = ""
    error: str = ""

    @property
    def names_somebody(self) -> bool:
        """Whether the answer is a person at the client."""
        return self.question.code in {"who_decides", "influences"}

    @property
    def id(self) -> str:
        """As the page names it."""
        return f"q-{self.question.account.public_id}-{self.question.name.replace('.', '-')}"


def on_home(user: User) -> list[Shown]:
    """The questions for someone."""
    return [shown(user, one) for one in asked_of(user)]


def shown(user: User, question: SmallQuestion, *, typed: str = "", error: str = "") -> Shown:
    """One question in words, as someone answers it."""
    confirms, who = question.code.startswith("stale_"), question.who
    facts = reverse("knowledge:facts", args=[question.account.public_id]) if confirms else ""
    return Shown(
        question,
        text(question),
        reverse("knowledge:answer", args=[question.account.public_id, question.name]),
        confirms,
        question.code in NUMBERS,
        "%" if question.code in {"owners", "shares"} else "",
        _choices(user, question),
        tuple(dict.fromkeys(one.name for one in question.among)),
        reverse("knowledge:contact", args=[who.public_id]) if who and question.code == "still_there" else facts,
        typed,
        error,
    )


def text(question: SmallQuestion) -> str:
    """A question as it is asked."""
    return TEXTS[question.code](question)


def _choices(user: User, question: SmallQuestion) -> tuple[tuple[str, str], ...]:
    """What an answer is chosen from; who answers stands first among us."""
    if question.code == "still_there":
        return ("yes", _("Yes, still")), ("left", _("They have left"))
    if question.code == "stance":
        return tuple((value, str(label)) for value, label in Stance.choices if value)
    if question.code != "owner":
        return ()
    ours = sorted(once(("owners",), lambda: list(owners())), key=lambda one: one.pk != user.pk)
    return tuple((str(one.pk), _("%(name)s (me)") % {"name": one} if one.pk == user.pk else str(one)) for one in ours)


def unanswered(asked: Asked) -> str:
    """A question that was asked, in words; one about a fact says which kind of answer it lacks."""
    code = asked.question.partition(".")[0]
    if "." in asked.question:
        return str(
            {
                "answers": _("our answer to a stake"),
                "owners": _("a share held"),
                "shares": _("a competitor’s share"),
                "owner": _("who of us looks after someone who decides"),
                "stance": _("where someone who decides stands"),
                "influences": _("who weighs on someone who decides"),
                "still_there": _("whether someone is still there"),
            }.get(code, code)
        )
    return text(SmallQuestion(asked.account, code)) if code in TEXTS else code


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


def _about_person(question: SmallQuestion, text: str) -> str:
    who = question.who
    assert isinstance(who, Contact)  # noqa: S101 - the question is about one
    return text % {"client": _client(question), "name": who.name}


def _still_there(question: SmallQuestion) -> str:
    """Whether someone is still what they were told to be, with the day that makes one doubt."""
    who, today = question.who, timezone.localdate()
    assert isinstance(who, Contact)  # noqa: S101 - the question is about one
    touched = who.last_touch is not None and who.last_touch <= who.said_on
    since = who.last_touch if touched and who.last_touch else who.said_on
    said = {"name": who.name, "title": who.title, "client": _client(question), "age": words.age((today - since).days)}
    if touched:
        if who.title:
            return _("Is %(name)s, last touched %(age)s ago, still %(title)s at %(client)s?") % said
        return _("Is %(name)s, last touched %(age)s ago, still at %(client)s?") % said
    if who.title:
        return _("Is %(name)s still %(title)s at %(client)s? The source is %(age)s old.") % said
    return _("Is %(name)s still at %(client)s? The source is %(age)s old.") % said


TEXTS: dict[str, Callable[[SmallQuestion], str]] = {
    "stale_stake": lambda one: _about_stake(
        one, _("Is this still at stake for %(client)s: “%(name)s”? The source is %(age)s old.")
    ),
    "stale_competitor": lambda one: _about_competitor(
        one, _("Does %(name)s still sell to %(client)s? The source is %(age)s old.")
    ),
    "who_decides": lambda one: _("Who decides at %(client)s?") % {"client": _client(one)},
    "owner": lambda one: _about_person(one, _("Who of us looks after %(name)s, who decides at %(client)s?")),
    "stance": lambda one: _about_person(one, _("Where does %(name)s, who decides at %(client)s, stand towards us?")),
    "influences": lambda one: _about_person(one, _("Who weighs on what %(name)s decides at %(client)s?")),
    "still_there": _still_there,
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
