"""The class of each account under the rules in force, with its reasons; the rules and their history.

judged(asked).names()                  {"C1": "good", …}: good, watch, bad or unknown
standing_of(judged(asked), "C1")       the class of one account and why
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.costs.queries import told as costs_told
from trousseau.ledger import answers
from trousseau.ledger.answers import Scope
from trousseau.ledger.classes import Judged, Made, Mover, judge, movers
from trousseau.ledger.costs import Costs
from trousseau.ledger.facts import Facts
from trousseau.method.classes import NAMES, Rule
from trousseau.method.rules import DEFAULT, RuleSet
from trousseau.portfolio.models import ClassMove, RuleVersion
from trousseau.portfolio.queries.contributions import contributions
from trousseau.portfolio.queries.kept import Kept, key
from trousseau.portfolio.queries.source import Asked

_judged: Kept[Judged] = Kept(24)
_moved: Kept[tuple[Mover, ...]] = Kept(12, "movers")


@dataclass(frozen=True)
class InForce:
    """The rules that judge today."""

    number: int
    """0: as shipped."""
    rules: RuleSet
    version: RuleVersion | None


@dataclass(frozen=True)
class Reason:
    """One rule an account falls short of."""

    rule: Rule
    value: float
    class_: str


@dataclass(frozen=True)
class Standing:
    """What one account is, and why."""

    row: Made
    class_: str
    reasons: tuple[Reason, ...]
    """The rules it falls short of, the worst first."""
    not_judged: tuple[str, ...]
    """The measures in use that are not known of it."""
    too_little_known: bool
    rate: float | None
    """Contribution of the sales whose cost is known."""


def in_force() -> InForce:
    """The newest rules; those shipped before anyone published some. One query."""
    newest = RuleVersion.objects.select_related("published_by").first()
    return InForce(newest.number, RuleSet.read(newest.rules), newest) if newest else InForce(0, DEFAULT, None)


def judged(asked: Asked, rules: RuleSet | None = None, costs: Costs | None = None) -> Judged:
    """The accounts (or groups) of a question under some rules and costs, by default those of today; kept."""
    used = in_force().rules if rules is None else rules
    told = costs_told() if costs is None else costs
    return _judged.get(key(asked, used, told), lambda: judge(contributions(asked, told), used))


def standing_of(found: Judged, account: str) -> Standing | None:
    """The class of one account of a judgement and its reasons; None where it has no line in the window."""
    at = found.measures.positions().get(account)
    return None if at is None else standing_at(found, at)


def standing_at(found: Judged, at: int) -> Standing:
    """The same, of the account at a position."""
    classes, values = found.classes, found.measures.values
    rate = float(values["contribution_rate"][at])
    return Standing(
        row=found.measures.rows[at],
        class_=NAMES[classes.codes[at]],
        reasons=tuple(
            Reason(
                classes.rules[rule],
                float(values[classes.rules[rule].measure][at]),
                NAMES[classes.by_rule[rule, at]],
            )
            for rule in classes.reasons(at)
        ),
        not_judged=tuple(classes.rules[rule].measure for rule in classes.not_judged(at)),
        too_little_known=bool(classes.too_little_known[at]),
        rate=None if rate != rate else rate,  # noqa: PLR0124 - NaN
    )


def moved(asked: Asked, rules: RuleSet | None = None, costs: Costs | None = None) -> tuple[Mover, ...] | None:
    """Who is of another class than over the period before, by the same rules; None without a period before."""
    before = asked.previous
    if before is None:
        return None
    used = in_force().rules if rules is None else rules
    told = costs_told() if costs is None else costs
    return _moved.get(
        key(asked, used, told, "moved"), lambda: movers(judged(before, used, told), judged(asked, used, told))
    )


def whole_company(facts: Facts) -> Asked | None:
    """The last twelve months of every account, whoever looks: what publishing and lists go by."""
    window = answers.windows(facts).get("r12")
    if window is None:
        return None
    accounts = access.every_account()
    scope = Scope(
        excluded=tuple(accounts.filter(excluded=True).values_list("key", flat=True)),
        groups=dict(accounts.filter(group_origin="hand").values_list("key", "group__name")),
    )
    return Asked(facts=facts, window=window, by="account", scope=scope, scope_key="")


def versions() -> QuerySet[RuleVersion]:
    """Every version of the rules that was published, the newest first, with how many accounts moved with it."""
    found: QuerySet[RuleVersion] = RuleVersion.objects.select_related("published_by").annotate(moved=Count("moves"))
    return found


def moves_of(user: User, version: RuleVersion) -> QuerySet[ClassMove]:
    """Who moved with a version, of the accounts someone sees."""
    return version.moves.filter(account__in=access.visible_to(user).values("key"))
