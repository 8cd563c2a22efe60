"""The whale curve in sentences: how few make it all, who takes how much back, who is beside it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from trousseau.figures.language import Language
from trousseau.figures.sentences import Part, sentence

NAMED = 3


def finding(
    language: Language,
    *,
    carrying: int | None,
    total: Decimal | None,
    drag: Decimal,
    tail: Sequence[tuple[str, str]],
    currency: str | None,
    served: bool,
) -> tuple[Part, ...]:
    """How few make the whole contribution, and who takes how much back.

    `carrying`: how many make 100 % (None: there is no contribution on balance); `total`: of everybody (None: nobody's
    is known); `tail`: account and name of those who take back, the worst first; `served`: costs to serve are known.
    """
    if total is None:
        return sentence(language.text("The cost of no sale is known, so nobody can be told good or bad."))
    if carrying is None:
        template = (
            language.text("Together the customers leave {total}: no contribution to share out.")
            if served
            else language.text("Together the customers leave a margin of {total}: nothing to share out.")
        )
        return sentence(template, total=Part(language.short_amount(total, currency), "whale"))
    opening = _opening(language, carrying, served=served)
    parts = {
        "count": Part(language.number(carrying), "table"),
        "amount": Part(language.short_amount(drag, currency), "tail"),
        "others": Part(language.number(len(tail)), "tail"),
        **{f"name{at}": Part(name, f"account:{account}") for at, (account, name) in enumerate(tail[:NAMED])},
    }
    if not tail:
        template = language.text("{opening}; none takes any of it back.")
    elif len(tail) == 1:
        template = language.text("{opening}; {names} takes {amount} back.")
    elif len(tail) <= NAMED:
        template = language.text("{opening}; {names} take {amount} back.")
    else:
        template = language.text("{opening}; {others} customers take {amount} back, led by {names}.")
    # The parameters are put back as {names}: `sentence` cuts there, to mark each figure.
    slots = language.listed([f"{{name{at}}}" for at in range(min(NAMED, len(tail)))])
    return sentence(template.format(opening=opening, names=slots, amount="{amount}", others="{others}"), **parts)


def _opening(language: Language, carrying: int, *, served: bool) -> str:
    """How few make it all, the number still to be filled in."""
    if served:
        return language.plural(
            "{n} customer already makes 100% of the contribution",
            "{n} customers already make 100% of the contribution",
            carrying,
            n="{count}",
        )
    return language.plural(
        "{n} customer already makes 100% of the margin",
        "{n} customers already make 100% of the margin",
        carrying,
        n="{count}",
    )


def beside(language: Language, *, accounts: int, revenue: Decimal, currency: str | None) -> str:
    """Those whose contribution is not known, counted with their sales; "" where there are none."""
    if not accounts:
        return ""
    return language.plural(
        "{n} customer with {amount} of sales is not on the curve: the cost of its sales is not known.",
        "{n} customers with {amount} of sales are not on the curve: the cost of their sales is not known.",
        accounts,
        amount=language.short_amount(revenue, currency),
    )
