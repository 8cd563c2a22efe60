"""How indicators are written: values in their unit, where they stand, why there is no reading."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from trousseau.access.models import Organisation
from trousseau.access.once import once
from trousseau.figures.language import MISSING, NBSP, Language, Number
from trousseau.ledger.facts.calendar import first_day
from trousseau.plans.models import Kpi, KpiStanding, Outlook, Place, Unit

SMALL = 100
"""Below this, a number that is not whole is written with one decimal."""


@dataclass(frozen=True)
class Mark:
    """Where an indicator stands: its mark (good, watch, bad, none) and the words."""

    state: str
    words: str


def currency() -> str:
    """The base currency."""
    return once("kpi-currency", lambda: Organisation.current().base_currency)


def value(unit: str, number: Number | None, language: Language) -> str:
    """A value in its unit, short: “21,3 M€”, “91,4 %”, “38 d”."""
    if number is None:
        return MISSING
    if unit == Unit.MONEY:
        return language.short_amount(number, currency())
    if unit == Unit.PERCENT:
        return language.percent(float(number) / 100)
    plain = language.number(number, _decimals(number, 1))
    return plain + NBSP + pgettext("a unit", "days") if unit == Unit.DAYS else plain


def exact(unit: str, number: Number | None, language: Language) -> str:
    """A value to the last figure that counts, for a title."""
    if number is None:
        return MISSING
    if unit == Unit.MONEY:
        return language.amount(number, currency(), cents=True)
    if unit == Unit.PERCENT:
        return language.percent(Decimal(str(number)) / 100, 2)
    return language.number(number, _decimals(number, 4))


def difference(unit: str, number: float, language: Language) -> str:
    """A change with its sign; of a share in points."""
    if unit == Unit.PERCENT:
        return language.points(number / 100)
    if unit == Unit.MONEY:
        said = language.short_amount(number, currency())
        return f"+{said}" if number > 0 else said
    return language.signed(number, _decimals(number, 1))


def width(unit: str, number: float, language: Language) -> str:
    """How far from the path is still right; of a share in points."""
    return f"{language.number(number, 1)}{NBSP}pt" if unit == Unit.PERCENT else value(unit, number, language)


def span(unit: str, low: float, high: float, language: Language) -> str:
    """From one value to another: “24,5 M€ – 28 M€”."""
    return f"{value(unit, low, language)} – {value(unit, high, language)}"


def way_gone(part: float | None, language: Language) -> str:
    """How much of the way from baseline to target is gone, in words where it goes the other way; "" where unknown."""
    if part is None:
        return ""
    if part > -0.005:
        return language.percent(max(part, 0.0), 0)
    if part > -1:
        return _("backwards: {share} of the way to go").format(share=language.percent(-part, 0))
    return _("backwards: {n} times the way to go").format(n=language.number(-part, 1))


def _decimals(number: Number, most: int) -> int:
    exact_one = Decimal(str(number))
    whole = exact_one == exact_one.to_integral_value()
    return 0 if whole or (most == 1 and abs(exact_one) >= SMALL) else most


def mark(standing: KpiStanding | None, *, falls: bool) -> Mark:
    """Where an indicator stands; `falls`: less is better."""
    if standing is None or standing.place == Place.NONE:
        return Mark("none", _("no reading yet"))
    if standing.place == Place.FREE:
        return Mark("none", _("without a corridor"))
    if standing.place == Place.OUT:
        return Mark("bad", _side(standing))
    if standing.outlook == Outlook.OUT:
        return Mark("watch", _("forecast out of its corridor"))
    if standing.place == Place.BEYOND:
        return Mark("good", _("below its corridor, which is better") if falls else _("above its corridor"))
    return Mark("good", pgettext("an indicator", "in its corridor"))


def _side(standing: KpiStanding) -> str:
    """On which side of the path it is out."""
    if standing.value is None or standing.expected is None:
        return pgettext("an indicator", "out of its corridor")
    return _("below its corridor") if float(standing.value) < standing.expected else _("above its corridor")


def why(code: str, language: Language) -> str:
    """Why a machine reading has no value, or what it leaves out; a text of a person as it is."""
    name, _space, more = code.partition(" ")
    if name == "begins":
        since = language.month(first_day(more))
        return _("The sales lines begin in {month}: the window reaches further back.").format(month=since)
    if name == "unconverted" and more.isdecimal():
        count = int(more)
        said = ngettext(
            "{n} line without an exchange rate is left out.", "{n} lines without an exchange rate are left out.", count
        )
        return said.format(n=language.number(count))
    return _reasons().get(code, code)


def _reasons() -> dict[str, str]:
    return {
        "later": _("The sales lines do not reach the end of this period yet."),
        "nothing_before": _("Nothing was sold in the same months of the year before: there is no growth in per cent."),
        "no_cost": _("The cost of these sales is not known in every month."),
        "currencies": _("Its deals are in several currencies, which are not added."),
        "no_amount": _("The CRM says no amount of a deal that counts here."),
        "no_sales": _("Nothing was sold in these months: a share of nothing says nothing."),
        "no_orders": _("No order in these months."),
        "no_prices": _("No product was bought with a quantity both in these months and in those of the year before."),
        "no_spend": _("Nobody has told what this client spends in all."),
        "no_actions": _("The plan has no action yet."),
        "nothing_due": _("No promise to this client fell due in the last 12 months."),
    }


def zero_baseline(kpi: Kpi) -> str:
    """What a baseline of zero means; "" for others."""
    if kpi.baseline is None or kpi.baseline != 0:
        return ""
    return _("It starts from zero: a growth in per cent has no meaning, so progress is told as a part of the way.")


def no_way(kpi: Kpi) -> str:
    """What it means that baseline and target are the same; "" where they are not."""
    if kpi.baseline is None or kpi.target is None or kpi.baseline != kpi.target:
        return ""
    if kpi.floor is None and kpi.ceiling is None and not kpi.target:
        return _("The target is to stay at zero: say how far from it is still right, or any reading but zero is out.")
    return _("The target is to hold the baseline: there is no way to go, only a corridor to stay in.")
