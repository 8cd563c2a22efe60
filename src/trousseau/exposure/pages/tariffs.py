"""The page of the tariff simulator: a rise by zone, and what it brings before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.exposure.charts.tariffs import before_after
from trousseau.exposure.models import TariffScenario
from trousseau.exposure.pages.wishes import Understood, understood
from trousseau.exposure.queries import tariffs as queries
from trousseau.figures import tariffs as said
from trousseau.method.indexing import SimulatedTariff, TariffPart, ZoneRate
from trousseau.portfolio import words
from trousseau.portfolio.pages.links import Links, addresses, sentence
from trousseau.portfolio.queries.source import Asked

SHOWN = 12
FAMILIES = 12


@dataclass(frozen=True)
class Field:
    """One field of the form."""

    name: str
    text: str
    wrong: bool


@dataclass(frozen=True)
class ZoneFields:
    """A zone with its three fields."""

    label: str
    revenue: float
    index: Field
    cap: Field
    floor: Field


@dataclass(frozen=True)
class FamilyField:
    """A family with what its customers accept."""

    label: str
    revenue: float
    passed: Field


@dataclass(frozen=True)
class PartRow:
    """A zone, family or account before and after."""

    label: str
    part: TariffPart
    rate: ZoneRate | None = None
    bound: str = ""
    url: str = ""

    @property
    def share(self) -> float | None:
        """The change as a fraction of the revenue before."""
        effect = self.part.effect
        return effect.change / effect.revenue if effect.revenue > 0 else None


@dataclass(frozen=True)
class KeptRow:
    """A tariff that was kept, with what it would bring today."""

    kept: TariffScenario
    url: str
    found: SimulatedTariff
    chosen: bool


@dataclass(frozen=True)
class Prefill:
    """The same address with each zone's rise as its inflation, and what that takes."""

    url: str
    said: tuple[str, ...]
    any: bool


@dataclass(frozen=True)
class TariffPage:
    """All that the template shows."""

    asked: Asked
    given: Understood
    found: SimulatedTariff
    finding: SafeString
    lead: tuple[str, ...]
    zone_fields: tuple[ZoneFields, ...]
    family_fields: tuple[FamilyField, ...]
    effective: Field
    elasticity: Field
    zones: tuple[PartRow, ...]
    families: tuple[PartRow, ...]
    accounts: tuple[PartRow, ...]
    option: dict[str, Any]
    kept: tuple[KeptRow, ...]
    by_inflation: Prefill

    @property
    def acts(self) -> bool:
        """Whether anything is indexed."""
        return any(rate.applied for rate in self.found.rates)

    @property
    def currency(self) -> str | None:
        """The unit of the amounts; None: nominal."""
        return self.asked.facts.base


def page(user: User, asked: Asked, fields: Mapping[str, str]) -> TariffPage:
    """The simulator with the fields of an address."""
    written = words.language()
    currency = asked.facts.base
    sold = queries.sold(asked)
    given = understood(fields, sold)
    found = queries.simulated(asked, given.wish)
    rates = {rate.zone: rate for rate in found.rates}
    shown = found.accounts[:SHOWN] if found.total.change else ()
    links = Links(addresses(user, {part.key for part in shown}, by=asked.by), {}) if shown else Links({}, {})

    def field(name: str) -> Field:
        return Field(name, given.texts.get(name, ""), name in given.refused)

    return TariffPage(
        asked=asked,
        given=given,
        found=found,
        finding=sentence(said.finding(found, currency, written), links),
        lead=said.lead(found, currency, written),
        zone_fields=tuple(
            ZoneFields(
                part.name or _("not given"), part.effect.revenue, field(f"index.{part.key}"), field(f"cap.{part.key}"),
                field(f"floor.{part.key}"),
            )
            for part in found.zones
        ),
        family_fields=tuple(
            FamilyField(part.name or _("not given"), part.effect.revenue, field(f"pass.{part.key}"))
            for part in found.families
        ),
        effective=field("effective"),
        elasticity=field("elasticity"),
        zones=tuple(
            PartRow(part.name or _("not given"), part, rates[part.key], said.bound_word(rates[part.key], written))
            for part in found.zones
        ),
        families=tuple(PartRow(part.name or _("not given"), part) for part in found.families),
        accounts=tuple(PartRow(part.name, part, url=links.account(part.key)) for part in shown),
        option=before_after(found, written, {"before": _("before"), "change": _("change"), "nowhere": _("not given")}),
        kept=tuple(_kept(asked, given)),
        by_inflation=_by_inflation(asked, given),
    )  # fmt: skip


def _by_inflation(asked: Asked, given: Understood) -> Prefill:
    """The rises as the zones' inflation; caps, floors and what is accepted stay as they are."""
    found = queries.from_inflation(asked)
    stays = {name: text for name, text in given.texts.items() if not name.startswith("index.")}
    rises = {f"index.{zone}": f"{round(100 * rate, 4):g}" for zone, rate in found.rates.items()}
    query = urlencode({**stays, **rises, "by": asked.by, "period": asked.window.key})
    return Prefill(
        f"{reverse('exposure:tariff')}?{query}", said.inflation_used(found, words.language()), bool(found.rates)
    )


def _kept(asked: Asked, given: Understood) -> Iterable[KeptRow]:
    """The tariffs kept, each simulated anew."""
    sold = queries.sold(asked)
    for kept in queries.kept(asked):
        wish = understood(kept.wishes, sold)
        query = urlencode({**kept.wishes, "by": asked.by, "period": asked.window.key})
        yield KeptRow(
            kept=kept,
            url=f"{reverse('exposure:tariff')}?{query}",
            found=queries.simulated(asked, wish.wish),
            chosen=bool(given.texts) and dict(wish.texts) == dict(given.texts),
        )
