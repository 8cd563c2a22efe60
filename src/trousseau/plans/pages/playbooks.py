"""The page that applies a playbook to a plan: what it will create, when, by whom; who is missing is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import person
from trousseau.accounts import pages as account_pages
from trousseau.accounts.models import Account
from trousseau.accounts.rows import language
from trousseau.knowledge.models import Contact
from trousseau.plans.actions.writing import YEARS
from trousseau.plans.forms import THEIRS
from trousseau.plans.models import Answer, Event, Plan, PlaybookStart
from trousseau.plans.playbook import CLIENT, Playbook
from trousseau.plans.queries import calendars
from trousseau.plans.queries import playbooks as queries
from trousseau.plans.roles import ROLES
from trousseau.selection.queries import tiers
from trousseau.support.queries.days import country_choices
from trousseau.support.queries.people import contacts

Person = User | Contact


def day_of(text: str) -> dt.date | None:
    """The day someone typed; None where it is none, or a slip of the keyboard."""
    try:
        day = dt.date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if abs(day.year - timezone.localdate().year) <= YEARS else None


def people_of(user: User, plan: Plan, playbook: Playbook) -> dict[str, Person]:
    """Who may be chosen for a step, by the value of its choice: who stands behind the account, the client's people."""
    ours: dict[str, Person] = {str(one.pk): one for one in queries.team(plan.account).values()}
    if all(step.who != CLIENT for step in playbook.steps):
        return ours
    return ours | {f"{THEIRS}{one.pk}": one for one in contacts(user, plan.account)}


def countries_asked(request: HttpRequest, account: Account) -> tuple[str, ...]:
    """The countries that were ticked; before anything was, those of the account."""
    said = request.POST if request.method == "POST" else request.GET
    return calendars.known(said.getlist("country")) if "country" in said else calendars.countries_of(account)


def page(
    request: HttpRequest, plan: Plan, playbook: Playbook | None, asked: Mapping[str, str], errors: Sequence[str] = ()
) -> dict[str, Any]:
    """All that the page shows; `asked` holds what was chosen: day, who by step."""
    shared = account_pages.head(request, plan.account, "plan") | {"plan": plan, "errors": list(errors)}
    if playbook is None:
        fit, others = queries.offered(plan.account)
        called = {one.key: one.name.said for one in (*fit, *others)}
        return shared | {
            "fit": [_choice(one) for one in fit],
            "others": [_choice(one) for one in others],
            "proposed": [
                (called[one.key], address(plan.account.public_id, one.key, one.day), _because(one))
                for one in _proposed(plan)
                if one.key in called
            ],
        }
    day = day_of(asked.get("day", ""))
    if day is None and "day" in asked:
        said = _("Choose a day within %(years)s years: these dates are counted from today.") % {"years": YEARS}
        shared["errors"] = [*errors, said]
    chosen, today = countries_asked(request, plan.account), timezone.localdate()
    free = calendars.off(chosen)
    day = day or queries.earliest(playbook, today, free)
    last = queries.last_applied(plan, playbook)
    start = next((one for one in _proposed(plan) if (one.key, one.day) == (playbook.key, day)), None)
    people = people_of(person(request), plan, playbook)
    ours = sorted(((key, str(one)) for key, one in people.items() if isinstance(one, User)), key=lambda one: one[1])
    theirs = [(key, str(one)) for key, one in people.items() if isinstance(one, Contact)]
    team = queries.team(plan.account)
    steps = list(queries.dated(playbook, day, free, team))
    return shared | {
        "playbook": playbook,
        "name": playbook.name.said,
        "day_says": playbook.day.said,
        "day": day,
        "chosen": [one for one in country_choices() if one[0] in chosen],
        "countries": [one for one in country_choices() if one[0] not in chosen],
        "last": last,
        "start": start,
        "because": _because(start) if start is not None else "",
        "team": ours,
        "theirs": theirs,
        "asks_client": any(step.who == CLIENT for step in playbook.steps),
        "rows": [
            {
                "key": one.step.key,
                "what": one.step.what.said,
                "role": ROLES[one.step.who],
                "client": one.step.who == CLIENT,
                "missing": one.owner is None,
                "starts": one.starts,
                "due": one.due,
                "moved": _moved(one.moved, chosen),
                "who": asked.get(f"who-{one.step.key}", str(one.owner.pk) if one.owner else ""),
            }
            for one in steps
        ],
        "past": _past(sum(one.due < today for one in steps)),
        "holidays": [holiday(day, chosen) for day in sorted({day for one in steps for day in one.moved})],
    }


def _past(steps: int) -> str:
    """That steps would be late before they exist; "" where none would."""
    said = ngettext(
        "%(n)s step would be due before today, late from the start: is the day right?",
        "%(n)s steps would be due before today, late from the start: is the day right?",
        steps,
    )
    return said % {"n": steps} if steps else ""


def holiday(day: dt.date, countries: Sequence[str]) -> str:
    """A public holiday with its day, its name, and where it is one."""
    named = " · ".join(f"{name} ({country})" for country, name in calendars.holidays(day, countries))
    return _("%(day)s: %(holiday)s") % {"day": language().date(day), "holiday": named}


def _moved(days: Sequence[dt.date], countries: Sequence[str]) -> str:
    """The public holidays that moved a date, by their names; "" where none did."""
    return ", ".join(calendars.holidays(day, countries)[0][1] for day in days)


def made_for(playbook: Playbook) -> str:
    """For which clients it is, in a few words; "" for any."""
    known = dict(tiers.choices())
    called = [known.get(key) or tiers.name(None, key) for key in playbook.tiers]
    return " · ".join([*called, *playbook.industries])


def address(account: str, key: str, day: dt.date) -> str:
    """Where a playbook is looked at before it is applied."""
    return f"{reverse('plans:apply', args=[account])}?{urlencode({'playbook': key, 'day': day.isoformat()})}"


def because(event: str, called: str, day: dt.date) -> str:
    """Why it is proposed."""
    said = {"name": called, "day": language().date(day)}
    if event == Event.TIER:
        return _("This client is “%(name)s” since %(day)s.") % said
    if event == Event.REVIEW:
        return _("The business review “%(name)s” is on %(day)s.") % said
    if event == Event.CONTRACT:
        return _("The contract “%(name)s” ends on %(day)s.") % said
    return _("This client shows signs of loss, seen on %(day)s.") % said


def _proposed(plan: Plan) -> list[PlaybookStart]:
    """What events propose at the account of a plan, the nearest first."""
    return list(PlaybookStart.objects.filter(account=plan.account_id, state=Answer.PROPOSED))


def _because(one: PlaybookStart) -> str:
    return because(one.event, one.because, one.day)


def _choice(one: Playbook) -> dict[str, Any]:
    return {"key": one.key, "name": one.name.said, "day": one.day.said, "steps": len(one.steps),
            "for": made_for(one)}  # fmt: skip
