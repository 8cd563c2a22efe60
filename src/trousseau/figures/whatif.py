"""A what-if in words: its finding, what happens, who must leave for something to break, what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from trousseau.figures.language import NBSP, Language
from trousseau.figures.sentences import Part, sentence
from trousseau.method.impact import Answer, Breaking
from trousseau.method.impact import Part as Place
from trousseau.method.scenario import Scenario, ScenarioError, Shock

NAMED = 3
"""How many names a sentence lists before it counts."""

TOGETHER = 6
"""The same for the sentence on several places at once, which is about who they are."""


def finding(answer: Answer, names: Mapping[str, str], language: Language, currency: str | None) -> tuple[Part, ...]:
    """What a scenario does, in one sentence whose figures say what they are made of.

    `lost` who leaves, `account:KEY` the one who does, `division:Nord` or `zone:Nord` a part, `totals` the company.
    """
    text = language.text
    revenue = answer.total.revenue
    if not revenue.before or revenue.before < 0:
        return (Part(text("There are no sales to lose over this period.")),)
    if answer.scenario.nothing:
        return (Part(text("Nothing changes: choose who leaves, or a shock.")),)
    clauses = _clauses(answer, language, currency)
    lost = [one for one in answer.scenario.lost if one.share]
    if not lost or any(shock.change for shock in answer.scenario.shocks) or answer.scenario.fixed:
        template = text("This scenario would {what}.")
        return _cut(template, clauses)
    who = _who([one.who for one in lost], names, language)
    about = f"account:{lost[0].who}" if len(lost) == 1 else "lost"
    if len(lost) == 1 and lost[0].share < 1:
        template = text("Losing {share} of {who} would {what}.")
        share = Part(language.percent(lost[0].share, 0), "lost")
        return _cut(template, clauses, who=Part(who, about), share=share)
    return _cut(text("Losing {who} would {what}."), clauses, who=Part(who, about))


def _cut(template: str, clauses: tuple[Part, ...], **parts: Part) -> tuple[Part, ...]:
    """The sentence with its clauses in the place of {what}."""
    before, _, after = template.partition("{what}")
    return (*sentence(before, **parts), *clauses, *sentence(after, **parts))


def _clauses(answer: Answer, language: Language, currency: str | None) -> tuple[Part, ...]:
    """Put division D so much under its fixed costs, take so much of the result; of the sales where that is unknown."""
    text = language.text
    fallen, result = answer.falling, answer.result
    found: list[tuple[Part, ...]] = []
    if fallen:
        dimension = "division" if fallen[0] in answer.parts.get("division", ()) else "zone"
        template = (
            text("put division {name} {amount} under its fixed costs")
            if dimension == "division"
            else text("put zone {name} {amount} under its fixed costs")
        )
        under = language.short_amount(-(fallen[0].spare.after or Decimal(0)), currency)
        about = f"{dimension}:{fallen[0].name}"
        found.append(sentence(template, name=label(fallen[0].name, language), amount=Part(under, about)))
    if result.share is not None and result.change:
        share = Part(language.percent(abs(result.share), 0), "totals")
        taking = result.change < 0
        template = text("take {share} of the result") if taking else text("add {share} to the result")
        if not fallen and taking and (answer.total.revenue.share or 0.0) <= 0:  # one verb for both
            template = text("{share} of the result")
        found.append(sentence(template, share=share))
    if not fallen:
        found.insert(0, _of_sales(answer, language))
        hit = answer.hardest_hit("division", least=0.05) or answer.hardest_hit("zone", least=0.05)
        if hit is not None and hit.revenue.share is not None and result.share is None:
            dimension = "division" if hit in answer.parts.get("division", ()) else "zone"
            part = Part(language.percent(-hit.revenue.share), f"{dimension}:{hit.name}")
            template = text("{part} of division {name}") if dimension == "division" else text("{part} of zone {name}")
            found.append(sentence(template, part=part, name=label(hit.name, language)))
    joined: list[Part] = []
    for i, clause in enumerate(found):
        if i:
            joined.append(Part(text(" and ")))
        joined.extend(clause)
    return tuple(joined)


def _of_sales(answer: Answer, language: Language) -> tuple[Part, ...]:
    """How much of the sales goes, or comes."""
    share = answer.total.revenue.share or 0.0
    template = language.text("take {share} of sales") if share <= 0 else language.text("add {share} to sales")
    return sentence(template, share=Part(language.percent(abs(share)), "totals"))


def label(name: str, language: Language) -> str:
    """A value as it is shown; lines that give none are “not given”."""
    return name or language.text("not given")


def _who(keys: list[str], names: Mapping[str, str], language: Language) -> str:
    said = [names.get(key, key) for key in keys]
    if len(said) <= NAMED:
        return language.listed(said)
    return language.plural("{first} and {n} other", "{first} and {n} others", len(said) - 1, first=said[0])


def lead(answer: Answer, names: Mapping[str, str], language: Language, currency: str | None) -> tuple[str, ...]:
    """What else a reader should know: who else falls, how concentrated it ends, who passes a tenth, what is missing."""
    said = []
    if len(answer.falling) > 1:
        others = [
            f"{label(part.name, language)} ({language.short_amount(part.spare.after, currency)})"
            for part in answer.falling[1:]
        ]
        said.append(language.text("Under their fixed costs too: {names}.", names=language.listed(others)))
    if answer.passing:
        passing = [f"{names.get(who, who)} ({language.percent(share)})" for who, share in answer.passing]
        said.append(language.text("Then passing a tenth of sales: {names}.", names=language.listed(passing)))
    said += missing(answer, language)
    if not answer.exact:
        said.append(language.text("Shocks are estimates: they apply to the sales of the period as they were."))
    return tuple(said)


def missing(answer: Answer, language: Language) -> list[str]:
    """What is not known, and what that leaves out."""
    said = []
    known = answer.known_share
    if answer.total.margin.before is None:
        said.append(language.text("No cost is known, so the figures stop at sales."))
    elif known is not None and known < 0.9995:
        said.append(
            language.text(
                "The cost is known for {share} of sales: margin and contribution are of those.",
                share=language.percent(known),
            )
        )
    if answer.total.fixed.before is None:
        said.append(language.text("Fixed costs are not told, so nothing can be said of the result after them."))
    partial = sorted({label(part.name, language) for parts in answer.parts.values() for part in parts if part.partial})
    if partial:
        said.append(
            language.text(
                "Fixed costs are told for a part of the period only: {names}.", names=language.listed(partial)
            )
        )
    return said


def shock_words(shock: Shock, language: Language) -> str:
    """One shock: “Inflation, zone Ibérie: +8.0% (50% passed on)”."""
    text = language.text
    kinds = {
        "volume": text("Volume"),
        "currency": text("Currency"),
        "inflation": text("Inflation"),
        "duty": text("Customs duty"),
        "entry": text("A competitor takes"),
    }
    on = [
        text("zone {name}", name=label(shock.zone, language)) if shock.zone is not None else "",
        shock.currency or "",
        text("family {name}", name=label(shock.family, language)) if shock.family is not None else "",
    ]
    where = ", ".join(filter(None, on)) or text("everywhere")
    change = language.percent(shock.change) if shock.kind == "entry" else language.signed_percent(shock.change)
    said = text("{kind}, {where}: {change}", kind=kinds[shock.kind], where=where, change=change)
    if shock.kind in {"inflation", "duty"} and shock.passed_on:
        passed = text("{share} passed on", share=language.percent(shock.passed_on, 0))
        said += f" ({passed})"
    return said


def happens(scenario: Scenario, names: Mapping[str, str], language: Language) -> tuple[str, ...]:
    """Everything that happens in a scenario, one line each."""
    said = []
    for one in scenario.lost:
        name = names.get(one.who, one.who)
        share = language.percent(one.share, 0)
        said.append(
            language.text("{name} leaves", name=name)
            if one.share == 1
            else language.text("{name} buys {share} less", name=name, share=share)
        )
    said += [shock_words(shock, language) for shock in scenario.shocks]
    if scenario.fixed:
        said.append(language.text("Fixed costs: {change}", change=language.signed_percent(scenario.fixed)))
    return tuple(said)


def breaking_line(found: Breaking, names: Mapping[str, str], language: Language, currency: str | None) -> str:
    """What breaks and who must leave for it, in one line."""
    return language.text(
        "{place}: {set}",
        place=place_name(found, language),
        set=breaking_words(found, names, language, currency),
    )


def place_name(place: Place | Breaking, language: Language) -> str:
    """What a breaking is about."""
    if isinstance(place, Breaking) and place.where == "company":
        return language.text("The company")
    if isinstance(place, Breaking):
        company = [language.text("the company")] if place.company else []
        return language.listed([*(label(value, language) for value in place.values), *company])
    return label(place.name, language)


def together_words(found: Breaking, names: Mapping[str, str], language: Language) -> str:
    """What it takes to break several places at once, in one sentence; how far it goes where nothing does."""
    places = place_name(found, language)
    if found.missing:
        why = breaking_words(found, names, language, None)
        return language.text("{places} at once: {why}.", places=places, why=why)
    if found.lost is None:
        return language.text("No loss of customers takes {places} under their fixed costs at once.", places=places)
    if not found.lost:
        return language.text("{places} are under their fixed costs already.", places=places)
    who = language.listed([names.get(key, key) for key in found.lost[:TOGETHER]])
    left = len(found.lost) - TOGETHER
    if left > 0:
        who = language.plural("{who} and {n} other", "{who} and {n} others", left, who=who)
    if not found.proven:
        return language.plural(
            "{n} customer at most takes {places} under their fixed costs at once by leaving: {who}.",
            "{n} customers at most take {places} under their fixed costs at once by leaving: {who}.",
            len(found.lost),
            places=places,
            who=who,
        )
    return language.plural(
        "It takes the loss of {n} customer to put {places} under their fixed costs at once: {who}.",
        "It takes the loss of {n} customers to put {places} under their fixed costs at once: {who}.",
        len(found.lost),
        places=places,
        who=who,
    )


def breaking_words(found: Breaking, names: Mapping[str, str], language: Language, currency: str | None) -> str:
    """Who must leave: “1 account: Alstrom; otherwise 3 others”."""
    text = language.text
    if found.missing == "fixed":
        return text("its fixed costs are not told")
    if found.missing == "cost":
        return text("no cost of its lines is known")
    if found.lost is None:
        reach = language.short_amount(min(found.after), currency)
        return text("never: {amount} are left even without every customer that contributes", amount=reach)
    if not found.lost:
        return text(
            "under its fixed costs already, by {amount}", amount=language.short_amount(-min(found.before), currency)
        )
    who = [names.get(key, key) for key in found.lost]
    shown = who if len(who) <= NAMED else [*who[:NAMED], language.plural("{n} other", "{n} others", len(who) - NAMED)]
    said = language.plural("{n} account: {names}", "{n} accounts: {names}", len(who), names=language.listed(shown))
    if not found.proven:
        said = text("at most {set}", set=said)
    if found.otherwise is not None:
        others = language.plural("otherwise {n} other", "otherwise {n} others", len(found.otherwise))
    else:
        others = text("no others could")
    return f"{said}{NBSP if language.french else ''}; {others}"


def problem(error: ScenarioError, language: Language) -> str:
    """What is wrong with a scenario."""
    if error.code == "too_large":
        return language.text("These shocks together make amounts too large to be numbers.")
    if error.code == "shape":
        return language.text("This is not a scenario: {what} has another form.", what=str(error.params.get("what", "")))
    what = _ranged(str(error.params["what"]), language)
    low, high, value = (error.params[name] for name in ("low", "high", "value"))
    return language.text(
        "{what} goes from {low} to {high}: {value} is outside.",
        what=what,
        low=language.percent(low, 0),
        high=language.percent(high, 0),
        value=language.percent(value, 0) if abs(value) < 1e9 else str(value),
    )


def _ranged(what: str, language: Language) -> str:
    words = {
        "loss": language.text("The share an account takes away"),
        "volume": language.text("A change of volume"),
        "currency": language.text("A change of currency"),
        "inflation": language.text("An inflation"),
        "duty": language.text("A change of customs duty"),
        "entry": language.text("The share a competitor takes"),
        "passed_on": language.text("The share passed on"),
        "fixed": language.text("The change of fixed costs"),
    }
    return words[what]
