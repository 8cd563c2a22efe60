"""The review of the criteria on Home, where it is due: by its rhythm, or for an account that does not grow."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.due import DueItem
from trousseau.portfolio import words
from trousseau.portfolio.queries.source import usual
from trousseau.selection.pages.review import calls
from trousseau.selection.queries import review


def review_items(user: User) -> Iterable[DueItem]:
    """The review, for those who decide it; nothing while its figures are still being worked out."""
    if not may(user, "edit_grid"):
        return
    question = usual(user)
    if question is None:
        return
    found = review.last_evidence(question)
    if found is None:
        return
    due = review.due(question, found=found)
    if due.now:
        yield DueItem(
            kind=_("Review of the criteria"),
            title=_("Are the criteria still right? A review is due."),
            why=calls(due, found, words.language()),
            url=reverse("selection:review"),
            action=_("Open the review"),
            urgency="now" if due.accounts else "soon",
            due=due.on if due.rhythm else None,
            account=due.accounts[0]["name"] if due.accounts else "",
        )
