"""The whale curve and the company's own segments in sentences."""

from __future__ import annotations

from trousseau.figures.language import Language
from trousseau.figures.sentences import Part, sentence
from trousseau.ledger.whale import Curve

NAMED = 3


def finding(curve: Curve, language: Language, *, currency: str | None, served: bool) -> tuple[Part, ...]:
    """How few make it all, and who takes how much back; `served`: whether costs to serve are known."""
    if not curve.rows:
        return sentence(language.text("The cost of no sale is known, so nobody can be told good or bad."))
    tail, carrying = curve.tail, curve.carrying
    if carrying is None:
        template = (
            language.text("Together the customers leave {total}: no contribution to share out.")
            if served
            else language.text("Together the customers leave a margin of {total}: nothing to share out.")
        )
        return sentence(template, total=Part(language.short_amount(curve.total, currency), "whale"))
    count = Part(language.number(carrying), "table")
    # The parameters are put back as {names}: `sentence` cuts there, to mark each figure.
    opening = (
        language.plural(
            "{n} customer already makes 100% of the contribution", "{n} customers already make 100% of the contribution",
            carrying, n="{count}",
        )
        if served
        else language.plural(
            "{n} customer already makes 100% of the margin", "{n} customers already make 100% of the margin",
            carrying, n="{count}",
        )
    )  # fmt: skip
    if not tail:
        return sentence(language.text("{opening}; none takes any of it back.").format(opening=opening), count=count)
    names = [Part(row.name, f"account:{row.account}") for row in tail[:NAMED]]
    slots = language.listed([f"{{name{at}}}" for at in range(len(names))])
    if len(tail) <= NAMED:
        template = language.text("{opening}; {names} take {amount} back.") if len(tail) > 1 else language.text(
            "{opening}; {names} takes {amount} back."
        )  # fmt: skip
    else:
        template = language.text("{opening}; {others} customers take {amount} back, led by {names}.")
    parts = {f"name{at}": part for at, part in enumerate(names)}
    return sentence(
        template.format(opening=opening, names=slots, amount="{amount}", others="{others}"),
        count=count,
        amount=Part(language.short_amount(curve.drag, currency), "tail"),
        others=Part(language.number(len(tail)), "tail"),
        **parts,
    )


def beside(curve: Curve, language: Language, currency: str | None) -> str:
    """Those whose contribution is not known, counted with their sales; "" where there are none."""
    if not curve.unknown:
        return ""
    return language.plural(
        "{n} customer with {amount} of sales is not on the curve: the cost of its sales is not known.",
        "{n} customers with {amount} of sales are not on the curve: the cost of their sales is not known.",
        len(curve.unknown),
        amount=language.short_amount(curve.unknown_revenue, currency),
    )
