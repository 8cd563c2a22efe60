"""Which slides a deck has. Each subject registers its own; a deck takes those of its kind in their order.

    composing.register(Sheet("value", value_slide, order=110, kinds=frozenset({"review", "preparation"})))

`build(given)` gives a slide, or None where there is nothing to say. The same name again replaces a sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import get_args

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from trousseau.access.models import Organisation, User
from trousseau.plans.decks.given import Given
from trousseau.plans.decks.slides import Deck, Kind, Slide
from trousseau.plans.models import Plan

Build = Callable[[Given], Slide | None]
KINDS: tuple[Kind, ...] = get_args(Kind)
OF_A_PLAN: tuple[Kind, ...] = ("onepage", "plan", "review", "preparation")
TITLES = {
    "onepage": gettext_lazy("Account plan on one page"),
    "plan": gettext_lazy("Account plan"),
    "review": gettext_lazy("Business review"),
    "preparation": gettext_lazy("Business review, internal"),
    "programme": gettext_lazy("Programme review"),
}


@dataclass(frozen=True)
class Sheet:
    """One slide of some kinds of deck."""

    name: str
    build: Build
    order: int
    kinds: frozenset[Kind]


_sheets: dict[str, Sheet] = {}


def register(sheet: Sheet) -> None:
    """Add a slide; the same name again replaces it."""
    _sheets[sheet.name] = sheet


def of_kind(kind: Kind) -> Sequence[Sheet]:
    """The slides of a kind of deck, in their order."""
    return sorted((one for one in _sheets.values() if kind in one.kinds), key=lambda one: (one.order, one.name))


def of_plan(user: User, plan: Plan, kind: Kind) -> Deck:
    """The deck of a plan, in the language in force; the review tells only what is shared with the client."""
    given = Given(user, plan, client=kind == "review")
    built = (sheet.build(given) for sheet in of_kind(kind))
    said, name = given.said, plan.account.name
    house = Organisation.current().name
    period = said.period(plan.starts, plan.ends)
    subtitle = " · ".join(part for part in (period, house) if part)
    foot = _("%(kind)s, %(name)s · %(day)s") % {"kind": TITLES[kind], "name": name, "day": said.date(given.today)}
    if kind != "review":
        foot = f"{foot} · {_('confidential')}"
    return Deck(
        kind=kind,
        title=plan.ambition if kind == "plan" else _("%(name)s: %(kind)s") % {"name": name, "kind": TITLES[kind]},
        subtitle=f"{name} · {TITLES[kind]} · {subtitle}" if kind == "plan" else subtitle,
        foot=foot,
        slides=tuple(slide for slide in built if slide is not None),
        language=(get_language() or "en")[:2],
        cover=kind != "onepage",
        author=str(user),
        name=f"{TITLES[kind]} {name}",
    )


def kind_of(text: str) -> Kind | None:
    """The kind of deck an address names, where anything is told in one."""
    return text if text in KINDS and of_kind(text) else None
