"""The page of one request: where it stands, who was asked, what was said, what the reader may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.figures.prose import prose
from trousseau.portfolio import words
from trousseau.support.actions.requests import may_hand_on, may_keep
from trousseau.support.models import Answer, Message, Offer, Request, Stage, State, Step
from trousseau.support.pages import words as spoken
from trousseau.support.pages.asking import SHOWN, for_request
from trousseau.support.pages.reasons import Proposal
from trousseau.support.pages.requests import mark
from trousseau.support.queries.candidates import people_to_ask


@dataclass(frozen=True)
class Said:
    """One message as it is shown."""

    message: Message
    html: SafeString
    mentioned: str


@dataclass(frozen=True)
class RequestPage:
    """All that the template shows."""

    request: Request
    finding: str
    state: str
    word: str
    wanted: SafeString
    answer: SafeString
    language: str
    account_url: str
    """Empty where the reader no longer sees the account."""
    offers: list[Offer]
    messages: list[Said]
    steps: list[tuple[Step, str]]
    answered: str
    can_take: bool
    can_decline: bool
    can_hand_on: bool
    can_finish: bool
    can_reopen: bool
    can_withdraw: bool
    people: list[User]
    proposals: tuple[Proposal, ...]
    places: range
    problem: str
    typed: Mapping[str, str]
    opened: str


def page(
    user: User, found: Request, *, problem: str = "", typed: Mapping[str, str] | None = None, opened: str = ""
) -> RequestPage:
    """The page of a request for someone who may see it; what was refused keeps what was typed."""
    offers = list(found.offers.select_related("user"))
    mine = next((offer for offer in offers if offer.user_id == user.pk and offer.answer == Answer.OPEN), None)
    takes = found.state == State.ASKED and mine is not None
    keeps = may_keep(user, found)
    seen = access.visible_to(user).filter(pk=found.account_id).exists()
    hands_on = may_hand_on(user, found)
    state, word = mark(found)
    steers = found.state == State.ASKED and (keeps or takes)
    return RequestPage(
        request=found,
        finding=finding(found, offers),
        state=state,
        word=word,
        wanted=_html(found.wanted),
        answer=_html(found.answer),
        language=spoken.language_name(found.language) if found.language else "",
        account_url=reverse("accounts:account", args=[found.account.public_id]) if seen else "",
        offers=offers,
        messages=[_said(one) for one in _messages(found)],
        steps=[(step, sentence(step)) for step in found.steps.select_related("actor", "person")][::-1],
        answered=spoken.hours(found.answer_hours),
        can_take=takes,
        can_decline=takes,
        can_hand_on=hands_on,
        can_finish=found.state == State.ACCEPTED and (found.owner_id == user.pk or keeps),
        can_reopen=not found.open and (found.owner_id == user.pk or keeps),
        can_withdraw=found.open and keeps,
        people=list(people_to_ask(user)) if hands_on else [],
        proposals=for_request(user, found) if steers else (),
        places=range(1, SHOWN + 1),
        problem=problem,
        typed=typed or {},
        opened=opened,
    )


def finding(found: Request, offers: list[Offer]) -> str:
    """Where it stands, as a sentence."""
    said = words.language()
    due = said.date(found.due)
    if found.state == State.DONE and found.done_at:
        done = said.date(timezone.localdate(found.done_at))
        return _("{title}: done by {name} on {date}.").format(title=found.title, name=found.owner, date=done)
    if found.state == State.WITHDRAWN:
        return _("{title}: withdrawn, nothing is asked any more.").format(title=found.title)
    if found.state == State.ACCEPTED:
        text = (
            _("{title}: {name} has it in hand, late since {date}.")
            if found.late
            else _("{title}: {name} has it in hand, due {date}.")
        )
        return text.format(title=found.title, name=found.owner, date=due)
    asked = said.listed([str(offer.user) for offer in offers if offer.answer == Answer.OPEN])
    if not asked:
        return _("{title}: nobody can be asked now; it is tried again by itself.").format(title=found.title)
    text = {
        Stage.EXPERTS: _("{title}: {name} is asked to take it, due {date}."),
        Stage.HEAD: _("{title}: no expert took it, it is with {name}, due {date}."),
        Stage.DIRECTOR: _("{title}: nobody took it, it is with {name}, due {date}."),
    }[Stage(found.stage)]
    return text.format(title=found.title, name=asked, date=due)


def sentence(step: Step) -> str:
    """One step in words."""
    said = {
        "asked": _("{actor} asked."),
        "offered": _("{person} was asked to take it."),
        "proposed": _("{actor} put more people behind: {text}."),
        "accepted": _("{actor} took it."),
        "declined": _("{actor} declined: {text}"),
        "handed_on": _("{actor} handed it on to {person}."),
        "passed": _("{person} did not answer in time."),
        "gone": _("{person} is no longer here."),
        "climbed_head": _("No expert took it: it climbed to a head."),
        "climbed_director": _("Nobody took it: it climbed to the directors."),
        "reminded": _("Still nobody took it: the directors were reminded."),
        "late": _("The day has passed: {person}, who asked, and their head were told."),
        "done": _("{actor} said it is done."),
        "reopened": _("{actor} opened it again: {text}"),
        "withdrawn": _("{actor} withdrew it: {text}"),
    }.get(step.kind, step.kind)
    text = said.format(actor=step.actor or "Trousseau", person=step.person or "–", text=step.text)
    return f"{text} {step.text}" if step.kind == "handed_on" and step.text else text


def _messages(found: Request) -> list[Message]:
    return list(found.messages.select_related("author").prefetch_related("mentioned", "files"))


def _said(message: Message) -> Said:
    names = ", ".join(str(person) for person in message.mentioned.all())
    return Said(message, _html(message.text), names)


def _html(text: str) -> SafeString:
    return SafeString(prose(text)) if text else SafeString("")
