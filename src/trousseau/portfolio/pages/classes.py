"""The rules that make customers good, to watch or bad: read, tried on the portfolio, published; their history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.costs.queries import told as costs_told
from trousseau.figures import classes as words_of
from trousseau.figures.language import Language
from trousseau.ledger.classes import ORDER, Judged, Mover, Sum, movers
from trousseau.method.classes import NAMES, Rule
from trousseau.method.rules import DEFAULT, MEASURES, RulesError, RuleSet
from trousseau.portfolio import words
from trousseau.portfolio.models import ClassMove, RuleVersion
from trousseau.portfolio.pages.links import addresses
from trousseau.portfolio.queries import classes
from trousseau.portfolio.queries.classes import InForce
from trousseau.portfolio.queries.source import Asked

MOVERS = 30
SIDES = ("watch", "bad")


@dataclass(frozen=True)
class RuleRow:
    """One measure with its two thresholds, as it is read and as it is written."""

    key: str
    label: str
    meaning: str
    unit: str
    """What stands behind the field: %, days, the currency."""
    beyond: str
    """under or over."""
    watch: str
    bad: str
    """As text to be read; – where unused."""
    watch_text: str
    bad_text: str
    """As the fields hold them."""
    reason: str
    """Why, where the rule is as shipped."""
    used: bool
    known: int
    """Of how many accounts the measure is known."""


@dataclass(frozen=True)
class CountRow:
    """One class before and after."""

    name: str
    word: str
    before: Sum
    after: Sum | None

    @property
    def change(self) -> int:
        """How many more."""
        return self.after.accounts - self.before.accounts if self.after else 0


@dataclass(frozen=True)
class MoverRow:
    """An account that moves."""

    move: Mover | ClassMove
    url: str


@dataclass(frozen=True)
class Preview:
    """What other rules would do to the portfolio."""

    movers: tuple[MoverRow, ...]
    count: int
    says: str
    hidden: tuple[tuple[str, str], ...]
    """The draft as fields, to be published as it was tried."""


@dataclass(frozen=True)
class RulesPage:
    """All that the template shows."""

    asked: Asked | None
    now: InForce
    finding: str
    rows: tuple[RuleRow, ...]
    least_known: str
    least_known_text: str
    least_reason: str
    counts: tuple[CountRow, ...]
    may_edit: bool
    editing: bool
    problem: str
    preview: Preview | None
    versions: tuple[RuleVersion, ...]
    currency: str | None


def page(user: User, asked: Asked | None, given: Mapping[str, str], problem: str = "") -> RulesPage:
    """The rules in force; with a draft in the address (`preview`), what it would do."""
    written, now = words.language(), classes.in_force()
    currency = asked.facts.base if asked else None
    may_edit = may(user, "edit_rules")
    editing = may_edit and bool({"edit", "preview", "based_on"} & set(given))
    draft: RuleSet | None = None
    if editing and ("preview" in given or "based_on" in given):
        try:
            draft = read_draft(given)
        except RulesError as error:
            problem = problem or words_of.problem_text(error, written)
    costs = costs_told()
    before = classes.judged(asked, now.rules, costs) if asked else None
    after = classes.judged(asked, draft, costs) if asked and draft else None
    fields = {name: given[name] for name in given if name.partition("-")[0] in {*SIDES, "least"}} if editing else {}
    return RulesPage(
        asked=asked,
        now=now,
        finding=_finding(before, now, written),
        rows=tuple(_row(key, now.rules, before, fields, written=written, currency=currency) for key in MEASURES),
        least_known=written.percent(now.rules.least_known, 0),
        least_known_text=fields.get("least", words_of.written_threshold(now.rules.least_known, "known_share", written)),
        least_reason=_("Under half, what is not known would outweigh what is.")
        if now.rules.least_known == DEFAULT.least_known
        else "",
        counts=_counts(before, after, written),
        may_edit=may_edit,
        editing=editing,
        problem=problem,
        preview=_preview(user, before, after, now, fields=fields, written=written) if draft else None,
        versions=tuple(classes.versions()),
        currency=currency,
    )


def read_draft(given: Mapping[str, str]) -> RuleSet:
    """The rules of a form.

    Raises:
        RulesError: what was wrong, and where.
    """
    language = words.language()
    said = {
        key: {side: words_of.read_threshold(given.get(f"{side}-{key}", ""), key, language) for side in SIDES}
        for key in MEASURES
    }
    least = words_of.read_threshold(given.get("least", ""), "known_share", language)
    return RuleSet.read({"rules": said, "least_known": 0.0 if least is None else least})


def _finding(found: Judged | None, now: InForce, written: Language) -> str:
    if found is None or not found.measures.rows:
        return _("The rules by which customers are good, to watch or bad.")
    counts = {one.name: written.number(one.accounts) for one in found.sums().values()}
    return ngettext(
        "By {n} rule: {good} good customers, {watch} to watch, {bad} bad, {unknown} unknown.",
        "By {n} rules: {good} good customers, {watch} to watch, {bad} bad, {unknown} unknown.",
        sum(rule.used for rule in now.rules.rules),
    ).format(n=sum(rule.used for rule in now.rules.rules), **counts)


def _row(
    key: str,
    rules: RuleSet,
    found: Judged | None,
    fields: Mapping[str, str],
    *,
    written: Language,
    currency: str | None,
) -> RuleRow:
    rule, measure = rules.rule(key), MEASURES[key]
    values = found.measures.values[key] if found else None
    return RuleRow(
        key=key,
        label=words_of.measure_label(key, written),
        meaning=words_of.measure_meaning(key, written),
        unit={"share": "%", "days": _("days"), "money": currency or "", "count": ""}[measure.unit],
        beyond=_("under") if measure.low_is_bad else _("over"),
        watch=_side(rule, "watch", written, currency),
        bad=_side(rule, "bad", written, currency),
        watch_text=fields.get(f"watch-{key}", words_of.written_threshold(rule.watch, key, written)),
        bad_text=fields.get(f"bad-{key}", words_of.written_threshold(rule.bad, key, written)),
        reason=words_of.default_reason(key, written) if rule == DEFAULT.rule(key) else "",
        used=rule.used,
        known=int((values == values).sum()) if values is not None else 0,  # noqa: PLR0124 - NaN
    )


def _side(rule: Rule, side: str, written: Language, currency: str | None) -> str:
    threshold = rule.bad if side == "bad" else rule.watch
    return "–" if threshold is None else words_of.beyond_text(rule, side, written, currency)


def _counts(before: Judged | None, after: Judged | None, written: Language) -> tuple[CountRow, ...]:
    if before is None:
        return ()
    now, then = before.sums(), after.sums() if after else {}
    return tuple(
        CountRow(NAMES[code], words_of.class_word(NAMES[code], written), now[code], then.get(code)) for code in ORDER
    )


def _preview(
    user: User,
    before: Judged | None,
    after: Judged | None,
    now: InForce,
    *,
    fields: Mapping[str, str],
    written: Language,
) -> Preview:
    found = movers(before, after) if before and after else ()
    shown = found[:MOVERS]
    urls = addresses(user, {move.account for move in shown}, by="account")
    says = (
        ngettext("{n} customer would change class.", "{n} customers would change class.", len(found)).format(
            n=written.number(len(found))
        )
        if found
        else _("Nobody would change class.")
    )
    return Preview(
        movers=tuple(MoverRow(move, urls.get(move.account, "")) for move in shown),
        count=len(found),
        says=says,
        hidden=(*fields.items(), ("based_on", str(now.number))),
    )


@dataclass(frozen=True)
class VersionPage:
    """One version of the rules, and who moved with it."""

    version: RuleVersion
    rows: tuple[tuple[str, str, str], ...]
    """Measure, to watch, bad."""
    least_known: str
    counts: tuple[tuple[str, str, int | None, int | None], ...]
    """Class, its word, how many before and after."""
    moves: tuple[MoverRow, ...]
    hidden: int
    """How many moved that the person does not see."""
    currency: str | None


def version_page(user: User, version: RuleVersion, currency: str | None) -> VersionPage:
    """A version as it was published."""
    written, rules = words.language(), RuleSet.read(version.rules)
    moves = list(classes.moves_of(user, version))
    urls = addresses(user, {move.account for move in moves}, by="account")
    before, after = version.counts.get("before", {}), version.counts.get("after", {})
    return VersionPage(
        version=version,
        rows=tuple(
            (
                words_of.measure_label(rule.measure, written),
                _side(rule, "watch", written, currency),
                _side(rule, "bad", written, currency),
            )
            for rule in rules.rules
            if rule.used
        ),
        least_known=written.percent(rules.least_known, 0),
        counts=tuple(
            (NAMES[code], words_of.class_word(NAMES[code], written), before.get(NAMES[code]), after.get(NAMES[code]))
            for code in ORDER
        ),
        moves=tuple(MoverRow(move, urls.get(move.account, "")) for move in moves),
        hidden=version.moves.count() - len(moves),
        currency=currency,
    )
