"""The portfolio: check-ups, the panel, rules of good and bad, segments; scenarios, tariffs and prices."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any

from django.db.models import QuerySet
from pydantic import Field, JsonValue

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.api.problems import words
from trousseau.api.resources import Resource, resource
from trousseau.api.rooms.accounts import ACCOUNTS
from trousseau.api.rooms.selection import PORTFOLIO
from trousseau.api.shapes import Shape, learn
from trousseau.api.verbs import verb
from trousseau.exposure.actions import outlooks, pricelists, scenarios, tariffs
from trousseau.exposure.models import Outlook, PriceTable, Scenario, TariffScenario
from trousseau.figures import classes as figures
from trousseau.figures.pricelists import refusal
from trousseau.ledger.pricelists_reading import PriceListError
from trousseau.ledger.segments.table import SegmentsError
from trousseau.method.rules import RulesError, RuleSet
from trousseau.portfolio.actions import freezing, ranges, rules, segments
from trousseau.portfolio.indicators import ORDER
from trousseau.portfolio.models import (
    AccountStanding,
    FrozenCheckup,
    ReferenceRange,
    RuleVersion,
    SegmentTable,
)
from trousseau.portfolio.pages import segments as segments_page
from trousseau.portfolio.queries.history import frozen_checkups
from trousseau.portfolio.queries.source import portfolio_scope, scope_key
from trousseau.portfolio.views.classes import why_not
from trousseau.portfolio.words import language

Reason = Annotated[str, Field(min_length=1, max_length=1000, pattern=r"\S")]
learn(RuleSet, Shape(dict[str, JsonValue], lambda _user, told: RuleSet.read(told)))


def whole(model: type[Any]) -> Callable[[User], QuerySet[Any]]:
    """What the portfolio is judged by, for who reads it."""

    def rows(user: User) -> QuerySet[Any]:
        found: QuerySet[Any] = model.objects.all() if may(user, PORTFOLIO) else model.objects.none()
        return found

    return rows


def same_reach(model: type[Any]) -> Callable[[User], QuerySet[Any]]:
    """What was kept over the same part of the portfolio as someone sees."""

    def rows(user: User) -> QuerySet[Any]:
        found: QuerySet[Any] = whole(model)(user).filter(scope=scope_key(portfolio_scope(user)))
        return found

    return rows


def of_accounts(model: type[Any]) -> Callable[[User], QuerySet[Any]]:
    """What is said of the accounts someone sees."""

    def rows(user: User) -> QuerySet[Any]:
        found: QuerySet[Any] = model.objects.filter(account__in=access.visible_to(user))
        return found

    return rows


CHECKUPS = resource(
    Resource(
        "checkups", FrozenCheckup, PORTFOLIO, frozen_checkups,
        ("at", "frozen_by", "note", "start", "end", "by", "base_currency", "revenue", "accounts", "figures", "digest"),
        "Check-ups as they were frozen.", filters=("start", "end", "by"),
    )
)  # fmt: skip
RANGES = resource(
    Resource("reference-ranges", ReferenceRange, PORTFOLIO, whole(ReferenceRange),
             ("key", "shipped", "low", "high", "watch_low", "watch_high", "reason", "author", "at"),
             "Ranges that indicators are judged by.", filters=("key",))
)  # fmt: skip
RULES = resource(
    Resource("class-rules", RuleVersion, PORTFOLIO, whole(RuleVersion),
             ("number", "at", "published_by", "reason", "rules", "counts"),
             "Rules of good and bad, as they were published.")
)  # fmt: skip
STANDINGS = resource(
    Resource("standings", AccountStanding, PORTFOLIO, of_accounts(AccountStanding),
             ("account", "name", "contribution", "rate", "reasons", "eroding"),
             "Whether accounts are good, bad or to watch.",
             filters=("account", "name"))
)  # fmt: skip
SEGMENTS = resource(
    Resource("segment-tables", SegmentTable, PORTFOLIO, whole(SegmentTable), ("name", "file", "at", "imported_by"),
             "Segments of one’s own.")
)  # fmt: skip
OUTLOOKS = resource(
    Resource("outlooks", Outlook, "read_accounts", of_accounts(Outlook),
             ("account", "probability", "contract", "reason", "author", "made_on"),
             "How probable it is to lose an account within a year, as people judged it.", filters=("account",
             "made_on"))
)  # fmt: skip
SCENARIOS = resource(
    Resource("scenarios", Scenario, PORTFOLIO, same_reach(Scenario), ("name", "by", "lost", "asks", "made_by",
        "made_at"),
             "What-ifs that were kept.")
)  # fmt: skip
TARIFFS = resource(
    Resource("tariff-scenarios", TariffScenario, PORTFOLIO, same_reach(TariffScenario),
             ("name", "wishes", "made_by", "made_at"), "Tariffs that were tried and kept.")
)  # fmt: skip
PRICES = resource(
    Resource("price-tables", PriceTable, PORTFOLIO, whole(PriceTable), ("name", "rows", "added_by", "added_at"),
             "Price lists.")
)  # fmt: skip


def import_segments(user: User, pieces: Iterable[bytes], file: str, name: str) -> SegmentTable:
    """Take a table of segments in."""
    return segments.import_segments(user, pieces, file, name).table


verb(freezing.freeze_checkup, "freeze", tag="checkups", rule=PORTFOLIO, about=(FrozenCheckup,))
_key = Annotated[str, Field(pattern=f"^({'|'.join(ORDER)})$")]
verb(ranges.set_range, "set", tag="reference-ranges", rule=PORTFOLIO, also={"key": _key, "reason": Reason})
verb(ranges.reset_range, "reset", tag="reference-ranges", rule=PORTFOLIO, also={"key": _key, "reason": Reason})
verb(rules.publish_rules, "publish", tag="class-rules", rule=PORTFOLIO)
verb(import_segments, "import", tag="segment-tables", rule="import_segments", serves=(segments.import_segments,))
verb(segments.drop_segments, "drop", on=SEGMENTS, rule=PORTFOLIO)
verb(
    outlooks.judge, "judge-outlook", on=ACCOUNTS, rule="read_accounts",
    also={"reason": Reason, "probability": Annotated[float, Field(ge=0, le=1)] | None},
)  # fmt: skip
verb(scenarios.keep_scenario, "keep", tag="scenarios", rule=PORTFOLIO, about=(Scenario,))
verb(scenarios.drop_scenario, "drop", on=SCENARIOS, rule=PORTFOLIO)
verb(tariffs.keep_tariff, "keep", tag="tariff-scenarios", rule=PORTFOLIO, about=(TariffScenario,))
verb(tariffs.drop_tariff, "drop", on=TARIFFS, rule=PORTFOLIO)
verb(pricelists.add_price_table, "add", tag="price-tables", rule=PORTFOLIO)
verb(pricelists.drop_price_table, "drop", on=PRICES, rule=PORTFOLIO)
words(rules.PublishingError, lambda error: why_not(error.code))
words(RulesError, lambda error: figures.problem_text(error, language()))
words(SegmentsError, lambda error: " ".join(segments_page.problems_of(error)))
words(
    PriceListError, lambda error: " ".join(refusal(error.code, error.detail, error.problems, language())),
)  # fmt: skip
