"""The page of prices: one account, one product, all zones; and who else would ask for the lowest price."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any, Protocol
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.accounts.models import folded
from trousseau.exposure.charts.prices import dot_plot
from trousseau.exposure.pages.summaries import Summary
from trousseau.exposure.queries import prices as queries
from trousseau.figures import prices as said
from trousseau.figures.language import Language
from trousseau.ledger.costs import Costs
from trousseau.method.across_zones import (
    BoughtProduct,
    Exposed,
    ExposedAccount,
    PriceCorridor,
    ReferenceName,
    SpreadProduct,
    ZonePrice,
)
from trousseau.portfolio import words
from trousseau.portfolio.pages.links import Links, addresses, sentence
from trousseau.portfolio.queries.source import Asked

SHOWN = 12
SUGGESTED = 8
MARKS = {"inside": "good", "low": "bad", "high": "bad", "thin": "none", "none": "none"}


class Address(Protocol):
    """Gives the address of the page with some of its wishes changed, the others kept."""

    def __call__(self, **changes: str | None) -> str:
        """The address; None drops a wish."""


@dataclass(frozen=True)
class Wishes:
    """What the address asks for, already understood; what made no sense has become the usual."""

    account: str = ""
    product: str = ""
    reference: ReferenceName = "weighted_mean"
    width: int = 10
    """Per cent."""
    floor: float | None = None


@dataclass(frozen=True)
class AccountRow:
    """An account of the ranking."""

    row: ExposedAccount
    url: str
    bar: float
    chosen: bool


@dataclass(frozen=True)
class ProductRow:
    """A product of the ranking, opened for the account it would cost most with."""

    row: SpreadProduct
    bar: float
    url: str


@dataclass(frozen=True)
class Candidate:
    """An account one may choose."""

    name: str
    to_lowest: Decimal
    share: float
    url: str


@dataclass(frozen=True)
class ZoneRow:
    """A zone of the corridor in words."""

    row: ZonePrice
    price: str
    standing: str
    mark: str
    url: str
    """Its lines."""


@dataclass(frozen=True)
class CorridorView:
    """The corridor as the page shows it."""

    found: PriceCorridor
    sentence: SafeString
    about: str
    """The corridor in words."""
    remarks: tuple[str, ...]
    zones: tuple[ZoneRow, ...]
    option: dict[str, Any]


@dataclass(frozen=True)
class PricesPage:
    """All that the template shows."""

    asked: Asked
    wishes: Wishes
    everybody: Exposed
    finding: SafeString
    lead: tuple[str, ...]
    account: ExposedAccount | None
    account_url: str
    candidates: tuple[Candidate, ...]
    bought: tuple[BoughtProduct, ...]
    corridor: CorridorView | None
    accounts: tuple[AccountRow, ...]
    products: tuple[ProductRow, ...]
    references: tuple[tuple[str, str], ...]

    @property
    def floor_text(self) -> str:
        """The floor as it was typed."""
        return "" if self.wishes.floor is None else f"{self.wishes.floor:g}"

    @property
    def currency(self) -> str | None:
        """The unit of the amounts; None: nominal."""
        return self.asked.facts.base


def page(user: User, asked: Asked, wishes: Wishes, address: Address, text: str = "") -> PricesPage:
    """The prices of a portfolio, opened at the account and product wished for, else at the most exposed."""
    written = words.language()
    currency = asked.facts.base
    everybody = queries.everybody(asked)
    account = chosen(everybody, wishes.account)
    products = queries.products(asked, account.account) if account else ()
    found = _Places(addresses(user, {account.account}, by=asked.by) if account else {}, {})
    period = (asked.window.start, asked.window.end)
    return PricesPage(
        asked=asked,
        wishes=wishes,
        everybody=everybody,
        finding=sentence(said.finding(account, period, currency, written), found),
        lead=said.lead(everybody, currency, written),
        account=account,
        account_url=found.account(account.account) if account else "",
        candidates=matching(everybody, text, address) if text else (),
        bought=products,
        corridor=_corridor(asked, account, products, wishes, written) if account else None,
        accounts=tuple(_accounts(everybody, account, address)),
        products=tuple(_products(everybody, address)),
        references=tuple(said.reference_words(written).items()),
    )


def chosen(everybody: Exposed, key: str) -> ExposedAccount | None:
    """The account of an address, else the most exposed one; None where there is nobody."""
    first = next(iter(everybody.accounts), None)
    return next((row for row in everybody.accounts if row.account == key), first)


@dataclass(frozen=True)
class _Places(Links):
    """Where the figures of a finding lead: the account to its page, the cost to where it is made up."""

    def about(self, what: str) -> str:
        """The address of a part."""
        return "#corridor" if what.partition(":")[0] in {"prices", "corridor"} else super().about(what)


def matching(everybody: Exposed, text: str, address: Address) -> tuple[Candidate, ...]:
    """The accounts whose name or code holds what is typed, the most exposed first."""
    wanted = folded(text[:100])
    found = (row for row in everybody.accounts if wanted in folded(f"{row.name} {row.account}"))
    return tuple(
        Candidate(row.name, row.to_lowest, row.share, address(account=row.account, product=None))
        for row in islice(found, SUGGESTED)
    )


@dataclass(frozen=True)
class Small:
    """The corridor in small, for the overview: see `exposure/prices_summary.html`."""

    finding: str
    subtitle: str
    corridor: CorridorView | None
    url: str


def summary(user: User, asked: Asked, _costs: Costs) -> Summary | None:
    """The most exposed account at its costliest product; None where no price compares."""

    def address(**changes: str | None) -> str:
        return f"{reverse('exposure:prices')}?{urlencode({k: v for k, v in changes.items() if v})}"

    whole = page(user, asked, Wishes(), address)
    if whole.account is None or whole.corridor is None:
        return None
    period = (asked.window.start, asked.window.end)
    parts = said.finding(whole.account, period, asked.facts.base, words.language())
    return Summary(
        "exposure/prices_summary.html",
        Small(
            finding="".join(part.text for part in parts),
            subtitle=f"{whole.account.name} · {whole.corridor.found.product}",
            corridor=whole.corridor,
            url=address(period=asked.window.key, by=asked.by, account=whole.account.account),
        ),
    )


def _corridor(
    asked: Asked, account: ExposedAccount, products: tuple[BoughtProduct, ...], wishes: Wishes, written: Language
) -> CorridorView:
    """The corridor of the product wished for, where the account buys it; else of its costliest."""
    names = [row.product for row in products]
    product = wishes.product if wishes.product in names else names[0]
    currency = asked.facts.base
    found = queries.corridor(
        asked,
        account.account,
        product,
        reference=wishes.reference,
        width=wishes.width / 100,
        floor=wishes.floor,
    )
    about = _("corridor of ±{width} about {price}").format(
        width=written.percent(wishes.width / 100, 0),
        price=said.unit_price(found.corridor.reference, currency, written),
    )
    period = (asked.window.start, asked.window.end)
    headline = said.corridor_finding(found, account.name, period, currency, written)
    labels = {"corridor": about, "nowhere": _("not given")}
    return CorridorView(
        found=found,
        sentence=sentence(headline, _Places({}, {})),
        about=about,
        remarks=said.remarks(found, currency, written),
        zones=tuple(_zones(found, asked, account.account, written)),
        option=dot_plot(found, currency, written, labels),
    )


def _zones(found: PriceCorridor, asked: Asked, account: str, written: Language) -> Iterable[ZoneRow]:
    standing = said.standing_words(written)
    for row in found.rows:
        query = {
            "account": account, "product": found.product, "zone": row.zone, "by": asked.by,
            "period": asked.window.key,
        }  # fmt: skip
        yield ZoneRow(
            row=row,
            price=said.unit_price(row.price, asked.facts.base, written),
            standing=standing[row.standing],
            mark=MARKS[row.standing],
            url=f"{reverse('exposure:price_lines')}?{urlencode(query)}",
        )


def _accounts(everybody: Exposed, account: ExposedAccount | None, address: Address) -> Iterable[AccountRow]:
    most = float(everybody.accounts[0].to_lowest) or 1.0 if everybody.accounts else 1.0
    for row in everybody.accounts[:SHOWN]:
        yield AccountRow(
            row=row,
            url=address(account=row.account, product=None),
            bar=float(row.to_lowest) / most,
            chosen=account is not None and row.account == account.account,
        )


def _products(everybody: Exposed, address: Address) -> Iterable[ProductRow]:
    most = everybody.products[0].spread if everybody.products else 1.0
    for row in everybody.products[:SHOWN]:
        yield ProductRow(row, row.spread / most if most else 0.0, address(account=row.account, product=row.product))
