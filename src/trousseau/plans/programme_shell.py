"""What the programme hands to other rooms: what is due of it on Home, the words of the trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import due
from trousseau.accounts.due import Deed, DueItem, Row
from trousseau.plans.models.programme import LineKind, LineState, ProgrammeLine

SOON = 7
"""Days ahead that a line of someone is told."""


def register() -> None:
    """Register everything; once, at the start."""
    due.register_source(SOURCE)
    audit.describe(
        {
            "programme.stage_added": gettext_lazy("Stage of the programme added"),
            "programme.stage_changed": gettext_lazy("Stage of the programme changed"),
            "programme.stage_removed": gettext_lazy("Stage of the programme taken away"),
            "programme.obstacle_added": gettext_lazy("Obstacle of the programme added"),
            "programme.obstacle_changed": gettext_lazy("Obstacle of the programme changed"),
            "programme.obstacle_removed": gettext_lazy("Obstacle of the programme taken away"),
            "programme.step_added": gettext_lazy("Next step of the programme added"),
            "programme.step_changed": gettext_lazy("Next step of the programme changed"),
            "programme.step_removed": gettext_lazy("Next step of the programme taken away"),
            "programme.judged": gettext_lazy("Maturity of the programme judged"),
            "programme.unjudged": gettext_lazy("Round of maturity taken away"),
        }
    )


def rows(user: User) -> QuerySet[ProgrammeLine] | None:
    """The lines of someone that are late or near."""
    if not may(user, "read_programme"):
        return None
    until = timezone.localdate() + dt.timedelta(days=SOON)
    found = ProgrammeLine.objects.filter(owner=user.pk, due__lte=until)
    return found.exclude(state=LineState.DONE).order_by("due", "pk")


def items(_user: User, found: Sequence[Row]) -> Iterable[DueItem]:
    """Each line, done in one press."""
    today = timezone.localdate()
    for one in found:
        last = dt.date.fromisoformat(one["due"])
        days = (last - today).days
        if days < 0:
            when = ngettext("{n} day late", "{n} days late", -days).format(n=-days)
        else:
            when = _("due today") if days == 0 else ngettext("in {n} day", "in {n} days", days).format(n=days)
        line = ProgrammeLine(kind=one["kind"], key=one["key"], what=one["what"])
        yield DueItem(
            kind=_("Programme, {when}").format(when=when),
            title=line.said,
            url=f"{reverse('plans:programme')}#line-{one['pk']}",
            action=_("Open the programme"),
            why=one["note"],
            urgency="now" if days <= 0 else "soon",
            due=last,
            deeds=(
                Deed(
                    _deed(one["kind"]),
                    reverse("plans:settle_line", args=[one["kind"], one["pk"], "done"]),
                    (("revision", str(one["revision"])),),
                ),
            ),
        )


def _deed(kind: str) -> str:
    """What one press says of a line."""
    if kind == LineKind.OBSTACLE:
        return pgettext("a line of the programme", "It is out of the way")
    return pgettext("a line of the programme", "It is done")


SOURCE = due.Source(
    rows=rows,
    told={name: name for name in ("pk", "kind", "key", "what", "note", "due", "revision")},
    items=items,
)
