"""Touchpoints promised against kept, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.models import Account
from trousseau.plans.models.rhythm import Level
from trousseau.plans.models.touchpoints import TouchPromise
from trousseau.plans.queries import rhythm as queries
from trousseau.plans.queries.rhythm import Line, Rhythm
from trousseau.selection.queries import tiers

IN_HOME = 4


def rhythm(user: User) -> dict[str, Any]:
    """What the page shows: a finding, a row a client and level."""
    found = queries.rhythms(user)
    return {
        "finding": finding(found),
        "rows": [(one, [(line, level(line)) for line in one.lines]) for one in found],
        "may_promise": may(user, "edit_tiers"),
    }


def finding(found: list[Rhythm]) -> str:
    """The sentence of all of them."""
    if not found:
        return _("No client you see is promised touchpoints yet.")
    kept, promised = sum(one.kept for one in found), sum(one.promised for one in found)
    said = _("{kept} of {promised} touchpoints promised over 12 months were kept.").format(kept=kept, promised=promised)
    bad = sum(one.state == "bad" for one in found)
    if bad:
        said += " " + ngettext(
            "{n} client is behind with nothing planned.", "{n} clients are behind with nothing planned.", bad
        ).format(n=bad)
    return said


def level(line: Line) -> str:
    """What a line is called."""
    return str(Level(line.level).label) if line.level else _("all levels")


def of_account(user: User, account: Account) -> str:
    """How the rhythm of one account was kept, in a few words; "" where nothing is promised."""
    found = queries.rhythms(user, account)
    if not found or not found[0].promised:
        return ""
    return _("{kept} of {promised} touchpoints promised over 12 months kept").format(
        kept=found[0].kept, promised=found[0].promised
    )


def promises(typed: Mapping[tuple[str, str], str] | None) -> dict[str, Any]:
    """The form of what each tier is promised."""
    if typed is None:
        typed = {(one.tier, one.level): str(one.a_year) for one in TouchPromise.objects.all()}
    whole = {key: of_tier[""] for key, _name in tiers.choices() if (of_tier := queries.at_any_level(key))}
    return {
        "levels": Level.choices,
        "tiers": [
            (name, whole.get(key), [(f"{key}:{one}", label, typed.get((key, one), "")) for one, label in Level.choices])
            for key, name in tiers.choices()
        ],
    }
