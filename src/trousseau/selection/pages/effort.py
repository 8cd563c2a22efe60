"""The days promised and spent on tomorrow's accounts beside those of today's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.figures.language import Language
from trousseau.ledger.selection.tomorrow import Tomorrow
from trousseau.method.arrays import Integers
from trousseau.selection.queries.days import Days, promised


@dataclass(frozen=True)
class Effort:
    """Some accounts with the days they get in a year."""

    name: str
    accounts: int
    sales: float
    gain: float | None
    """Expected over three years; None where none of it is known."""
    spent: float | None
    """None: nobody told."""
    told: str
    """Of how many that is known."""
    promised: float | None
    """None: nothing is promised to them yet."""


def effort(
    seen: Tomorrow, groups: Sequence[Integers], days: Mapping[str, Days], language: Language
) -> tuple[Effort, ...]:
    """Tomorrow's accounts and today's."""
    owed = promised()
    return tuple(
        _effort(name, seen, group.tolist(), (days, owed), language)
        for name, group in zip((_("Tomorrow’s accounts"), _("Today’s key accounts")), groups, strict=True)
    )


def _effort(
    name: str,
    seen: Tomorrow,
    group: Sequence[int],
    known_days: tuple[Mapping[str, Days], Mapping[str, float]],
    language: Language,
) -> Effort:
    days, owed = known_days
    clients = [seen.paths.accounts[at] for at in group]
    known = [days[client].days for client in clients if client in days]
    due = [owed[client] for client in clients if client in owed]
    gains = [gain for gain in seen.gain[list(group)].tolist() if gain == gain]  # noqa: PLR0124 - NaN
    return Effort(
        name=name,
        accounts=len(clients),
        sales=float(sum(sale for sale in seen.forecast.now[list(group)].tolist() if sale == sale)),  # noqa: PLR0124 - NaN
        gain=sum(gains) if gains else None,
        spent=sum(known) if known else None,
        told=ngettext("known of {known} of {count}", "known of {known} of {count}", len(clients)).format(
            known=language.number(len(known)), count=language.number(len(clients))
        ),
        promised=sum(due) if due else None,
    )
