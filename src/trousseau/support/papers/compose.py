"""The papers of an account put together: what this room knows, and the sections that every room registered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import Organisation, User
from trousseau.accounts import queries, rows, sections
from trousseau.accounts.models import Account
from trousseau.support.papers.sheet import LONGEST, MOST_ROWS, Block, Sheet, block, short
from trousseau.support.papers.weight import Weight, weight_of

__all__ = ["Meeting", "Sheet", "brief", "handover"]


@dataclass(frozen=True)
class Meeting:
    """What a brief is for; all of it may be left out."""

    purpose: str = ""
    on: date | None = None
    with_whom: str = ""

    def said(self) -> tuple[tuple[str, str], ...]:
        """In words, those parts that were given."""
        pairs = (
            (_("Purpose of the meeting"), short(self.purpose, 2 * LONGEST)),
            (_("Date"), rows.language().date(self.on) if self.on else ""),
            (_("Attendees"), short(self.with_whom, 2 * LONGEST)),
        )
        return tuple(pair for pair in pairs if pair[1])


def brief(user: User, account: Account, meeting: Meeting | None = None) -> Sheet:
    """The executive brief: what a sponsor reads on the way to a meeting."""
    found = [block(str(section.title), told, most=MOST_ROWS) for section, told in sections.told(user, account, "brief")]
    return _sheet(user, account, _("Executive brief"), tuple(found), meeting or Meeting())


def handover(user: User, account: Account) -> Sheet:
    """The hand-over pack: everything every room knows, in full."""
    found = [block(str(section.title), told) for section, told in sections.told(user, account, "handover")]
    return _sheet(user, account, _("Hand-over pack"), tuple(found), Meeting(), contents=_("Contents"))


def _sheet(
    user: User, account: Account, kicker: str, blocks: tuple[Block, ...], meeting: Meeting, *, contents: str = ""
) -> Sheet:  # fmt: skip
    weight = weight_of(user, account)
    said = rows.language()
    today = said.date(timezone.localdate())
    return Sheet(
        title=short(account.name, 80),
        kicker=" · ".join(part for part in (kicker, Organisation.current().name) if part),
        lead=_lead(account, weight),
        facts=tuple((label, short(value, 60)) for label, value in _facts(account, weight)),
        meeting=meeting.said(),
        figures=weight.figures(),
        blocks=blocks,
        foot=_("%(kicker)s made for %(name)s on %(day)s; confidential. A dash stands for what is not known.")
        % {"kicker": kicker, "name": user, "day": today},
        author=str(user),
        contents=contents,
    )


def _lead(account: Account, weight: Weight) -> str:
    """The finding: what the account makes, how it moved."""
    said = rows.language()
    values = {
        "name": short(account.name, 80), "revenue": said.short_amount(weight.revenue, weight.base),
        "change": said.signed_percent(weight.reported), "real": said.signed_percent(weight.real),
        "share": said.percent(weight.share),
    }  # fmt: skip
    if weight.revenue is None:
        return _("What %(name)s bought in the last twelve months is not known.") % values
    if weight.reported is None:
        return _("%(name)s made %(revenue)s in twelve months.") % values
    if weight.real is None:
        return _("%(name)s made %(revenue)s in twelve months, %(change)s on the year before.") % values
    return _("%(name)s made %(revenue)s in twelve months: %(change)s as published, %(real)s in real terms.") % values


def _facts(account: Account, weight: Weight) -> list[tuple[str, str]]:
    """Who they are, and who of us answers for them."""
    said = rows.language()
    facts = []
    if account.group is not None:
        n = weight.accounts
        entities = ngettext("%(n)s account", "%(n)s accounts", n) % {"n": said.number(n)}
        facts.append((_("Group"), f"{account.group.name}, {entities}"))
    facts.append((_("Manager"), str(account.manager or _("nobody yet"))))
    facts.append((_("Sponsor"), str(queries.sponsor(account) or _("nobody yet"))))
    figures = getattr(account, "figures", None)
    if figures is not None and figures.class_now:
        facts.append((_("Class"), figures.class_now))
    if figures is not None and figures.zone:
        facts.append((_("Main zone"), figures.zone))
    return facts
