"""Silent erosion told to Home: to those who read the portfolio, and to managers of their accounts."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.due import DueItem
from trousseau.figures import erosion as told
from trousseau.method.verdicts import Erosion
from trousseau.portfolio import words
from trousseau.portfolio.queries.standouts import standouts

MOST = 3
"""The surest are named, the others are one line."""


def erosion_items(user: User) -> Iterable[DueItem]:
    """The accounts someone answers for whose erosion is beyond doubt, and how many others erode."""
    reads = may(user, "read_portfolio")
    found = standouts(user).eroding
    named = [(one, account) for one, account in found if one.strong][:MOST]
    for one, account in named:
        yield _item(one, reverse("accounts:account", args=[account.public_id]), reads=reads)
    if len(found) > len(named) and reads:
        yield _others(len(found) - len(named))


def _item(one: Erosion, page: str, *, reads: bool) -> DueItem:
    """One account that erodes."""
    evidence = f"{reverse('portfolio:erosion_evidence')}?{urlencode({'account': one.account})}"
    return DueItem(
        kind=_("Silent erosion"),
        title=_("{name} erodes in silence.").format(name=one.name),
        why=told.evidence(one, words.language()),
        url=evidence if reads else page,
        action=_("See the evidence"),
        urgency="soon",
        amount=None if one.lost is None else Decimal(str(one.lost)).quantize(Decimal(1)),
        amount_note=_("contribution lost a year, estimated") if one.lost is not None else "",
        account=one.name,
        account_url=page,
    )


def _others(count: int) -> DueItem:
    """All the others in one line."""
    text = ngettext(
        "{count} other account shows signs of silent erosion.",
        "{count} other accounts show signs of silent erosion.",
        count,
    )
    return DueItem(
        kind=_("Silent erosion"),
        title=text.format(count=words.language().number(count)),
        url=reverse("portfolio:erosion"),
        action=_("See the list"),
        urgency="later",
    )
