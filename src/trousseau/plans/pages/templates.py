"""The pages of templates: all of them, one with its versions and what changed, the editor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from trousseau.access.audit import SENTENCES, history
from trousseau.access.rules import may, person
from trousseau.accounts.rows import language
from trousseau.plans import formulas
from trousseau.plans.models import Horizon, Plan, Rhythm, TemplateVersion
from trousseau.plans.outlines import Outline
from trousseau.plans.queries import templates as queries
from trousseau.plans.roles import ROLES
from trousseau.plans.template_forms import LISTS, TemplateForm

EVENTS = 20
FRAME = gettext_lazy("The whole plan")


@dataclass(frozen=True)
class Change:
    """One line that differs between two versions."""

    kind: str
    what: str
    before: str
    """"": it came."""
    after: str
    """"": it went."""


def listing(request: HttpRequest) -> dict[str, Any]:
    """All templates, or the retired ones."""
    user, retired = person(request), request.GET.get("retired") == "1"
    found = queries.newest(user, retired=retired)
    rows = [
        {
            "version": one,
            "outline": (outline := one.outline),
            "meant": queries.meant_for(outline),
            "size": size(outline),
            "author": author(one),
        }
        for one in found
    ]
    said = ngettext("%(n)s template to begin a plan with", "%(n)s templates to begin a plan with", len(rows))
    return {
        "rows": rows,
        "retired": retired,
        "said": said % {"n": language().number(len(rows))},
        "may_change": may(user, "run_programme"),
    }


def size(outline: Outline) -> str:
    """How much it holds, in a few words."""
    aims = ngettext("%(n)s objective", "%(n)s objectives", len(outline.aims)) % {"n": len(outline.aims)}
    deeds = ngettext("%(n)s action", "%(n)s actions", len(outline.deeds)) % {"n": len(outline.deeds)}
    gauges = ngettext("%(n)s indicator", "%(n)s indicators", len(outline.gauges)) % {"n": len(outline.gauges)}
    return f"{aims}, {gauges}, {deeds}"


def author(one: TemplateVersion) -> str:
    """Who said this version."""
    return str(one.by) if one.by else pgettext("a template", "delivered") if not one.said else "–"


def one(
    request: HttpRequest, found: Sequence[TemplateVersion], shown: TemplateVersion, problem: Sequence[str] = ()
) -> dict[str, Any]:
    """One template: a version of it, and what changed since the one before or another that was chosen."""
    numbers = [version.number for version in found]
    against = next((n for n in numbers if str(n) == request.GET.get("against")), None)
    before = against if against is not None else next((n for n in numbers if n < shown.number), None)
    outline = shown.outline
    old = queries.version_of(found, before).outline if before is not None else None
    return {
        "template": shown.template,
        "version": shown,
        "newest": found[0],
        "outline": outline,
        "author": author(shown),
        "versions": [(version, author(version)) for version in found],
        "meant": queries.meant_for(outline),
        "sections": [(title, list(rows.items())) for title, rows in told(outline).items()],
        "before": before,
        "changes": list(changes(old, outline)) if old is not None else [],
        "may_change": may(person(request), "run_programme"),
        "problem": problem,
        "events": [(event, SENTENCES.get(event.verb, event.verb)) for event in history(shown.template)[:EVENTS]],
    }


def editor(
    form: TemplateForm, version: TemplateVersion | None, plan: Plan | None = None, left: Sequence[str] = ()
) -> dict[str, Any]:
    """The editor: of the newest version, of a new template, or of one made from a plan."""
    return {
        "form": form,
        "version": version,
        "plan": plan,
        "left": left,
        "lists": [(kind, str(LISTS[kind]), lines) for kind, lines in form.lists.items()],
    }


def told(outline: Outline) -> Mapping[str, Mapping[str, str]]:
    """What a template says, list by list: each line with what else is said of it."""
    names, known = queries.tiers_known(), queries.playbooks()
    frame = {
        _("Name of the template"): outline.name,
        _("Ambition"): outline.ambition,
        _("The plan runs"): _months(outline.months),
        _("For which tiers"): ", ".join(names.get(key, key) for key in outline.tiers),
        _("Industries"): ", ".join(outline.industries),
        _("Playbooks that belong to it"): ", ".join(known.get(key, key) for key in outline.playbooks),
    }
    return {
        str(FRAME): frame,
        str(LISTS["aims"]): {one.title: " · ".join(_of_aim(one)) for one in outline.aims},
        str(LISTS["gauges"]): {one.name: " · ".join(_of_gauge(one, outline)) for one in outline.gauges},
        str(LISTS["deeds"]): {one.what: " · ".join(_of_deed(one, outline)) for one in outline.deeds},
        str(LISTS["dangers"]): {
            one.what: " · ".join(text for text in (one.answer, str(ROLES.get(one.who, one.who))) if text)
            for one in outline.dangers
        },
    }


def changes(before: Outline, after: Outline) -> Iterator[Change]:
    """What differs between two versions, line by line."""
    old, new = told(before), told(after)
    for kind, rows in new.items():
        for what in dict.fromkeys((*old[kind], *rows)):
            was, now = old[kind].get(what, ""), rows.get(what, "")
            if (what in old[kind]) != (what in rows) or was != now:
                yield Change(
                    kind, what, was or ("–" if what in old[kind] else ""), now or ("–" if what in rows else "")
                )


def _of_aim(one: Any) -> Iterator[str]:  # noqa: ANN401 - an Aim
    yield str(Horizon(one.horizon).label) if one.horizon in Horizon.values else one.horizon
    yield _months(one.months)
    if one.measure:
        yield _("measured by %(measure)s") % {"measure": one.measure}
    if one.target:
        yield _("to: %(target)s") % {"target": one.target}
    if one.why:
        yield one.why
    yield _weight(one.weight)


def _of_gauge(one: Any, outline: Outline) -> Iterator[str]:  # noqa: ANN401 - a Gauge
    yield formulas.sentence(one.source, one.formula, language())
    yield str(Rhythm(one.rhythm).label) if one.rhythm in Rhythm.values else one.rhythm
    yield from _serves(one.aim, outline)


def _of_deed(one: Any, outline: Outline) -> Iterator[str]:  # noqa: ANN401 - a Deed
    yield str(ROLES.get(one.who, one.who))
    yield when(one.at, one.takes)
    if one.how:
        yield one.how
    if one.after:
        waits = [outline.deeds[n - 1].what for n in one.after if n <= len(outline.deeds)]
        named = language().listed([_("“%(text)s”") % {"text": text} for text in waits])
        yield _("after %(others)s") % {"others": named}
    yield from _serves(one.aim, outline)
    yield _weight(one.weight)


def when(at: int, takes: int) -> str:
    """The days of an action, counted from the plan's first."""
    due = _("due on working day %(n)s") % {"n": at}
    if not takes:
        return due
    return due + ", " + ngettext("takes %(n)s day", "takes %(n)s days", takes) % {"n": takes}


def _serves(aim: int, outline: Outline) -> Iterator[str]:
    if 0 < aim <= len(outline.aims):
        yield _("for “%(objective)s”") % {"objective": outline.aims[aim - 1].title}


def _months(n: int) -> str:
    return ngettext("%(n)s month", "%(n)s months", n) % {"n": n}


def _weight(n: int) -> str:
    return _("weight %(n)s") % {"n": n}
