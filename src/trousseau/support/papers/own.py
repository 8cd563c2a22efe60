"""The sections of papers that this room tells itself: figures, people of both sides, decisions, what to say."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trousseau.access.models import User
from trousseau.accounts import queries, rows, sections
from trousseau.accounts.models import Account
from trousseau.accounts.pages import event_sentence
from trousseau.accounts.sections import BOTH, Paper, Section, Told
from trousseau.knowledge.models import BuyingRole, Contact, Stance
from trousseau.knowledge.queries.people import there
from trousseau.support.pages.words import language_name
from trousseau.support.queries.teams import team_of

SILENT_DAYS = 45
"""Days without a touch after which a decision maker is worth a word."""
WEIGHTY = (BuyingRole.DECIDES, BuyingRole.ARBITRATES)
ALL_EVENTS = 2_000


def register() -> None:
    """Offer them; people and touches only where no other room tells of them already."""
    brief: frozenset[Paper] = frozenset({"brief"})
    handover: frozenset[Paper] = frozenset({"handover"})
    own = (
        Section("figures", gettext_lazy("Sales, month by month"), months, order=10, papers=handover),
        Section("people", gettext_lazy("Who decides, where they stand"), people, order=20, papers=BOTH),
        Section("what_to_say", gettext_lazy("What to say, what to ask"), say, order=15, papers=brief),
        Section("team", gettext_lazy("Our team"), team, order=80, papers=BOTH),
        Section("managers", gettext_lazy("Who led it before"), managers, order=85, papers=handover),
        Section("decisions", gettext_lazy("What was decided"), decisions, order=95, papers=handover),
    )
    for section in own:
        if not sections.offered(section.name):
            sections.register(section)


def months(user: User, account: Account) -> Told | None:  # noqa: ARG001 - who sees the account sees its sales
    """Two years of sales, the newest first."""
    figures, reckoning = getattr(account, "figures", None), queries.reckoning()
    if figures is None or reckoning.end is None or not figures.spark:
        return None
    said, base = rows.language(), reckoning.base_currency or None
    year, month = reckoning.end.year, reckoning.end.month
    told = []
    for amount in reversed(figures.spark):
        told.append((said.month(date(year, month, 1)), said.amount(amount, base)))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return Told(heads=(_("Month"), _("Sales")), rows=tuple(told))


def people(user: User, account: Account) -> Told | None:
    """The people at the client, those who decide first, with where they stand and who of us knows them."""
    found = _known(user, account)
    if not found:
        return None
    said = rows.language()
    deciders = [one for one in found if one.buying_role == BuyingRole.DECIDES]
    covered = sum(one.owner_id is not None for one in deciders)
    sentence = ngettext(
        "%(n)s person decides, of whom %(covered)s is looked after by one of us.",
        "%(n)s people decide, of whom %(covered)s are looked after by one of us.",
        len(deciders),
    ) % {"n": said.number(len(deciders)), "covered": said.number(covered)}
    told = [
        (
            ", ".join(part for part in (one.name, one.title) if part),
            str(one.get_buying_role_display()),
            str(one.get_stance_display()),
            str(one.owner or _("nobody")),
            said.date(one.last_touch),
        )
        for one in found
    ]
    heads = (_("Person"), _("Role"), _("Stance"), _("Our contact"), _("Last touch"))
    return Told(sentence if deciders else _("Nobody is known to decide."), heads, tuple(told))


def say(user: User, account: Account) -> Told | None:
    """What a sponsor can do that nobody else can: whom to meet, what to ask; from what is known and what is not."""
    said, today = rows.language(), timezone.localdate()
    known, told = _known(user, account), list[str]()
    for one in known:
        if one.buying_role not in WEIGHTY:
            continue
        who = {"name": one.name, "title": one.title or one.get_buying_role_display()}
        if one.owner_id is None:
            told.append(_("Meet %(name)s (%(title)s): they decide, and nobody of us looks after them.") % who)
        elif one.last_touch is not None and (today - one.last_touch).days > SILENT_DAYS:
            silent = who | {"days": said.number((today - one.last_touch).days)}
            told.append(_("Speak with %(name)s (%(title)s): no contact for %(days)s days.") % silent)
        if one.stance in {Stance.RESERVED, Stance.OPPOSED}:
            told.append(_("Ask %(name)s (%(title)s) what holds them back.") % who)
    figures = getattr(account, "figures", None)
    if figures is not None and figures.change is not None and figures.change <= -0.05:
        told.append(
            _("Ask why they bought less: %(change)s in a year.") % {"change": said.signed_percent(figures.change)}
        )
    promoters = [one for one in known if one.stance == Stance.PROMOTER][:2]
    told += [_("Thank %(name)s, who speaks for us.") % {"name": one.name} for one in promoters]
    return Told(rows=tuple((line,) for line in told)) if told else None


def team(user: User, account: Account) -> Told | None:  # noqa: ARG001 - who sees the account sees its team
    """Who stands behind the account on our side."""
    found, said = team_of(account), rows.language()
    told = [] if found.manager is None else [(found.manager, _("Manager"), found.manager_since)]
    told += [(one.user, one.said_role, one.since) for one in found.members]
    if not told:
        return None
    heads = (_("Person"), _("Role"), _("Since"), _("Languages"))
    return Told(
        heads=heads,
        rows=tuple(
            (str(who), role, said.date(since), ", ".join(map(language_name, found.languages.get(who.pk, []))) or "–")
            for who, role, since in told
        ),
    )


def managers(user: User, account: Account) -> Told | None:  # noqa: ARG001 - as above
    """Who led the account before, and who was on its team."""
    found, said = team_of(account), rows.language()
    told = [(str(one.user), _("Manager"), said.date(one.since), said.date(one.until)) for one in found.past_managers]
    told += [(str(one.user), one.said_role, said.date(one.since), said.date(one.until)) for one in found.past]
    if not told:
        return None
    return Told(heads=(_("Person"), _("Role"), _("Since"), _("Until")), rows=tuple(told))


def decisions(user: User, account: Account) -> Told | None:  # noqa: ARG001 - as above
    """Every decision about the account, latest first."""
    said = rows.language()
    told = tuple(
        (said.date(timezone.localtime(event.at).date()), event_sentence(event), event.actor_label)
        for event in queries.history(account, limit=ALL_EVENTS)
    )
    return Told(heads=(_("Date"), _("Decision"), _("By")), rows=told) if told else None


def _known(user: User, account: Account) -> list[Contact]:
    """Who is known at the client and still there, those who decide first."""
    order = {role: at for at, role in enumerate(BuyingRole.values)}
    return sorted(there(user, account), key=lambda one: (order[one.buying_role], -(one.importance or 0)))
