"""`trousseau whatif`: what a loss or a shock does, against fixed costs, and who must leave for something to break."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import click

from trousseau.cli.costs_flags import SERVING, costs_flags, costs_of, parted
from trousseau.cli.failures import Failure, Words
from trousseau.cli.measuring import Measured, measured, measuring_flags
from trousseau.cli.output import say, say_json
from trousseau.cli.scenario_flags import Said, scenario, scenario_flags
from trousseau.figures import whatif as words
from trousseau.figures.language import Language
from trousseau.ledger.whatif import (
    Answer,
    Breaking,
    Figure,
    Part,
    Portfolio,
    all_breakings,
    breaking,
    joint_breaking,
    read,
    what_if,
)
from trousseau.ledger.whatif.naming import UnknownNameError, Who, find_value, who

COMPANY = {"company", "société", "societe", "entreprise"}
MOST = 12
"""Rows of one dimension that are printed."""


@click.command()
@scenario_flags
@costs_flags(*SERVING, "fixed")
@click.option(
    "--breaks", multiple=True, metavar="DIVISION", help="Who must leave for a division, or the company, to break."
)
@click.option("--together", is_flag=True, help="All that --breaks names, at once.")
@measuring_flags
def whatif(
    *,
    breaks: tuple[str, ...],
    together: bool,
    lose: tuple[str, ...],
    volume: tuple[str, ...],
    currency: tuple[str, ...],
    inflation: tuple[str, ...],
    duty: tuple[str, ...],
    entry: tuple[str, ...],
    fixed_change: str | None,
    **flags: Any,
) -> None:
    """What if accounts leave, a zone shrinks, a currency falls, costs rise, duties change, a competitor enters.

    Before and after for sales, margin, contribution, every division and zone against its fixed costs, and the
    concentration. Without any flag of what happens: the smallest sets of customers whose loss breaks each division.
    """
    said = Said(lose, volume, currency, inflation, duty, entry, fixed_change)
    measuring, telling = parted(flags)
    with measured(measuring) as asked:
        costs = costs_of(asked, telling, wins=("fixed",))
        portfolio = read(asked.facts, asked.window, costs, scope=asked.scope, by=asked.by, families=said.families)
        people = who(asked.facts, asked.window, scope=asked.scope, by=asked.by)
        asking = scenario(said, portfolio, people, asked.language)
        answer = what_if(portfolio, asking)
        found = _breakings(portfolio, breaks) if breaks or portfolio.fixed else ()
        if together:
            found = (_joint(portfolio, found if breaks else ()),)
        if flags["as_json"]:
            say_json(_json(asked, answer, found, people))
            return
        say("\n".join(_told(asked, answer, found, people)))


def _breakings(portfolio: Portfolio, breaks: tuple[str, ...]) -> tuple[Breaking, ...]:
    """The smallest sets for what is asked, or for everything that has fixed costs."""
    if not breaks:
        return all_breakings(portfolio)
    found = []
    for said in breaks:
        if said.casefold() in COMPANY:
            found.append(breaking(portfolio, "company"))
            continue
        told = [*portfolio.labels["division"][0], *(portfolio.fixed["division"].by if portfolio.fixed else ())]
        zones = [*portfolio.labels["zone"][0], *(portfolio.fixed["zone"].by if portfolio.fixed else ())]
        try:
            found.append(breaking(portfolio, "division", find_value(said, told)))
        except UnknownNameError as error:
            try:
                found.append(breaking(portfolio, "zone", find_value(said, zones)))
            except UnknownNameError:
                code = "division_unknown_near" if error.near else "division_unknown"
                near = ", ".join(f"“{name}”" for name in error.near)
                raise Failure(code, exit=2, flag="--breaks", value=said, near=near) from error
    return tuple(found)


def _joint(portfolio: Portfolio, apart: tuple[Breaking, ...]) -> Breaking:
    """The smallest set for several divisions, or several zones, at once; the company may be one of them."""
    values = tuple(dict.fromkeys(value for one in apart for value in one.values))
    places = {one.where for one in apart}
    company = "company" in places
    where = next(iter(places - {"company"}), None)
    if where is None or len(values) + company < 2 or len(places - {"company"}) > 1:
        raise Failure("together", exit=2, flag="--together")
    return joint_breaking(portfolio, where, values, company=company)


def _told(asked: Measured, answer: Answer, found: tuple[Breaking, ...], people: Who) -> list[str]:
    """The answer as text."""
    language, currency = asked.language, asked.facts.base
    text = Words(language.code).text
    lines = ["".join(part.text for part in words.finding(answer, people.names, language, currency)), ""]
    lines += [f"  {line}" for line in words.happens(answer.scenario, people.names, language)]
    lines += words.lead(answer, people.names, language, currency)
    rows = [
        (text("Sales"), answer.total.revenue),
        (text("Margin"), answer.total.margin),
        (text("Contribution"), answer.total.contribution),
        (text("Fixed costs"), answer.total.fixed),
        (text("Result after fixed costs"), answer.result),
    ]
    lines += ["", _row(text("Company"), text("Before"), text("After"), text("Change"))]
    lines += [_figure(name, figure, language, currency) for name, figure in rows if figure.before is not None]
    lines += [
        _row(
            text("Effective number of customers"),
            language.number(answer.before.effective_number, 1),
            language.number(answer.after.effective_number, 1),
            "",
        ),
        _row(
            text("Share of the first customer"),
            language.percent(answer.before.top(1)),
            language.percent(answer.after.top(1)),
            "",
        ),
    ]
    titles = {
        "division": text("Division"),
        "zone": text("Zone"),
        "currency": text("Currency"),
        "family": text("Product family"),
    }
    for dimension, parts in answer.parts.items():
        lines += ["", *_parts(titles[dimension], parts, language, currency)]
    if found:
        lines += ["", text("The smallest set of customers whose loss breaks")]
        lines += [f"  {_breaking_line(one, people, language, currency)}" for one in found]
    return lines


def _breaking_line(found: Breaking, people: Who, language: Language, currency: str | None) -> str:
    if found.joint:
        return words.together_words(found, people.names, language)
    return words.breaking_line(found, people.names, language, currency)


def _parts(title: str, parts: tuple[Part, ...], language: Language, currency: str | None) -> list[str]:
    """A table of one dimension: sales, and what is left after fixed costs where that is known."""
    text = Words(language.code).text
    lines = [_row(title, text("Before"), text("After"), text("Change"))]
    after = text("after fixed costs")
    for part in parts[:MOST]:
        lines.append(_figure(words.label(part.name, language), part.revenue, language, currency))
        if part.spare.before is not None:
            name = f"  {after}{' ◆' if part.under else ''}"
            lines.append(_figure(name, part.spare, language, currency))
    if len(parts) > MOST:
        lines.append(text("… and {n} more").format(n=language.number(len(parts) - MOST)))
    return lines


def _figure(name: str, figure: Figure, language: Language, currency: str | None) -> str:
    return _row(
        name,
        language.amount(figure.before, currency),
        language.amount(figure.after, currency),
        language.signed_percent(figure.share) if figure.share is not None else "",
    )


def _row(name: str, before: str, after: str, change: str) -> str:
    return f"{name[:34]:<34} {before:>18} {after:>18} {change:>10}".rstrip()


def _json(asked: Measured, answer: Answer, found: tuple[Breaking, ...], people: Who) -> dict[str, Any]:
    """The answer as JSON: amounts as exact decimal strings, shares as fractions, null for unknown."""
    language, currency = asked.language, asked.facts.base
    return {
        "finding": "".join(part.text for part in words.finding(answer, people.names, language, currency)),
        "start": asked.window.start.isoformat(),
        "end": asked.window.end.isoformat(),
        "base_currency": currency,
        "by": asked.by,
        "scenario": answer.scenario.as_json(),
        "exact": answer.exact,
        "cost_known_share": answer.known_share,
        "remarks": list(words.lead(answer, people.names, language, currency)),
        "company": _part(answer.total),
        **{
            dimension: [{"name": part.name, **_part(part)} for part in parts]
            for dimension, parts in answer.parts.items()
        },
        "concentration": {
            when: {
                "hhi": _number(spread.hhi),
                "effective_number": _number(spread.effective_number),
                "top_1": _number(spread.top(1)),
                "top_10": _number(spread.top(10)),
                "over_10_percent": [{"account": who, "share": share} for who, share in spread.over()],
            }
            for when, spread in (("before", answer.before), ("after", answer.after))
        },
        "breaks": [_breaking(one, people) for one in found],
    }


def _part(part: Part) -> dict[str, Any]:
    names = ("revenue", "margin", "contribution", "fixed")
    figures = {name: _pair(getattr(part, name)) for name in names} | {"after_fixed": _pair(part.spare)}
    return figures | {"under_fixed_costs": part.under if part.spare.after is not None else None}


def _pair(figure: Figure) -> dict[str, Any]:
    return {"before": _money(figure.before), "after": _money(figure.after)}


def _breaking(found: Breaking, people: Who) -> dict[str, Any]:
    def named(keys: tuple[str, ...] | None) -> list[dict[str, Any]] | None:
        return None if keys is None else [{"account": key, "name": people.names.get(key, key)} for key in keys]

    lost = named(found.lost)
    for row, takes in zip(lost or [], found.takes, strict=False):
        row["takes"] = [_money(amount) for amount in takes]
    return {
        "where": found.where,
        "values": list(found.values),
        "company": found.company or found.where == "company",
        "missing": found.missing or None,
        "fixed": [_money(amount) for amount in found.fixed],
        "before": [_money(amount) for amount in found.before],
        "lost": lost,
        "size": None if found.lost is None else len(found.lost),
        "after": [_money(amount) for amount in found.after],
        "otherwise": named(found.otherwise),
        "proven": found.proven,
    }


def _money(amount: Decimal | None) -> str | None:
    """Exact, with cents at least."""
    if amount is None:
        return None
    exponent = amount.normalize().as_tuple().exponent
    return f"{amount:.{max(2, -int(exponent))}f}"


def _number(value: float) -> float | None:
    return value if value == value else None  # noqa: PLR0124 - NaN is unknown
