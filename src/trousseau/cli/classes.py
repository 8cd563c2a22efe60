"""`trousseau classes` and `trousseau segments`: good, to watch and bad by written rules, against one's own segments."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any, Unpack

import click

from trousseau.cli.failures import Failure
from trousseau.cli.measuring import Flags, Measured, measured, measuring_flags
from trousseau.cli.output import say, say_json
from trousseau.figures import classes as words
from trousseau.figures import segments as segment_words
from trousseau.figures.language import Language
from trousseau.ledger.classes import Judged, judge, measures
from trousseau.ledger.costs import NOTHING, Costs
from trousseau.ledger.segments import KNOWN, OTHERS, Crossing, columns, cross, segments, sorted_values
from trousseau.ledger.signs import signs
from trousseau.method.classes import NAMES
from trousseau.method.rules import DEFAULT, RulesError, RuleSet

SHOWN = 20


@click.command()
@measuring_flags
@click.option("--rules", "rules_file", type=click.Path(path_type=Path), help="The rules as JSON; else those in force.")
def classes(rules_file: Path | None, **flags: Unpack[Flags]) -> None:
    """Good, to watch or bad: the class of each account by written rules, and why.

    With FILE, contributions are margins: what the company tells of its costs to serve is in the stored ledger.
    """
    with measured(flags) as given:
        found = _judged(given, rules_file)
        if flags["as_json"]:
            say_json(_classes_json(found, given))
        else:
            say(_classes_text(found, given))


@click.command(name="segments")
@measuring_flags
@click.option("--column", metavar="NAME", help="The column that is the segment; without it, they are listed.")
@click.option("--best", metavar="SEGMENT", default="", help="The segment that is treated best; else it is guessed.")
@click.option("--rules", "rules_file", type=click.Path(path_type=Path), help="The rules as JSON; else those in force.")
def segments_(column: str | None, best: str, rules_file: Path | None, **flags: Unpack[Flags]) -> None:
    """One's own segments against good and bad: any column of texts, and division, family, zone."""
    with measured(flags) as given:
        there = columns(given.facts)
        names = [one.name for one in there]
        if column is None:
            _list(there, given.language, as_json=flags["as_json"])
            return
        if column not in names and f":{column}" in KNOWN:
            column = f":{column}"
        if column not in names:
            raise Failure(
                "segment_unknown", exit=2, flag="--column", column=column, columns=", ".join(names) or "–"
            )  # fmt: skip
        found = _judged(given, rules_file, by="account")
        revenue = {row.account: row.revenue or Decimal(0) for row in found.measures.rows}
        values = {a: value for a, value in segments(given.facts, column).items() if a in revenue}
        crossing = cross(found, sorted_values(values, revenue, lambda n: given.language.number(n, 2)), best)
        if flags["as_json"]:
            say_json(_crossing_json(column, crossing))
        else:
            say(_crossing_text(column, crossing, given))


def _judged(given: Measured, rules_file: Path | None, by: str | None = None) -> Judged:
    rules, costs = _told(given, rules_file)
    what = given.by if by is None else "account"
    found = measures(
        given.facts,
        given.window,
        costs=costs,
        scope=given.scope,
        by=what,
        erosion=signs(given.facts, given.window, scope=given.scope, by=what, costs=costs),
    )
    return judge(found, rules)


def _told(given: Measured, rules_file: Path | None) -> tuple[RuleSet, Costs]:
    """The rules and costs in force; of a FILE, the rules as shipped and no costs."""
    if not given.stored:
        return _rules(rules_file, given.language) if rules_file else DEFAULT, NOTHING
    from trousseau.costs.queries import told  # noqa: PLC0415 - only with a database
    from trousseau.portfolio.queries.classes import in_force  # noqa: PLC0415

    return _rules(rules_file, given.language) if rules_file else in_force().rules, told()


def _rules(file: Path, language: Language) -> RuleSet:
    try:
        return RuleSet.read(json.loads(file.read_text(encoding="utf-8")))
    except RulesError as error:
        message = words.problem_text(error, language)
        raise Failure(error.code, flag="--rules", message=f"{file.name}: {message}") from error
    except (OSError, ValueError) as error:
        message = words.problem_text(RulesError("rules_form"), language)
        raise Failure("rules_form", flag="--rules", message=f"{file.name}: {message}") from error


def _classes_json(found: Judged, given: Measured) -> dict[str, Any]:
    values = found.measures.values
    return {
        "start": given.window.start.isoformat(),
        "end": given.window.end.isoformat(),
        "base_currency": given.facts.base,
        "by": given.by,
        "cost_to_serve_known": found.measures.serving_known,
        "rules": found.rules.as_json(),
        "classes": {
            one.name: {
                "accounts": one.accounts,
                "revenue": _money(one.revenue),
                "contribution": None if one.name == "unknown" else _money(one.contribution),
            }
            for one in found.sums().values()
        },
        "accounts": [
            {
                "account": row.account,
                "name": row.name,
                "class": NAMES[found.classes.codes[at]],
                "decided_by": _decided(found, at),
                "reasons": [found.rules.rules[rule].measure for rule in found.classes.reasons(at)],
                "not_judged": [found.rules.rules[rule].measure for rule in found.classes.not_judged(at)],
                "too_little_known": bool(found.classes.too_little_known[at]),
                "revenue": _money(row.revenue),
                "contribution": _money(row.contribution),
                "measures": {name: _number(float(vector[at])) for name, vector in values.items()},
            }
            for at, row in enumerate(found.measures.rows)
        ],
    }


