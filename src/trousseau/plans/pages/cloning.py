"""The page that takes a plan over for another account: which one, from when, what comes along, what stays behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.accounts import pages as account_pages
from trousseau.accounts.models import Account
from trousseau.plans.actions.writing import YEARS
from trousseau.plans.models import Plan
from trousseau.plans.pages.playbooks import day_of
from trousseau.plans.queries import cloning as queries

HEADS = {
    "objectives": gettext_lazy("Objectives"),
    "initiatives": gettext_lazy("Initiatives"),
    "actions": gettext_lazy("Actions"),
    "recommendations": gettext_lazy("Recommendations"),
    "risks": gettext_lazy("Risks"),
    "kpis": gettext_lazy("Indicators"),
}


def page(  # noqa: PLR0917 - what the view has read, once
    request: HttpRequest,
    account: Account,
    choices: Sequence[Plan],
    source: Plan | None,
    asked: Mapping[str, str],
    errors: Sequence[str] = (),
) -> dict[str, Any]:
    """All that the page shows; `asked` holds what was chosen: source, day, ambition."""
    day = day_of(asked.get("day", ""))
    wrong = list(errors)
    if day is None and "day" in asked and not errors:
        wrong.append(_("Choose a day within %(years)s years: these dates are counted from today.") % {"years": YEARS})
    shown = account_pages.head(request, account, "plan") | {
        "errors": wrong,
        "choices": choices,
        "source": source,
        "day": day or timezone.localdate().replace(day=1),
    }
    if source is None:
        return shown
    try:
        draft = queries.drafted(source, account, shown["day"])
    except OverflowError:
        wrong.append(_("Choose a day within %(years)s years: these dates are counted from today.") % {"years": YEARS})
        return shown | {"source": None}
    return shown | {
        "draft": draft,
        "ambition": asked.get("ambition", draft.ambition),
        "groups": [
            (str(label), [(one, next(iter(one.texts.values()))) for one in draft.parts[kind]])
            for kind, label in HEADS.items()
            if draft.parts.get(kind)
        ],
        "left": [(str(HEADS[one.kind]), one.text, one.whole) for one in draft.left],
    }
