"""What an indicator is measured from: its formula, read from JSON or a form, refused in words, and told as a sentence.

A formula of the sales ledger says a measure, whose sales (the account's, or its whole group's), a filter of zones,
divisions or product families, and a window of whole months that rolls with each period. A formula of the plan names
what of the plan is counted; one of the CRM names a field of an object and what is taken of its values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from trousseau.figures.language import Language
from trousseau.plans.models.kpis import Source, Unit

MONTHS = 36
"""The longest window of a formula."""
MOST = 50
"""The most names in one filter."""
LONGEST = 120
"""Of the name of a field or an object of the CRM."""


@dataclass(frozen=True)
class Measure:
    """Something that can be measured: its name, its unit, and what it cannot be combined with."""

    name: str | Promise
    unit: str
    fixed: int | None = None
    """The only window it has a meaning for, in months."""
    compared: bool = False
    """Whether it is held against the same months a year before, so that its window is a year at most."""
    families: bool = True
    """Whether it is known by product family."""
    places: bool = True
    """Whether it is known by zone and division."""


LEDGER: Mapping[str, Measure] = {
    "revenue": Measure(pgettext_lazy("a measure", "Sales"), Unit.MONEY),
    "growth": Measure(gettext_lazy("Growth of sales on the year before"), Unit.PERCENT, compared=True),
    "margin": Measure(gettext_lazy("Margin"), Unit.MONEY),
    "margin_rate": Measure(gettext_lazy("Margin rate"), Unit.PERCENT),
    "contribution": Measure(gettext_lazy("Net contribution"), Unit.MONEY, families=False),
    "contribution_rate": Measure(gettext_lazy("Net contribution, share of sales"), Unit.PERCENT, families=False),
    "orders": Measure(pgettext_lazy("a measure", "Orders"), Unit.COUNT),
    "order_value": Measure(gettext_lazy("Sales an order"), Unit.MONEY),
    "price_index": Measure(gettext_lazy("Price index, the year before = 100"), Unit.POINTS, compared=True),
    "share_of_wallet": Measure(
        gettext_lazy("Share of wallet"), Unit.PERCENT, fixed=12, families=False, places=False
    ),
}  # fmt: skip
PLAN: Mapping[str, Measure] = {
    "progress": Measure(gettext_lazy("Progress of the plan, weighted"), Unit.PERCENT),
    "actions_done": Measure(gettext_lazy("Actions done"), Unit.COUNT),
    "actions_late": Measure(gettext_lazy("Actions late"), Unit.COUNT),
    "commitments_kept": Measure(gettext_lazy("Promises to the client kept by their day, 12 months"), Unit.PERCENT),
}
BY: Mapping[str, str | Promise] = {
    "account": pgettext_lazy("whose sales", "this account"),
    "group": pgettext_lazy("whose sales", "its whole group"),
}

HOW: Mapping[str, str | Promise] = {
    "last": pgettext_lazy("values of a field", "the last value"),
    "sum": pgettext_lazy("values of a field", "the sum of the period"),
    "count": pgettext_lazy("values of a field", "how many in the period"),
}


@dataclass(frozen=True)
class CrmField:
    """A field of the CRM: its name, of which object (Opportunity), and what is taken of its values in a period."""

    field: str
    object: str = ""
    how: str = "last"

    def plain(self) -> dict[str, Any]:
        """As it is stored: without what is the usual."""
        return {name: value for name, value in asdict(self).items() if value not in ("", "last")}


@dataclass(frozen=True)
class Formula:
    """A formula of the ledger, fully said; two equal ones are one question."""

    measure: str
    by: str = "account"
    months: int = 12
    zones: tuple[str, ...] | None = None
    divisions: tuple[str, ...] | None = None
    families: tuple[str, ...] | None = None

    @property
    def of(self) -> Measure:
        """What it measures."""
        return LEDGER[self.measure]

    @property
    def filter(self) -> Filter:
        """Which lines it counts."""
        return Filter(self.zones, self.divisions, self.families)

    def plain(self) -> dict[str, Any]:
        """As it is stored."""
        said: dict[str, Any] = {"measure": self.measure, "by": self.by, "months": self.months}
        for name in ("zones", "divisions", "families"):
            if (values := getattr(self, name)) is not None:
                said[name] = list(values)
        return said


@dataclass(frozen=True)
class Filter:
    """The part of the lines that formulas count; formulas of one filter are measured by one query."""

    zones: tuple[str, ...] | None = None
    divisions: tuple[str, ...] | None = None
    families: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Known:
    """The names that the ledger knows, to refuse a filter that can never count a line; None: not asked."""

    zones: frozenset[str] | None = field(default=None)
    divisions: frozenset[str] | None = field(default=None)
    families: frozenset[str] | None = field(default=None)


def ledger_formula(said: Mapping[str, Any], known: Known | None = None) -> Formula:
    """Read a formula of the ledger.

    Raises:
        ValidationError: with the field (`measure`, `by`, `months`, `zones`, `divisions`, `families`) and its mend.
    """
    measure = said.get("measure")
    if not isinstance(measure, str) or measure not in LEDGER:
        raise ValidationError({"measure": _("Choose what is measured.")})
    by = said.get("by") or "account"
    if by not in BY:
        raise ValidationError({"by": _("Choose whose sales: this account’s, or its whole group’s.")})
    found = Formula(
        measure,
        str(by),
        _months(said.get("months"), LEDGER[measure]),
        *(_names(said, name, known or Known()) for name in ("zones", "divisions", "families")),
    )
    _check(found)
    return found


def _check(found: Formula) -> None:
    """Refuse a filter that its measure is not known by."""
    if found.families is not None and not found.of.families:
        said = _("%(measure)s is not known by product family: leave the families out.")
        raise ValidationError({"families": said % {"measure": found.of.name}})
    if (found.zones is not None or found.divisions is not None) and not found.of.places:
        where = "zones" if found.zones is not None else "divisions"
        said = _("%(measure)s is told of the whole client only: leave zones and divisions out.")
        raise ValidationError({where: said % {"measure": found.of.name}})


def plan_formula(said: Mapping[str, Any]) -> str:
    """Read what of the plan is counted."""
    measure = said.get("measure")
    if not isinstance(measure, str) or measure not in PLAN:
        raise ValidationError({"measure": _("Choose what of the plan is counted.")})
    return measure


def crm_formula(said: Mapping[str, Any]) -> CrmField:
    """Read which field of the CRM, of which object, and what is taken of its values."""
    texts = {name: str(said.get(name) or "").strip() for name in ("object", "field", "how")}
    if not texts["field"] or len(texts["field"]) > LONGEST:
        raise ValidationError({"field": _("Say which field of the CRM, in at most 120 characters.")})
    if len(texts["object"]) > LONGEST:
        raise ValidationError({"object": _("At most %(most)s characters.") % {"most": LONGEST}})
    how = texts["how"] or "last"
    if how not in HOW:
        raise ValidationError({"how": _("Choose what is taken of the values: the last, their sum, their number.")})
    return CrmField(texts["field"], texts["object"], how)


def read(source: str, said: Mapping[str, Any], known: Known | None = None) -> dict[str, Any]:
    """A formula of any source as it is stored, checked; {} for what people enter."""
    if source == Source.LEDGER:
        return ledger_formula(said, known).plain()
    if source == Source.PLAN:
        return {"measure": plan_formula(said)}
    if source == Source.CRM:
        return crm_formula(said).plain()
    return {}


def unit(source: str, formula: Mapping[str, Any], chosen: str) -> str:
    """The unit of a reading: that of what is measured, or the one chosen for what people enter."""
    if source == Source.LEDGER:
        return LEDGER[formula["measure"]].unit
    if source == Source.PLAN:
        return PLAN[formula["measure"]].unit
    if chosen not in Unit.values:
        raise ValidationError({"unit": _("Choose a unit.")})
    return chosen


def sentence(source: str, said: Mapping[str, Any], language: Language) -> str:
    """A formula in words: “Net contribution of its whole group, 12 rolling months; zones: Nord and Sud”."""
    try:
        if source == Source.LEDGER:
            return _of_ledger(ledger_formula(said), language)
        if source == Source.PLAN:
            return str(PLAN[plan_formula(said)].name)
        if source == Source.CRM:
            return _of_crm(crm_formula(said))
    except ValidationError:
        return _("A formula of an older version that can no longer be read: define it again.")
    return _("Entered by hand")


def _of_crm(found: CrmField) -> str:
    if found.object:
        first = _("Field “%(name)s” of “%(object)s” in the CRM") % {"name": found.field, "object": found.object}
    else:
        first = _("Field “%(name)s” of the CRM") % {"name": found.field}
    return first if found.how == "last" else _("{field}, {how}").format(field=first, how=HOW[found.how])


def _of_ledger(found: Formula, language: Language) -> str:
    months = ngettext("{n} month", "{n} rolling months", found.months).format(n=found.months)
    first = _("{measure}, {whose}, {months}").format(measure=found.of.name, whose=BY[found.by], months=months)
    parts = [first]
    for title, names in (
        (_("zones"), found.zones),
        (_("divisions"), found.divisions),
        (_("product families"), found.families),
    ):
        if names is not None:
            said = language.listed([name or _("without one") for name in names])
            parts.append(_("{title}: {names}").format(title=title, names=said))
    return "; ".join(parts)


def _months(given: object, measure: Measure) -> int:
    if measure.fixed is not None:
        return measure.fixed
    most = 12 if measure.compared else MONTHS
    try:
        months = int(str(given if given not in (None, "") else 12))
    except ValueError:
        months = 0
    if not 1 <= months <= most:
        raise ValidationError(
            {"months": _("A window is a whole number of months from 1 to %(most)s.") % {"most": most}}
        )
    return months


def _names(said: Mapping[str, Any], name: str, known: Known) -> tuple[str, ...] | None:
    """The names of a filter, each once and sorted; None: no filter."""
    given = said.get(name)
    if given in (None, "", [], ()):
        return None
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) > MOST:
        raise ValidationError({name: _("At most %(most)s names.") % {"most": MOST}})
    names = tuple(sorted({str(one) for one in given}))
    there = getattr(known, name)
    missing = [one for one in names if there is not None and one not in there]
    if missing:
        said_so = _("The sales ledger knows no “%(name)s”: no line would ever count.")
        raise ValidationError({name: said_so % {"name": missing[0][:100]}})
    return names
