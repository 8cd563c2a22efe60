"""The page of costs."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import Organisation, User
from trousseau.access.rules import may
from trousseau.accounts.rows import language
from trousseau.costs.forms import TableForm
from trousseau.costs.models import Budget, Kind
from trousseau.costs.queries.coverage import Known, known
from trousseau.costs.queries.rates import ToldRate, financing_told, rates_told


@dataclass(frozen=True)
class Page:
    """What is known, in a sentence and in full."""

    finding: str
    lead: tuple[str, ...]
    known: Known
    rates: tuple[ToldRate, ...]
    financing: tuple[ToldRate, ...]
    base: str
    may_manage: bool
    form: TableForm
    kinds: tuple[tuple[str, str], ...]
    measures: tuple[tuple[str, str], ...]
    french: bool


def page(user: User) -> Page:
    """The page as this person sees it."""
    found = known()
    return Page(
        finding=_finding(found),
        lead=_lead(found),
        known=found,
        rates=rates_told(),
        financing=financing_told(),
        base=Organisation.current().base_currency or "",
        may_manage=may(user, "manage_costs"),
        form=TableForm(),
        kinds=tuple((str(value), str(label)) for value, label in Kind.choices),
        measures=tuple((str(value), str(label)) for value, label in Budget.Measure.choices),
        french=language().french,
    )


def _finding(found: Known) -> str:
    if not found.rows:
        return _("Nothing is told of costs yet: the cost to serve of every customer is unknown.")
    whole = sum(row.whole for row in found.rows)
    text = ngettext(
        "%(whole)s driver of %(all)s is told and priced for each of the last twelve months.",
        "%(whole)s drivers of %(all)s are told and priced for each of the last twelve months.",
        whole,
    )
    number = language().number
    return text % {"whole": number(whole), "all": number(len(found.rows))}


def _lead(found: Known) -> tuple[str, ...]:
    said = [_("What is told here is taken from each customer’s margin; what is not told stays unknown.")]
    if found.rows and not found.financing:
        said.append(_("The yearly rate of financing is not told."))
    if found.undivided:
        names = language().listed(found.undivided)
        said.append(_("Fixed costs are not told for %(names)s.") % {"names": names})
    return tuple(said)
