"""What plans tell other rooms: the panel of an account, the section of its papers, search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access import shell
from trousseau.access.models import User
from trousseau.access.rules import may, person
from trousseau.accounts import sections
from trousseau.accounts.models import Account, folded
from trousseau.method.progress import expected_of
from trousseau.plans import access
from trousseau.plans.models import LIVING, Action, Progress
from trousseau.plans.queries import plan as queries
from trousseau.portfolio import words

IN_PANEL = 4


def panel(request: HttpRequest, account: Account) -> Mapping[str, Any] | None:
    """The ambition, how far, and what comes next; an invitation where there is no plan and one may open it."""
    user = person(request)
    if not may(user, "read_plans"):
        return None
    plan = access.living(user, account)
    if plan is None:
        return {"plan": None, "account": account} if access.may_edit(user, account) else None
    today = timezone.localdate()
    actions = list(queries.actions_of(plan))
    upcoming = sorted((one for one in actions if one.state == Progress.OPEN), key=lambda one: (one.due, one.pk))
    return {
        "plan": plan,
        "account": account,
        "sentence": sentence(actions),
        "rows": [(one, one.late(today)) for one in upcoming[:IN_PANEL]],
        "more": _("The plan"),
        "more_url": reverse("plans:plan", args=[account.public_id]),
        "knows": may(user, "read_contacts"),
    }


def sentence(actions: Sequence[Action]) -> str:
    """How far the actions of a plan are, in a sentence."""
    found, language = queries.advance(actions), words.language()
    if found.done is None or found.should is None:
        return _("No action yet.")
    said = _("%(done)s done, %(should)s expected by today") % {
        "done": language.percent(found.done, 0),
        "should": language.percent(found.should, 0),
    }
    if found.late:
        late = ngettext("%(n)s action late", "%(n)s actions late", found.late) % {"n": language.number(found.late)}
        said = f"{said}{_('; ')}{late}"
    return f"{said}."


def told(user: User, account: Account) -> sections.Told | None:
    """The plan of an account for its papers: ambition, how far, the open actions by their day."""
    actions = queries.actions_in_force(user, account)
    plan = actions[0].plan if actions else access.living(user, account)
    if plan is None:
        return None
    language, today = words.language(), timezone.localdate()
    knows = may(user, "read_contacts")
    upcoming = sorted((one for one in actions if one.state == Progress.OPEN), key=lambda one: (one.due, one.pk))
    return sections.Told(
        sentence=f"{plan.ambition} {sentence(actions)}",
        heads=(_("What"), _("Who"), _("When"), _("Done / expected")),
        rows=tuple(
            (
                one.what,
                _who(one, knows=knows),
                language.date(one.due),
                f"{language.number(one.done)} / {language.percent(expected_of(one.starts, one.due, today), 0)}",
            )
            for one in upcoming
        ),
    )


def find(user: User, text: str, limit: int) -> Iterable[shell.Hit]:
    """Actions of living plans whose words hold every word asked for, open ones first."""
    asked = folded(text).split()
    if not asked or not may(user, "read_plans"):
        return []
    found = Action.objects.filter(plan__in=access.plans_of(user).filter(state__in=LIVING))
    for word in asked:
        found = found.filter(search_text__contains=word)
    rows = sorted(
        found.select_related("plan__account").order_by("-due")[: limit * 4],
        key=lambda one: one.state != Progress.OPEN,
    )[:limit]
    language = words.language()
    return [
        shell.Hit(
            one.what,
            f"{reverse('plans:plan', args=[one.plan.account.public_id])}?ended=1#row-actions-{one.public_id}",
            _("Action"),
            f"{one.plan.account.name} · {language.date(one.due)}",
        )
        for one in rows
    ]


def _who(one: Action, *, knows: bool) -> str:
    if one.owner is not None:
        return one.owner.name
    return one.contact.name if one.contact is not None and knows else "–"
