"""What the pages reckon: the portfolio, an account, a plan, what-ifs."""

from __future__ import annotations

from trousseau.access.models import Scope
from trousseau.api.problems import words
from trousseau.api.questions import OfPeriod, question
from trousseau.api.reckoned import accounts, growth, plans, portfolio, whatif
from trousseau.api.rooms.accounts import ACCOUNTS, READ
from trousseau.api.rooms.plans import PLANS
from trousseau.api.rooms.selection import PORTFOLIO
from trousseau.api.verbs import verb
from trousseau.figures.whatif import problem
from trousseau.method.scenario import ScenarioError
from trousseau.portfolio.words import language

WHOLE = {"tag": "portfolio", "rule": PORTFOLIO}

question(
    "concentration", portfolio.concentration, asked=portfolio.AskedConcentration, told=portfolio.Concentration, **WHOLE
)
question("tiers", portfolio.of_tiers, asked=OfPeriod, told=portfolio.Tiers, **WHOLE)
question("growth", growth.growth, asked=growth.AskedGrowth, told=growth.Growth, **WHOLE)
question("inflation", growth.inflation, asked=growth.AskedPeriods, told=growth.Inflation, **WHOLE)
verb(whatif.what_if, "what-if", scope=Scope.READ, **WHOLE)
question("figures", accounts.figures, asked=OfPeriod, told=accounts.Figures, on=ACCOUNTS, rule=READ)
question("sales", accounts.sales, asked=OfPeriod, told=accounts.Sales, on=ACCOUNTS, rule=READ)
question("health", accounts.health, asked=None, told=accounts.Health, on=ACCOUNTS, rule=READ)
question("progress", plans.progress, asked=None, told=plans.Progress, on=PLANS, rule="read_plans")
words(ScenarioError, lambda error: problem(error, language()))
