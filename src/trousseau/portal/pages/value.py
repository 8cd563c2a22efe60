"""What we brought to the client, for them to confirm or to contest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import Organisation
from trousseau.plans.models.value import Opinion
from trousseau.portal.access import Window
from trousseau.portal.pages import shell
from trousseau.portal.pages.heard import heard
from trousseau.portal.told import ToldValue
from trousseau.portfolio.words import language

STATES = {Opinion.CONFIRMED: "good", Opinion.UNSAID: "watch", Opinion.CONTESTED: "bad"}


@dataclass(frozen=True)
class Refused:
    """What was refused of an answer, and what was typed."""

    id: str = ""
    said: str = ""
    errors: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class Brought:
    """Something brought, as a page shows it."""

    told: ToldValue
    amount: str
    state: str
    word: str
    open: bool
    """Whether it waits for the client's word."""


def brought(window: Window) -> list[Brought]:
    """What is shared of it, what waits first."""
    base = Organisation.current().base_currency or None
    found = [_brought(one, base) for one in heard(window, "value")]
    return sorted(found, key=lambda one: not one.open)


def _brought(one: ToldValue, base: str | None) -> Brought:
    amount = _("not in money")
    if one.amount is not None:
        amount = language().amount(one.amount if one.agreed is None else one.agreed, base)
        if one.yearly:
            amount = _("{amount} a year").format(amount=amount)
    opinion = Opinion(one.opinion)
    return Brought(one, amount, STATES[opinion], str(opinion.label), opinion == Opinion.UNSAID)


def waiting(window: Window) -> int:
    """How much waits for the client's word."""
    return sum(1 for one in heard(window, "value") if one.opinion == Opinion.UNSAID)


def section(window: Window) -> dict[str, Any] | None:
    """What was brought, on the first page: it is answered on its own."""
    found = brought(window)
    return {"rows": found[:3], "total": len(found), "waiting": waiting(window)} if found else None


def page(window: Window, refused: Refused | None = None) -> dict[str, Any]:
    """All of it, with the answer to each."""
    found, open_ones = brought(window), waiting(window)
    if not found:
        finding = _("What we brought to you will stand here, for you to confirm.")
    elif open_ones:
        said = ngettext("{n} thing we brought to you waits for your word.", "{n} things we brought to you wait for your"
            " word.", open_ones)  # fmt: skip
        finding = said.format(n=language().number(open_ones))
    else:
        finding = _("You have answered everything we brought to you.")
    return shell.around(window, "value") | {"finding": finding, "rows": found, "refused": refused or Refused()}
