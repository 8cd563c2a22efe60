"""What some accounts bought over a period, by what we offer: divisions and product families."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from trousseau.ledger.answers.question import Question
from trousseau.ledger.answers.scope import Scope
from trousseau.ledger.facts import Facts


@dataclass(frozen=True)
class Offers:
    """Sales by division and by family, the greatest first."""

    divisions: dict[str, Decimal]
    families: dict[str, Decimal]

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that is offered, by name."""
        return tuple(sorted({*self.divisions, *self.families}))


def offers(facts: Facts, accounts: Sequence[str], start: date, end: date) -> Offers:
    """The sales to some accounts over a period; lines that cannot be converted are left out."""
    question = Question(facts, Scope(accounts=tuple(accounts)))
    table = question.ask("selection/offers", lines=question.lines(start, end)).to_pylist()
    found = Offers({}, {})
    for row in table:
        for names, name in ((found.divisions, row["division"]), (found.families, row["family"])):
            if name is not None:
                names[name] = names.get(name, Decimal(0)) + row["revenue"]
    return found
