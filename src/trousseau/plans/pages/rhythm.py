"""Touchpoints promised against kept, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.models import Account
from trousseau.plans.models.rhythm import Level
from trousseau.plans.models.touchpoints import TouchPromise
from trousseau.plans.queries import rhythm as queries
from trousseau.plans.queries.rhythm import Line, Rhythm
from trousseau.plans.queries.rhythm_list import Ask, matching
from trousseau.selection.queries import tiers

SORTS = {
    "behind": gettext_lazy("who is most behind"),
    "sales": gettext_lazy("the largest client"),
    "last": gettext_lazy("who was met longest ago"),
    "next": gettext_lazy("who is met soonest"),
    "client": gettext_lazy("the name"),
}
STATES = {
    "bad": gettext_lazy("behind, nothing planned"),
    "watch": gettext_lazy("behind, the next planned"),
    "good": gettext_lazy("kept"),
    "silent": gettext_lazy("nobody met for 12 months"),
}


@dataclass(frozen=True)
class Row:
    """One client: what each level of the table was promised and kept, None where nothing is promised there."""

    one: Rhythm
    manager: str
    word: str
    """What its state is called."""
    cells: tuple[tuple[str, Line | None], ...]
    """By level: its name, for who does not see the head of the column."""


def rhythm(user: User, ask: Ask) -> dict[str, Any]:
    """What the page shows: a finding, a row a client."""
    found = queries.rhythms(user)
    shown = matching(found, ask)
    levels = [key for key in (*Level.values, "") if any(line.level == key for one in shown for line in one.lines)]
    return {
        "finding": finding(found),
        "ask": ask,
        "levels": [_level(key) for key in levels],
        "rows": [_row(one, levels) for one in shown],
        "anything": bool(found),
        "states": STATES.items(),
        "sorts": SORTS.items(),
        "tiers": sorted({(one.tier_key, one.tier) for one in found}, key=lambda one: one[1]),
        "managers": sorted({(str(led.pk), led.name) for one in found if (led := one.account.manager)},
                           key=lambda one: one[1]),
        "some_unled": any(one.account.manager_id is None for one in found),
        "may_promise": may(user, "edit_tiers"),
    }  # fmt: skip


def _row(one: Rhythm, levels: Sequence[str]) -> Row:
    lines = {line.level: line for line in one.lines}
    led = one.account.manager
    return Row(one, led.name if led else "", str(STATES[one.state]), tuple((_level(k), lines.get(k)) for k in levels))


def finding(found: list[Rhythm]) -> str:
    """The sentence of all of them, whatever is filtered."""
    if not found:
        return _("No client you see is promised touchpoints yet.")
    kept, promised = sum(one.kept for one in found), sum(one.promised for one in found)
    said = _("{kept} of {promised} touchpoints promised over 12 months were kept.").format(kept=kept, promised=promised)
    bad = [one for one in found if one.state == "bad"]
    silent = sum(one.last is None for one in bad)
    if bad:
        said += " " + ngettext(
            "{n} client is behind with nothing planned.", "{n} clients are behind with nothing planned.", len(bad)
        ).format(n=len(bad))
    if silent:
        said += " " + ngettext("Nobody has met {n} of them.", "Nobody has met {n} of them.", silent).format(n=silent)
    return said


def level(line: Line) -> str:
    """What a line is called."""
    return _level(line.level)


def _level(key: str) -> str:
    return str(Level(key).label) if key else _("all levels")


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
