"""What a playbook says in a few words, and what differs between two of its versions."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.accounts.rows import language
from trousseau.plans.actions.playbook_versions import DATED, due
from trousseau.plans.models import Event
from trousseau.plans.pages.playbooks import made_for
from trousseau.plans.playbook import Playbook, Step
from trousseau.plans.roles import ROLES


def starts(one: Playbook) -> str:
    """What starts it, in a few words; "" where somebody does."""
    if not one.event:
        return ""
    said = str(Event(one.event).label)
    if one.event in DATED:
        days = ngettext("%(n)s day before", "%(n)s days before", one.ahead) % {"n": language().number(one.ahead)}
        said = f"{said}, {days}"
    return f"{said} ({_('applied at once') if one.by_itself else _('proposed')})"


def changes(before: Playbook, after: Playbook) -> list[str]:
    """What differs from one version to the next, a line each."""
    found = []
    if before.retired_for != after.retired_for:
        retired = _("Retired: %(why)s") % {"why": after.retired_for}
        found.append(retired if after.retired_for else _("Offered again"))
    pairs = (
        (_("Name"), before.name.said, after.name.said),
        (_("What its day is"), before.day.said, after.day.said),
        (_("For clients of"), made_for(before) or _("any tier, any industry"),
         made_for(after) or _("any tier, any industry")),
        (_("What starts it"), starts(before) or _("somebody"), starts(after) or _("somebody")),
    )  # fmt: skip
    found += [_moved(label, old, new) for label, old, new in pairs if old != new]
    return [*found, *_steps(before, after)]


def _steps(before: Playbook, after: Playbook) -> Iterator[str]:
    old = {step.key: step for step in before.steps}
    new = {step.key: step for step in after.steps}
    for key, step in new.items():
        if key not in old:
            yield _("New step: %(what)s") % {"what": step.what.said}
            continue
        was, now = _told(old[key], before), _told(step, after)
        for label in now:
            if was[label] != now[label]:
                yield f"{step.what.said} — {_moved(label, was[label], now[label])}"
    for key, step in old.items():
        if key not in new:
            yield _("Step taken out: %(what)s") % {"what": step.what.said}
    kept = [key for key in old if key in new]
    if kept != [key for key in new if key in old]:
        yield _("The steps stand in another order.")


def _told(step: Step, of: Playbook) -> dict[str, str]:
    said = language()
    names = {one.key: one.what.said for one in of.steps}
    return {
        _("What"): step.what.said,
        _("Who"): str(ROLES[step.who]),
        _("Due"): due(step.at),
        _("Takes"): said.number(step.takes),
        _("Weight"): said.number(step.weight),
        _("After"): " · ".join(names[key] for key in step.after) or "–",
    }


def _moved(label: str, old: str, new: str) -> str:
    return _("%(what)s: %(before)s → %(after)s") % {"what": label, "before": old, "after": new}
