"""Good, to watch, bad in words: the rules, why an account is what it is, what is wrong with rules."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from trousseau.figures.language import NBSP, Language
from trousseau.figures.typed import TypedError, typed, written
from trousseau.method.classes import Rule
from trousseau.method.rules import MEASURES, RulesError

SIGNS = {"good": "●", "watch": "▲", "bad": "◆", "unknown": "–"}
"""The shape of each class, so that nothing hangs on colour."""


def class_word(name: str, language: Language) -> str:
    """A class as people say it."""
    return {
        "good": language.text("Good"),
        "watch": language.text("To watch"),
        "bad": language.text("Bad"),
        "unknown": language.text("Unknown"),
    }[name]


def measure_label(key: str, language: Language) -> str:
    """A measure as a row of the rules is headed."""
    return {
        "contribution_rate": language.text("Contribution rate"),
        "contribution": language.text("Contribution"),
        "margin_rate": language.text("Gross margin rate"),
        "serving_rate": language.text("Cost to serve"),
        "payment_days": language.text("Payment days"),
        "growth": language.text("Growth"),
        "erosion": language.text("Silent erosion"),
        "known_share": language.text("Sales with known cost"),
    }[key]


def measure_meaning(key: str, language: Language) -> str:
    """What a measure is, in a few words."""
    return {
        "contribution_rate": language.text("what is left after cost of goods and cost to serve, of sales"),
        "contribution": language.text("the same as an amount over the period"),
        "margin_rate": language.text("sales less cost of goods, of sales"),
        "serving_rate": language.text("cost to serve and financing, of sales"),
        "payment_days": language.text("how long it takes to pay"),
        "growth": language.text("sales against the period before"),
        "erosion": language.text("signs of a drift found while sales hold"),
        "known_share": language.text("the part of its sales whose cost is known"),
    }[key]


def default_reason(key: str, language: Language) -> str:
    """Why a rule is as shipped."""
    return {
        "contribution_rate": language.text(
            "Under 0% the customer costs more than it brings. Under 15% it hardly carries its part of the fixed costs: "
            "put your own rate of fixed costs here."
        ),
        "contribution": language.text(
            "A loss is a loss even where sales net of credit notes are nothing and no rate can be given."
        ),
        "margin_rate": language.text("Not used: the contribution already holds it."),
        "serving_rate": language.text("Not used: the contribution already holds it."),
        "payment_days": language.text(
            "Over 90 days, half as long again as the 60 days the law allows in France (Code de commerce, L441-10)."
        ),
        "growth": language.text("Not used: a customer that buys less is not bad for that."),
        "erosion": language.text("One sign is enough to look closer; it makes nobody bad by itself."),
        "known_share": language.text("Not used: see the least known share, under which nobody is judged."),
    }[key]


def value_text(measure: str, value: float | None, language: Language, currency: str | None) -> str:
    """A value of a measure in its unit."""
    unit = MEASURES[measure].unit
    if unit == "share":
        return language.signed_percent(value) if measure == "growth" else language.percent(value)
    if unit == "money":
        return language.short_amount(value, currency)
    if unit == "days":
        figure = language.number(value)
        return figure if value is None else language.text("{n} days").format(n=figure).replace(" ", NBSP)
    return language.number(value)


def beyond_text(rule: Rule, class_: str, language: Language, currency: str | None) -> str:
    """The threshold a value is beyond: “under 15%”."""
    threshold = value_text(rule.measure, rule.bad if class_ == "bad" else rule.watch, language, currency)
    if rule.low_is_bad:
        return language.text("under {threshold}", threshold=threshold)
    return language.text("over {threshold}", threshold=threshold)


def reason_text(rule: Rule, value: float, class_: str, language: Language, currency: str | None) -> str:
    """Why an account is to watch or bad: “contribution rate −4.2%, under 0.0%”."""
    if rule.measure == "erosion":
        return language.plural("{n} sign of silent erosion", "{n} signs of silent erosion", round(value))
    return language.text(
        "{measure} {value}, {beyond}",
        measure=_small(measure_label(rule.measure, language)),
        value=value_text(rule.measure, value, language, currency),
        beyond=beyond_text(rule, class_, language, currency),
    )


def unknown_text(share: float | None, least: float, language: Language) -> str:
    """Why an account is not judged."""
    if share is None:
        return language.text("the cost of its sales is not known")
    return language.text(
        "cost known for {share} of its sales, less than {least}",
        share=language.percent(share),
        least=language.percent(least, 0),
    )


def part_label(name: str, language: Language) -> str:
    """A part of what a customer costs; the company's own drivers keep their name."""
    return {
        "cost": language.text("Cost of goods"),
        "financing": language.text("Financing of payment delay"),
        "serving": language.text("Cost to serve"),
        "orders": language.text("Orders"),
        "lines": language.text("Order lines"),
        "credit_notes": language.text("Credit notes"),
        "returns": language.text("Returns"),
        "visits": language.text("Visits"),
        "support_hours": language.text("Support hours"),
        "deliveries": language.text("Deliveries"),
        "discounts": language.text("Discounts"),
        "rebates": language.text("Rebates"),
        "freight": language.text("Freight"),
    }.get(name, name)


