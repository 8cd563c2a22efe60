"""Prices across zones, as far as someone may see them."""

from __future__ import annotations

from django.db.models import Q

from trousseau.access.once import once
from trousseau.accounts.access import every_account
from trousseau.accounts.models import Account
from trousseau.exposure.models import ListPrice
from trousseau.ledger import answers
from trousseau.ledger.answers import Scope
from trousseau.ledger.answers.accounts import By
from trousseau.ledger.answers.prices import Prices
from trousseau.ledger.facts import Facts
from trousseau.ledger.pricelists import Kind, ListedPrice, PriceList, price_list
from trousseau.ledger.prices import bought, corridor_of, exposed
from trousseau.method.across_zones import BoughtProduct, Exposed, PriceCorridor, ReferenceName
from trousseau.method.prices import WIDTH
from trousseau.portfolio.queries import source
from trousseau.portfolio.queries.kept import Kept, key
from trousseau.portfolio.queries.source import Asked

_exposed: Kept[Exposed] = Kept(16, "exposed")
_bought: Kept[tuple[BoughtProduct, ...]] = Kept(32, "bought")
_corridors: Kept[PriceCorridor] = Kept(32)


def prices(asked: Asked) -> Prices:
    """The prices of a question."""
    return Prices(asked.facts, asked.window, scope=asked.scope, by=asked.by)


def everybody(asked: Asked) -> Exposed:
    """Who is most exposed to a comparison of prices; kept until the facts change."""
    return _exposed.get(key(asked), lambda: exposed(prices(asked)))


def products(asked: Asked, account: str) -> tuple[BoughtProduct, ...]:
    """The products an account buys at several prices; kept until the facts change."""
    return _bought.get(key(asked, account), lambda: bought(prices(asked), account))


def corridor(
    asked: Asked,
    account: str,
    product: str,
    *,
    reference: ReferenceName,
    width: float,
    floor: float | None,
    known: tuple[ListedPrice, ...] | None = None,
) -> PriceCorridor:
    """The corridor of a product of an account; kept until the facts or its list prices change.

    `known`: its list prices, where they have been read with those of others.
    """
    known = told(product) if known is None else known
    return _corridors.get(
        key(asked, account, product, reference, width, floor, known),
        lambda: corridor_of(
            prices(asked),
            account,
            product,
            reference=reference,
            listed=price_list(known, asked.facts, asked.window.end),
            width=width,
            floor=floor,
        ),
    )


def listed(asked: Asked, product: str | None = None) -> PriceList:
    """The list and target prices that hold at the end of the period: of one product, or of all."""
    return price_list(told(product), asked.facts, asked.window.end)


def told(*products: str | None) -> tuple[ListedPrice, ...]:
    """The list and target prices the company has told: of some products, or of all."""
    named = [one for one in products if one is not None]
    rows = ListPrice.objects.filter(product__in=named) if named else ListPrice.objects.all()
    kinds: dict[str, Kind] = {"list": "list", "target": "target"}
    return tuple(
        ListedPrice(row.product, row.zone or None, row.price, row.currency or None, kinds[row.kind], row.start)
        for row in rows.order_by("start", "id").iterator()
    )


def of_account(account: Account) -> tuple[BoughtProduct, ...]:
    """The products one account buys at several prices over the last twelve months; its page is seen whole."""
    facts = source.facts()
    if facts is None or facts.first is None:
        return ()
    return bought(_everywhere(facts, "account"), account.key)


def corridors_of(account: Account, most: int) -> tuple[PriceCorridor, ...]:
    """The corridors of the products that the lowest price everywhere would cost most, over the last twelve months."""
    everywhere = usual_of_everybody()
    if everywhere is None:
        return ()
    costly = [one.product for one in products(everywhere, account.key) if not one.doubtful][:most]
    if not costly:
        return ()
    listed_ = told(*costly)
    found = (
        corridor(
            everywhere, account.key, product, reference="weighted_mean", width=WIDTH, floor=None,
            known=tuple(one for one in listed_ if one.product == product),
        )
        for product in costly
    )  # fmt: skip
    return tuple(one for one in found if one.compared)


def usual_of_everybody() -> Asked | None:
    """Everybody's last twelve months account by account; for what one account, seen whole, is told of itself."""
    facts = source.facts()
    if facts is None or facts.first is None:
        return None
    asked = _everywhere(facts, "account")
    return Asked(facts, asked.window, "account", asked.scope, "")


def warm(facts: Facts) -> None:
    """Work out the usual rankings once, so that no page waits for them."""
    if facts.first is None:
        return
    ways: tuple[By, ...] = ("group", "account")
    for by in ways:
        asked = _everywhere(facts, by)
        asked.accounts(), asked.products(), asked.totals()


def _everywhere(facts: Facts, by: By) -> Prices:
    """The prices of everybody over the last twelve months, as who reads everything asks for them."""
    return Prices(facts, answers.window(facts, source.DEFAULT_PERIOD), scope=once("prices of everybody", _scope), by=by)


def _scope() -> Scope:
    apart = every_account().filter(Q(excluded=True) | Q(group_origin="hand"))
    rows = list(apart.values_list("key", "excluded", "group_origin", "group__name"))
    return Scope(
        excluded=tuple(key for key, excluded, _origin, _group in rows if excluded),
        groups={key: group for key, _excluded, origin, group in rows if origin == "hand"},
    )


def currency() -> str | None:
    """The unit of the amounts."""
    facts = source.facts()
    return None if facts is None else facts.base