def _decided(found: Judged, at: int) -> str | None:
    position = int(found.classes.decided_by[at])
    return None if position < 0 else found.rules.rules[position].measure


def _classes_text(found: Judged, given: Measured) -> str:
    language, currency = given.language, given.facts.base
    lines = [language.period(given.window.start, given.window.end)]
    if not found.measures.serving_known:
        lines.append(language.text("Cost to serve is not known: contributions are margins."))
    lines.append("")
    for one in found.sums().values():
        contribution = "" if one.name == "unknown" else language.short_amount(one.contribution, currency)
        lines.append(
            f"{words.SIGNS[one.name]} {words.class_word(one.name, language):<14}{language.number(one.accounts):>8}"
            f"{language.short_amount(one.revenue, currency):>14}{contribution:>14}"
        )
    for name in ("bad", "watch"):
        mine = [at for at, code in enumerate(found.classes.codes) if NAMES[code] == name]
        if mine:
            lines += ["", f"{words.SIGNS[name]} {words.class_word(name, language)}"]
            lines += [_account(found, at, language, currency) for at in mine[:SHOWN]]
            if len(mine) > SHOWN:
                lines.append(language.plural("  and {n} more", "  and {n} more", len(mine) - SHOWN))
    return "\n".join(lines)


def _account(found: Judged, at: int, language: Language, currency: str | None) -> str:
    row, rules = found.measures.rows[at], found.rules.rules
    why = "; ".join(
        words.reason_text(
            rules[rule],
            float(found.measures.values[rules[rule].measure][at]),
            NAMES[found.classes.by_rule[rule, at]],
            language,
            currency,
        )
        for rule in found.classes.reasons(at)
    )
    return f"  {row.name[:34]:<36}{language.short_amount(row.revenue, currency):>12}  {why}"


def _list(there: tuple[Any, ...], language: Language, *, as_json: bool) -> None:
    """The columns one may cross."""
    if as_json:
        keys = ("name", "accounts", "values", "changing")
        say_json({"columns": [{key: getattr(one, key) for key in keys} for one in there]})
    elif not there:
        say(language.text("The sales lines have no column that could be a segment."))
    else:
        for one in there:
            name = segment_words.column_word(one.name, language)
            say(f"{name:<36}{language.number(one.values):>10}{language.number(one.accounts):>10}")


def _crossing_json(column: str, found: Crossing) -> dict[str, Any]:
    link = found.association
    return {
        "column": column,
        "kind": found.sorted.kind,
        "values": found.sorted.values,
        "association": {
            "cramers_v": _number(link.v),
            "corrected": _number(link.corrected),
            "accounts": link.size,
            "enough": link.enough,
        },
        "best": found.best,
        "least": found.least,
        "guessed": found.guessed,
        "segments": [
            {
                "segment": None if not row.name else row.name,
                "others": row.name == OTHERS,
                "accounts": row.total.accounts,
                "revenue": _money(row.total.revenue),
                "contribution": _money(row.total.contribution),
                "classes": {
                    NAMES[code]: {
                        "accounts": cell.accounts,
                        "revenue": _money(cell.revenue),
                        "contribution": _money(cell.contribution) if NAMES[code] != "unknown" else None,
                    }
                    for code, cell in sorted(row.cells.items())
                },
            }
            for row in found.rows
        ],
        "bad_in_best": [row.account for row in found.bad_in_best],
        "good_in_least": [row.account for row in found.good_in_least],
    }


def _crossing_text(column: str, found: Crossing, given: Measured) -> str:
    language, currency = given.language, given.facts.base
    lines = []
    if found.best is not None and found.least is not None:
        parts = segment_words.disagreement(
            language,
            best=found.best,
            least=found.least,
            bad=len(found.bad_in_best),
            left=sum((row.contribution or Decimal(0) for row in found.bad_in_best), Decimal(0)),
            good=len(found.good_in_least),
            currency=currency,
        )
        lines.append("".join(part.text for part in parts))
    link = found.association
    lines.append(segment_words.association(language, v=link.corrected, size=link.size, enough=link.enough))
    note = segment_words.kind_note(found.sorted.kind, found.sorted.values, language)
    lines += [note] * bool(note)
    heads = "".join(f"{words.class_word(name, language):>14}" for name in ("good", "watch", "bad", "unknown"))
    lines += ["", f"{segment_words.column_word(column, given.language)[:30]:<32}{heads}"]
    for row in found.rows:
        counts = {NAMES[code]: cell.accounts for code, cell in row.cells.items()}
        cells = "".join(f"{language.number(counts.get(name, 0)):>14}" for name in ("good", "watch", "bad", "unknown"))
        lines.append(f"{(row.name or '–')[:30]:<32}{cells}{language.short_amount(row.total.revenue, currency):>14}")
    return "\n".join(lines)


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _number(value: float) -> float | None:
    return None if value != value else value  # noqa: PLR0124 - NaN
