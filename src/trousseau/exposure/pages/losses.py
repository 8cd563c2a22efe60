"""The page of possible losses, and its short version on the overview of exposure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.accounts.access import visible_to
from trousseau.exposure.charts import losses as charts
from trousseau.exposure.pages.summaries import Summary
from trousseau.exposure.queries import losses as queries
from trousseau.figures import losses as said
from trousseau.figures.language import Language
from trousseau.figures.sentences import Part
from trousseau.ledger.costs import Costs
from trousseau.ledger.outlook.losses import LEVELS, Losses, LossRow, Settings
from trousseau.portfolio import words
from trousseau.portfolio.pages.links import Links, addresses, sentence
from trousseau.portfolio.queries.source import Asked

SHOWN = 20
CARRIERS = 7
KEY = 0.10
"""Who carries a tenth is drawn in the colour of what is key."""
HORIZONS = (6, 12, 24, 36)
LINKS = (0.0, 0.25, 0.5, 0.75, 1.0)
SECTORS = ("none", "zone", "division", "family")


@dataclass(frozen=True)
class Choice:
    """One way to ask."""

    label: str
    value: str
    chosen: bool


@dataclass(frozen=True)
class Row:
    """One account of the table."""

    row: LossRow
    url: str
    judge: str
    """Where its probability is judged; "" where the person may not, or the row is a group."""
    source: str
    reason: str
    of_largest: float
    key: bool
    per_cent: str
    """The probability as the form takes it."""


@dataclass(frozen=True)
class LossesPage:
    """All that the template shows."""

    asked: Asked
    answer: Losses
    finding: SafeString
    title: str
    lead: tuple[str, ...]
    remarks: tuple[str, ...]
    measure: str
    chart: dict[str, Any] | None
    chart_label: str
    gains: bool
    """Whether some losses are gains: accounts that cost more than they bring leave."""
    carriers: tuple[Row, ...]
    others: tuple[int, float, float | None]
    """How many more, what they carry together, their share."""
    rows: tuple[Row, ...]
    more: int
    """How many accounts only the export has."""
    sectors: tuple[Choice, ...]
    links: tuple[Choice, ...]
    months: tuple[Choice, ...]

    @property
    def currency(self) -> str | None:
        """The unit of the amounts; None: nominal."""
        return self.answer.currency

    @property
    def figures(self) -> tuple[tuple[str, float], ...]:
        """The distribution in four figures."""
        return _figures(self.answer)

    @property
    def bad(self) -> float:
        """The mean of the worst twentieth, which contributions add up to."""
        return self.answer.shortfall(LEVELS[0])


def settings(chosen: Mapping[str, str]) -> Settings:
    """The question of an address; what cannot be read is as usual."""
    found = Settings()
    if chosen.get("sector") in SECTORS:
        found = replace(found, sector=chosen["sector"])  # type: ignore[arg-type]  # one of them
    if chosen.get("link") in {f"{link:g}" for link in LINKS}:
        found = replace(found, link=float(chosen["link"]))
    if chosen.get("months") in {str(months) for months in HORIZONS}:
        found = replace(found, months=int(chosen["months"]))
    return found


def page(user: User, asked: Asked, told: Settings) -> LossesPage:
    """The possible losses of a portfolio."""
    written = words.language()
    answer = queries.answer(asked, told)
    shown = answer.rows[:SHOWN]
    links = addresses(user, {row.account for row in shown}, by=asked.by)
    parts = said.finding(worst(answer), answer.currency, written)
    rows = _rows(user, shown, links, written)
    scale, letter = _scale(answer)
    return LossesPage(
        asked=asked,
        answer=answer,
        finding=linked(parts, links),
        title="".join(part.text for part in parts),
        lead=_lead(answer, written),
        remarks=_remarks(answer, written),
        measure=said.measures(written)[answer.measure],
        chart=(
            charts.distribution(
                answer.law, _labels(answer, written), written.axis(answer.currency, letter), scale=scale
            )
            if answer.rows
            else None
        ),
        chart_label="".join(part.text for part in parts),
        gains=bool(answer.rows) and answer.law.quantile(0.0) < 0,
        carriers=rows[:CARRIERS],
        others=_others(answer),
        rows=rows,
        more=len(answer.rows) - len(rows),
        sectors=tuple(Choice(label, key, key == told.sector) for key, label in said.sectors(written).items()),
        links=tuple(Choice(written.percent(link, 0), f"{link:g}", link == told.link) for link in LINKS),
        months=tuple(
            Choice(ngettext("%(n)s month", "%(n)s months", months) % {"n": months}, str(months), months == told.months)
            for months in HORIZONS
        ),
    )


@dataclass(frozen=True)
class LossesSummary:
    """The losses in short, for the overview; its template is `exposure/losses_summary.html`."""

    finding: str
    measure: str
    chart: dict[str, Any]
    figures: tuple[tuple[str, float], ...]
    carriers: tuple[Row, ...]
    others: tuple[int, float, float | None]
    bad: float
    currency: str | None
    url: str


def summary(user: User, asked: Asked, costs: Costs) -> Summary | None:
    """The possible losses in short; None where nothing can be foretold."""
    answer = queries.answer(asked, costs=costs)
    if not answer.rows:
        return None
    written = words.language()
    shown = answer.rows[:CARRIERS]
    links = addresses(user, {row.account for row in shown}, by=asked.by)
    scale, letter = _scale(answer)
    small = LossesSummary(
        finding="".join(part.text for part in said.finding(worst(answer), answer.currency, written)),
        measure=said.measures(written)[answer.measure],
        chart=charts.distribution(
            answer.law, _labels(answer, written), written.axis(answer.currency, letter), scale=scale
        ),
        figures=_figures(answer),
        carriers=_rows(user, shown, links, written),
        others=_others(answer),
        bad=answer.shortfall(LEVELS[0]),
        currency=answer.currency,
        url=f"{reverse('exposure:losses')}?{urlencode({'period': asked.window.key, 'by': asked.by})}",
    )
    return Summary("exposure/losses_summary.html", small)


def worst(answer: Losses) -> said.Worst | None:
    """What the sentence is made of."""
    if not answer.rows:
        return None
    first = answer.rows[0]
    return said.Worst(
        answer.quantile(LEVELS[0]),
        answer.quantile(LEVELS[1]),
        first.name,
        first.account,
        first.share,
        answer.settings.months,
    )


def linked(parts: tuple[Part, ...], links: Mapping[str, str]) -> SafeString:
    """A finding whose figures lead to the picture and to who carries it."""
    places = {"losses": "#distribution", "carried": "#carriers"}
    return sentence(
        (replace(part, about=f"name:{part.about}") if part.about in places else part for part in parts),
        Links(links, places),
    )


def _rows(user: User, shown: tuple[LossRow, ...], links: Mapping[str, str], written: Language) -> tuple[Row, ...]:
    sources, reasons = said.sources(written), said.reasons(written)
    largest = max((row.carried for row in shown), default=0.0)
    judged = {}
    if "director" in user.roles:
        keys = {row.account for row in shown}
        judged = {
            key: reverse("exposure:judge", args=[public_id])
            for key, public_id in visible_to(user).filter(key__in=keys).values_list("key", "public_id")
        }
    return tuple(
        Row(
            row=row,
            url=links.get(row.account, ""),
            judge=judged.get(row.account, ""),
            source=sources[row.source],
            reason=reasons[row.reason],
            of_largest=row.carried / largest if largest > 0 else 0.0,
            key=(row.share or 0.0) >= KEY,
            per_cent=written.number(100 * row.probability, 1),
        )
        for row in shown
    )


def _lead(answer: Losses, written: Language) -> tuple[str, ...]:
    if not answer.rows:
        return (said.no_losses(answer.retention.missing, written),)
    return said.lead(answer.expected, answer.shortfall(LEVELS[0]), answer.quantile(LEVELS[1]), answer.currency, written)


def _remarks(answer: Losses, written: Language) -> tuple[str, ...]:
    """What the figures rest on."""
    told = answer.settings
    spread, level = answer.variance, answer.retention.level
    found = [
        said.link_words(told.link, spread.value, told.sector, written, source=spread.source, years=spread.years),
        said.level_words(level.years, level.foretold, level.came, level.factor, written),
    ]
    for one, why in ((answer.no_probability, "probability"), (answer.no_exposure, "exposure")):
        found.append(said.left_out(one.accounts, one.revenue, answer.currency, written, why=why))
    found.append(said.origins(Counter(row.source for row in answer.rows), written))
    test = answer.retention.backtest
    if test is not None:
        found.append(said.backtest(test.foretold_orders, test.orders, written))
    return tuple(filter(None, found))


def _labels(answer: Losses, written: Language) -> dict[str, str]:
    base = answer.currency
    return {
        "mean": written.short_amount(answer.expected, base),
        "mean_detail": _("on average"),
        "twentieth": written.short_amount(answer.quantile(0.95), base),
        "twentieth_detail": _("one year in twenty"),
        "hundredth": written.short_amount(answer.quantile(0.99), base),
        "hundredth_detail": _("one year in a hundred"),
        "zoom": _("the worst tenth, enlarged"),
    }


def _others(answer: Losses) -> tuple[int, float, float | None]:
    """How many carry less than those shown, what they carry together, their share."""
    rest = answer.rows[CARRIERS:]
    whole, carried = sum(row.carried for row in answer.rows), sum(row.carried for row in rest)
    return len(rest), carried, carried / whole if whole > 0 else None


def _figures(answer: Losses) -> tuple[tuple[str, float], ...]:
    """The distribution in four figures."""
    return (
        (_("on average"), answer.expected),
        (_("one year in twenty, more than"), answer.quantile(LEVELS[0])),
        (_("on average in such a year"), answer.shortfall(LEVELS[0])),
        (_("one year in a hundred, more than"), answer.quantile(LEVELS[1])),
    )


def _scale(answer: Losses) -> tuple[float, str]:
    """The unit of the axis: millions, thousands or the currency itself."""
    high = answer.law.quantile(0.998)
    return next(((scale, letter) for scale, letter in ((1e6, "M"), (1e3, "k")) if high >= 2 * scale), (1.0, ""))
