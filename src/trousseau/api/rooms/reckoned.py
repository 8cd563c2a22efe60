"""What the pages reckon: the portfolio, an account, a plan, what-ifs."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from trousseau.access.models import Scope, User
from trousseau.api.problems import words
from trousseau.api.questions import OfPeriod, question
from trousseau.api.reckoned import accounts, growth, plans, portfolio, whatif
from trousseau.api.rooms.accounts import ACCOUNTS, READ
from trousseau.api.rooms.plans import PLANS
from trousseau.api.rooms.selection import PORTFOLIO
from trousseau.api.shapes import NO_ZERO
from trousseau.api.verbs import verb
from trousseau.costs.actions import inflation
from trousseau.figures.whatif import problem
from trousseau.ledger.growth.reading import Told
from trousseau.method.scenario import ScenarioError
from trousseau.portfolio.words import language


def tell(
    user: User,
    zone: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00]*\S[^\x00]*$")],
    period: Annotated[str, Field(pattern="^20[0-9]{2}(-(0[1-9]|1[0-2]))?$")],
    rate: Annotated[Decimal, Field(gt=-1, lt=10, max_digits=7, decimal_places=5)],
    source: Annotated[str, Field(max_length=200, pattern=NO_ZERO)] = "",
) -> int:
    """Tell the inflation of a zone in a year or a month, as a fraction."""
    return inflation.tell_inflation(user, [Told(zone.strip(), period, rate)], source)


WHOLE: dict[str, Any] = {"tag": "portfolio", "rule": PORTFOLIO}

question(
    "concentration", portfolio.concentration, asked=portfolio.AskedConcentration, told=portfolio.Concentration, **WHOLE
)
question("tiers", portfolio.of_tiers, asked=OfPeriod, told=portfolio.Tiers, **WHOLE)
question("growth", growth.growth, asked=growth.AskedGrowth, told=growth.Growth, **WHOLE)
question("inflation", growth.inflation, asked=growth.AskedPeriods, told=growth.InflationTold, **WHOLE)
verb(tell, "tell-inflation", tag="portfolio", rule="manage_inflation", serves=(inflation.tell_inflation,))
verb(whatif.what_if, "what-if", scope=Scope.READ, **WHOLE)
question("figures", accounts.figures, asked=OfPeriod, told=accounts.Figures, on=ACCOUNTS, rule=READ)
question("sales", accounts.sales, asked=OfPeriod, told=accounts.Sales, on=ACCOUNTS, rule=READ)
question("health", accounts.health, asked=None, told=accounts.Health, on=ACCOUNTS, rule=READ)
question("progress", plans.progress, asked=None, told=plans.Progress, on=PLANS, rule="read_plans")
words(ScenarioError, lambda error: problem(error, language()))
