"""What of the open session is due: decisions for a director, proposals for those whose clients are on its list."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.access import clients_of
from trousseau.accounts.due import DueItem
from trousseau.portfolio import words
from trousseau.selection.queries import sessions


def items(user: User) -> Iterable[DueItem]:
    """The open session, where someone can do something in it; one query."""
    if not may(user, "propose_tiers"):
        return
    opened = sessions.standing()
    if opened is None:
        return
    seen = clients_of(user)
    left = [place for place in opened.pending if seen is None or place.client in seen]
    decides = may(user, "decide_tiers") and seen is None
    if not decides:
        left = [place for place in left if place.client not in opened.proposed]
    if not left:
        return
    language = words.language()
    title = (
        ngettext("{n} decision remains in “{title}”.", "{n} decisions remain in “{title}”.", len(left))
        if decides
        else ngettext(
            "{n} of your clients is to be decided in “{title}”.",
            "{n} of your clients are to be decided in “{title}”.",
            len(left),
        )
    )
    yield DueItem(
        kind=_("Decisions"),
        title=title.format(n=language.number(len(left)), title=opened.title),
        why=language.listed([place.name for place in left[:3]]),
        url=reverse("selection:session", args=[opened.public_id]),
        action=_("Decide") if decides else _("Propose"),
        urgency="soon",
        due=opened.date,
    )
