"""Who became good, to watch or bad since the check-up compared with, and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.figures.classes import class_word, reason_text, unknown_text
from trousseau.figures.language import Language
from trousseau.ledger.classes import Judged
from trousseau.portfolio.comparison import Comparison, Shift
from trousseau.portfolio.pages.links import Links
from trousseau.portfolio.queries.classes import standing_of

SHOWN = 8


@dataclass(frozen=True)
class ShiftRow:
    """One account of another class."""

    shift: Shift
    before_word: str
    after_word: str
    why: str
    url: str


def shift_rows(
    comparison: Comparison, now: Judged | None, found: Links, written: Language, currency: str | None
) -> tuple[ShiftRow, ...]:
    """The heaviest; why only where the rules can be asked, so not of a frozen check-up."""
    return tuple(
        ShiftRow(
            shift=shift,
            before_word=class_word(shift.before, written),
            after_word=class_word(shift.after, written),
            why=_why(now, shift, written, currency) if now else "",
            url=found.account(shift.account),
        )
        for shift in comparison.shifts[:SHOWN]
    )


def _why(now: Judged, shift: Shift, written: Language, currency: str | None) -> str:
    """The rule it falls short of, the worst first; of a good one, that it falls short of none any more."""
    standing = standing_of(now, shift.account)
    if standing is None:
        return ""
    if standing.too_little_known:
        row = standing.row
        share = float(row.costed / row.revenue) if row.revenue and row.revenue > 0 else None
        return unknown_text(share, now.rules.least_known, written)
    if not standing.reasons:
        return _("keeps every rule again")
    reason = standing.reasons[0]
    return reason_text(reason.rule, reason.value, reason.class_, written, currency)


def balance(comparison: Comparison, written: Language, currency: str | None) -> str:
    """The others, and what all moves together are worth."""
    rest = comparison.shifts[SHOWN:]
    total = sum((shift.change or Decimal(0) for shift in comparison.shifts), Decimal(0))
    sign = "+" if total > 0 else ""
    said = _("Balance: {amount} of contribution.").format(amount=sign + written.short_amount(total, currency))
    if not rest:
        return said
    more = ngettext("And {count} other.", "And {count} others.", len(rest)).format(count=written.number(len(rest)))
    return f"{more} {said}"
