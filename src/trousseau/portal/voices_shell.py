"""What opinions, ideas and joint actions hand to other rooms: places, the trail's words, notices, what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.queries import reports_of
from trousseau.access.rules import may
from trousseau.accounts import access, due
from trousseau.accounts.due import DueItem, Row
from trousseau.jobs import registry
from trousseau.jobs.progress import Progress
from trousseau.knowledge import said as knowledge_said
from trousseau.notices import kinds
from trousseau.portal import navigation, sections
from trousseau.portal.actions.answering import ANSWERED, SAID
from trousseau.portal.actions.asks import ASKED, SETTLED
from trousseau.portal.actions.opinions import SURVEY_OPEN, UNHAPPY, ask_all
from trousseau.portal.models import Awaited, Said
from trousseau.portal.pages import asks
from trousseau.portal.pages.voices import place
from trousseau.portal.queries import heard
from trousseau.portal.queries.opinions import waiting
from trousseau.portal.queries.proposals import unvoted
from trousseau.portfolio import words

ASK = "client_surveys"


def register() -> None:
    """Register everything; once, at the start."""
    navigation.register(
        navigation.Place(
            "ideas", gettext_lazy("Ideas"), gettext_lazy("Ideas"), "portal:ideas", "bulb", order=30, waiting=unvoted
        )
    )
    navigation.register(
        navigation.Place(
            "opinion",
            gettext_lazy("Your opinion"),
            pgettext_lazy("a place of the client space", "Opinion"),
            "portal:opinion",
            "speech",
            order=60,
            waiting=waiting,
        )
    )
    audit.describe(
        {
            "rating.given": gettext_lazy("Rating given in the client space"),
            "survey.put": gettext_lazy("Survey put to somebody of the client"),
            "survey.answered": gettext_lazy("Survey answered"),
            "survey.put_off": gettext_lazy("Survey put off by the client"),
            "survey.erased": gettext_lazy("Answers to surveys erased with the consent"),
            "survey.worded": gettext_lazy("Questions of the survey worded anew"),
            "survey.rhythm_set": gettext_lazy("Rhythm of the survey set"),
            "opinion.answered": gettext_lazy("Opinion of the client answered"),
            "proposal.made": gettext_lazy("Idea proposed in the client space"),
            "proposal.voted": gettext_lazy("Vote for an idea in the client space"),
            "proposal.vote_taken_back": gettext_lazy("Vote for an idea taken back"),
            "proposal.accepted": gettext_lazy("Idea of the client taken up"),
            "proposal.merged": gettext_lazy("Idea of the client merged into another"),
            "proposal.declined": gettext_lazy("Idea of the client not taken up"),
            "ask.asked": gettext_lazy("Somebody of the client asked to agree"),
            "ask.accepted": gettext_lazy("What we asked a client, accepted"),
            "ask.day": gettext_lazy("Another day proposed by the client"),
            "ask.day_refused": gettext_lazy("Day proposed by the client not agreed"),
            "ask.declined": gettext_lazy("What we asked a client, declined"),
            "ask.withdrawn": gettext_lazy("What we asked a client, no longer asked"),
            "comment.made": gettext_lazy("Comment in the client space"),
        }
    )
    kinds.register(kinds.Kind(SAID, gettext_lazy("A client says something and waits for an answer"), said))
    for name, label, text in (
        (ANSWERED, gettext_lazy("What I said in the client space is answered"), answered),
        (ASKED, gettext_lazy("I am asked to agree to something in the client space"), asked),
        (SURVEY_OPEN, gettext_lazy("A few questions are put to me"), survey_open),
    ):
        kinds.register(kinds.Kind(name, label, text, to_clients=True))
    kinds.register(kinds.Kind(SETTLED, gettext_lazy("A client answers what we asked"), settled))
    kinds.register(kinds.Kind(UNHAPPY, gettext_lazy("Somebody of a client is not content"), unhappy))
    registry.handler(ASK, label=gettext_lazy("Surveys of clients"))(run)
    registry.every(dt.timedelta(days=1), ASK)
    due.register_source(SOURCE)
    knowledge_said.register(knowledge_said.Source(heard.of_accounts, heard.of_managers))
    sections.register(sections.Section("asks", "main", 5, "portal/home/asks.html", asks.section))


def said(told: Mapping[str, Any]) -> str:
    """Somebody of a client waits for an answer."""
    day = words.language().date(dt.date.fromisoformat(told["due"]))
    return _("{by} of {account}: “{what}”. Our answer is promised by {day}.").format(
        by=told["by"], account=told["account"], what=told["what"], day=day
    )


def answered(told: Mapping[str, Any]) -> str:
    """To somebody of a client: we answered."""
    return _("{by} answers what you said: “{what}”.").format(by=told["by"], what=told["what"])


def asked(told: Mapping[str, Any]) -> str:
    """To somebody of a client: they are asked."""
    return _("{by} asks you to agree: “{what}”.").format(by=told["by"], what=told["what"])


def settled(told: Mapping[str, Any]) -> str:
    """What somebody of a client answered."""
    said = {
        "accepted": _("{by} of {account} accepts “{what}”."),
        "day": _("{by} of {account} proposes {day} for “{what}”."),
        "declined": _("{by} of {account} declines “{what}”: {reason}"),
    }[told["state"]]
    day = words.language().date(dt.date.fromisoformat(told["day"])) if told["day"] else ""
    return said.format(**{**told, "day": day})


def unhappy(told: Mapping[str, Any]) -> str:
    """To manager and head, the same day."""
    if told["word"]:
        return _("{by} of {account} says {score}: “{word}”").format(**told)
    return _("{by} of {account} says {score}.").format(**told)


def survey_open(told: Mapping[str, Any]) -> str:
    """To somebody of a client who agreed to be asked."""
    if told["which"] == "reminder":
        return _("A few questions still wait for you; this is the only reminder.")
    return _("A few questions about our work: three minutes, when it suits you.")


def run(progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - every handler is given one
    """Put the questions to whoever is due, once a day."""
    return {"told": ask_all()}


def rows(user: User) -> QuerySet[Awaited] | None:
    """Answers promised on accounts someone leads, and late ones of their people."""
    if not may(user, "read_plans"):
        return None
    today = timezone.localdate()
    theirs = Q(space__account__manager__in=_team(user), due__lt=today)
    mine = Q(space__account__manager=user.pk)
    found = Awaited.objects.filter(mine | theirs, answered_at=None, space__account__in=access.visible_to(user))
    return found.order_by("due", "pk")


def items(user: User, found: Sequence[Row]) -> Iterable[DueItem]:
    """Each, with where it is answered."""
    today = timezone.localdate()
    for one in found:
        last = dt.date.fromisoformat(one["due"])
        days = (last - today).days
        if days < 0:
            when = ngettext("{n} day late", "{n} days late", -days).format(n=-days)
        else:
            when = _("due today") if days == 0 else ngettext("in {n} day", "in {n} days", days).format(n=days)
        apart = one["manager"] != user.pk
        yield DueItem(
            title=one["said"],
            kind=_("Answer promised to the client, {when}").format(when=when),
            why=_("said by {name}").format(name=one["name"] or "–"),
            url=place(one["address"], one["kind"], one["item"]),
            action=_("Answer"),
            urgency="now" if days <= 0 else "soon",
            account=one["account"],
            account_url=place(one["address"], Said.PROPOSAL, ""),
            due=last,
            whose=one["led"] if apart else "",
        )


SOURCE = due.Source(
    rows=rows,
    told={
        "kind": "kind", "item": "item", "said": "said", "due": "due", "name": due.called("by"),
        "account": "space__account__name", "address": "space__account__public_id",
        "manager": "space__account__manager", "led": due.called("space__account__manager"),
    },
    items=items,
)  # fmt: skip


def _team(user: User) -> frozenset[int]:
    return reports_of(user) if "head" in user.roles else frozenset()
