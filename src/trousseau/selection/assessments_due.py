"""What of the assessments is due: to judge or hand in, and, for a director, a round that waits to be closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.due import DueItem, Urgency
from trousseau.portfolio import words
from trousseau.selection.queries.assessments import Progress, Work, under_way, waiting_for, waiting_in

NEAR = 3
"""Days before the end from which a round is pressing."""


def items(user: User) -> Iterable[DueItem]:
    """What someone has to judge, and the rounds a director may close or has to look at; one query."""
    if not may(user, "assess"):
        return
    rounds = under_way() if may(user, "run_assessments") else None
    for work in waiting_for(user) if rounds is None else waiting_in(rounds, user):
        if work.assessor.released_at is None:
            yield _to_judge(work)
    for found in rounds or ():
        yield from _to_close(found)


def _to_judge(work: Work) -> DueItem:
    language = words.language()
    left = (work.round.due - timezone.localdate()).days
    urgency: Urgency = "now" if left <= 0 else "soon" if left <= NEAR else "later"
    title = (
        ngettext("{n} answer left to give on {clients}.", "{n} answers left to give on {clients}.", work.left)
        if work.left
        else _("Everything is judged on {clients}: hand it in.")
    )
    clients = ngettext("{n} client", "{n} clients", work.clients).format(n=language.number(work.clients))
    return DueItem(
        kind=_("Assessments"),
        title=title.format(n=language.number(work.left), clients=clients),
        why=work.round.note,
        url=reverse("selection:my_assessments", args=[work.round.public_id]),
        action=_("Judge") if work.left else _("Hand in"),
        urgency=urgency,
        due=work.round.due,
    )


def _to_close(found: Progress) -> Iterator[DueItem]:
    language, late = words.language(), found.round.due < timezone.localdate()
    gone = [str(one.assessor) for one in found.unfinished if one.assessor.gone]
    everyone = not found.unfinished
    if not (late or gone or everyone):
        return
    if everyone:
        title = _("Everyone has handed in: the round of assessments can be closed.")
    elif gone:
        title = _("An assessor has left the house: {names}.").format(names=language.listed(gone))
    else:
        title = _("The round of assessments was due on {date}; handed in by {done} of {count} assessors.").format(
            date=language.date(found.round.due),
            done=language.number(found.handed_in),
            count=language.number(len(found.work)),
        )
    yield DueItem(
        kind=_("Assessments"),
        title=title,
        why="" if everyone else _("Close it without them, or give it another day."),
        url=reverse("selection:round", args=[found.round.public_id]),
        action=_("Open the round"),
        urgency="soon",
        due=found.round.due,
    )
