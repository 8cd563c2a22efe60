"""The pages of the company's playbooks: the list, one with its versions, the editor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.rules import person
from trousseau.accounts.rows import language
from trousseau.plans.actions import playbook_versions as actions
from trousseau.plans.models import PlaybookVersion
from trousseau.plans.pages.playbook_words import changes, starts
from trousseau.plans.pages.playbooks import made_for
from trousseau.plans.playbook import Playbook
from trousseau.plans.playbook_forms import PlaybookForm, Typed, as_told, as_typed
from trousseau.plans.queries import playbooks as queries
from trousseau.plans.queries.ideas import industries_known
from trousseau.plans.roles import ROLES


@dataclass(frozen=True)
class Row:
    """A playbook as the list shows it."""

    one: Playbook
    name: str
    day: str
    made_for: str
    starts: str
    saved: str


def listing(request: HttpRequest) -> dict[str, Any]:
    """All playbooks: those that are offered, and those that are retired."""
    saved = {row.key: row for row in queries.newest().select_related("by")}
    offered = [_row(one, saved.get(one.key)) for one in queries.in_force()]
    started = sum(1 for row in offered if row.starts)
    return {
        "said": _finding(len(offered), started),
        "rows": offered,
        "retired": [_row(one, saved.get(one.key)) for one in queries.in_force(retired=True)],
        "may_write": actions.may_write(person(request)),
    }


def one(
    request: HttpRequest, found: Playbook, *, number: str = "", problem: Sequence[str] = (), why: str = ""
) -> dict[str, Any]:
    """The page of a playbook in one of its versions, with what changed from each to the next."""
    rows = queries.versions(found.key)
    told = [queries.as_said(row) for row in rows]
    shown = next((said for said in told if str(said.version) == number), None) if number else found
    if shown is None:
        raise Http404
    numbers = {step.key: n for n, step in enumerate(shown.steps, 1)}
    return {
        "one": found,
        "shown": shown,
        "old": shown.version != found.version,
        "name": shown.name.said,
        "day": shown.day.said,
        "made_for": made_for(shown),
        "starts": starts(shown),
        "steps": [
            {
                "number": numbers[step.key],
                "what": step.what.said,
                "role": ROLES[step.who],
                "due": actions.due(step.at),
                "takes": step.takes,
                "weight": step.weight,
                "after": ", ".join(str(numbers[key]) for key in step.after) or "–",
            }
            for step in shown.steps
        ],
        "versions": [
            {"number": row.number, "saved": _saved(row), "here": said.version == shown.version,
             "changes": changes(told[n + 1], said) if n + 1 < len(told) else []}
            for n, (row, said) in enumerate(zip(rows, told, strict=True))
        ],
        "may_write": actions.may_write(person(request)),
        "problem": problem,
        "why": why,
    }  # fmt: skip


def editor(
    found: Playbook | None, *, form: PlaybookForm | None = None, rows: Sequence[Typed] | None = None, copy: bool = False
) -> dict[str, Any]:
    """The page that writes a playbook anew, from another one where it is a `copy`, or over itself."""
    initial = as_told(found) if found is not None else {}
    if copy and found is not None:
        initial["name"] = _("%(name)s (copy)") % {"name": found.name.said}
    shown = form or PlaybookForm(initial=initial, kept=found)
    lines = list(rows) if rows is not None else as_typed(found)
    return {
        "one": None if copy else found,
        "form": shown,
        "rows": lines,
        "wrong": [row for row in lines if row.errors],
        "more": (lines[-1].number if lines else 0) < actions.STEPS,
        "roles": list(ROLES.items()),
        "industries": industries_known(),
    }


def _row(playbook: Playbook, saved: PlaybookVersion | None) -> Row:
    return Row(
        playbook,
        playbook.name.said,
        playbook.day.said,
        made_for(playbook),
        starts(playbook),
        _saved(saved) if saved is not None else _("delivered"),
    )


def _saved(row: PlaybookVersion) -> str:
    """Which version it is, by whom, since when."""
    if row.by is None:
        return _("version %(number)s, delivered") % {"number": row.number}
    named = {"number": row.number, "who": row.by.name, "day": language().date(row.at.date())}
    return _("version %(number)s, %(who)s, %(day)s") % named


def _finding(offered: int, started: int) -> str:
    said = language()
    text = ngettext("%(n)s playbook", "%(n)s playbooks", offered) % {"n": said.number(offered)}
    if not started:
        return _("%(playbooks)s: who does what by when around a day.") % {"playbooks": text}
    alone = ngettext("an event starts %(n)s", "events start %(n)s", started) % {"n": said.number(started)}
    return _("%(playbooks)s: who does what by when around a day; %(started)s of them.") % {
        "playbooks": text, "started": alone}  # fmt: skip