def why_text(name: str, rate: float | None, usual: float, language: Language) -> str:
    """The part that explains most of a loss: “returns 6.4% of sales against 1.1%”."""
    label = _small(part_label(name, language))
    if rate is None:
        return language.text("{part}, with no sales left to carry it", part=label)
    return language.text(
        "{part} {rate} of sales against {usual}",
        part=label,
        rate=language.percent(rate),
        usual=language.percent(usual),
    )


def problem_text(error: RulesError, language: Language) -> str:
    """What is wrong with rules, and how to mend it."""
    said = error.params
    label = measure_label(said["measure"], language) if said.get("measure") in MEASURES else said.get("measure", "")
    if error.code == "rules_crossed":
        return _crossed(said, label, language)
    if error.code == "rules_out_of_bounds":
        return language.text(
            "{measure}: {value} cannot be; write a figure from {least} to {most}.",
            measure=label,
            value=value_text(said["measure"], said["value"], language, None),
            least=value_text(said["measure"], said["least"], language, None),
            most=value_text(said["measure"], said["most"], language, None),
        )
    if error.code == "rules_not_a_number":
        return language.text("{measure}: “{value}” is not a number.", measure=label, value=str(said["value"]))
    if error.code == "rules_measure_unknown":
        return language.text(
            "“{measure}” is not a measure. The measures are: {known}.",
            measure=str(said["measure"]),
            known=said["known"],
        )
    if error.code == "rules_empty":
        return language.text("There is no threshold at all, so nobody could be judged: write at least one.")
    return language.text(
        "These are no rules: write {example}.",
        example='{"rules": {"contribution_rate": {"watch": 0.15, "bad": 0}}, "least_known": 0.5}',
    )


def _crossed(said: dict[str, Any], label: str, language: Language) -> str:
    watch, bad = (value_text(said["measure"], said[name], language, None) for name in ("watch", "bad"))
    if MEASURES[said["measure"]].low_is_bad:
        return language.text(
            "{measure}: bad ({bad}) must lie under to watch ({watch}), or bad would begin first.",
            measure=label,
            watch=watch,
            bad=bad,
        )
    return language.text(
        "{measure}: bad ({bad}) must lie over to watch ({watch}), or bad would begin first.",
        measure=label,
        watch=watch,
        bad=bad,
    )


def read_threshold(text: str, measure: str, language: Language) -> float | str | None:
    """What a person wrote in a field of the rules: a number (per cent for a share), None where it is empty.

    What is no number is given back as it is, for `RuleSet.read` to refuse.
    """
    try:
        number = typed(re.sub(r"\s*(days?|jours?|j)\s*$", "", text), language)
    except TypedError:
        return text.strip()
    if number is None:
        return None
    return float(number / 100 if MEASURES[measure].unit == "share" else number)


def written_threshold(value: float | None, measure: str, language: Language) -> str:
    """A threshold as a field shows it, to be read again by `read_threshold`."""
    if value is None:
        return ""
    return written(Decimal(str(value)) * (100 if MEASURES[measure].unit == "share" else 1), language)


def _small(label: str) -> str:
    """A label inside a sentence."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label
