"""What waits for a decision on Home: in which order, how heavy, and the sentence that opens the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.accounts.access import visible_to
from trousseau.accounts.due import ORDER, DueItem
from trousseau.accounts.models import Reckoning
from trousseau.portfolio import words
from trousseau.portfolio.queries.standouts import standouts

STATE = {"now": "bad", "soon": "watch", "later": "good"}
SHOWN = 9
"""Decisions one sees at once; the others fold."""


@dataclass(frozen=True)
class Item:
    """One thing due, with its place, and what is at stake: its own amount, else the client's sales."""

    number: int
    due: DueItem
    state: str
    amount: Decimal | None
    note: str
    of_largest: float | None
    """The length of its bar among those that measure the same; None for the only one of its kind."""

    @property
    def own_amount(self) -> bool:
        """Whether the amount is its own, rather than what the client buys."""
        return self.due.amount is not None


@dataclass(frozen=True)
class Person:
    """One of a head's people, with what is late with them."""

    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Waiting:
    """All that is due for someone, as Home shows it."""

    decisions: tuple[Item, ...]
    """What asks for a decision, all of them: those the headline counts."""
    known: tuple[Item, ...]
    """What is worth knowing."""
    people: tuple[Person, ...]
    """For a head: what is late with their people."""

    @property
    def shown(self) -> tuple[Item, ...]:
        """The first decisions."""
        return self.decisions[:SHOWN]

    @property
    def folded(self) -> tuple[Item, ...]:
        """The decisions below."""
        return self.decisions[SHOWN:]


def waiting(user: User, found: Iterable[DueItem]) -> Waiting:
    """Put what is due in order: what cannot wait first, then by what is at stake, the heaviest first."""
    items = list(found)
    sales = _sales(user, items)
    ranked = sorted(
        (_weighed(item, sales) for item in items),
        key=lambda one: (ORDER[one[0].urgency], one[1] is None, -(one[1] or Decimal(0)), one[0].due is None),
    )
    own = [one for one in ranked if not one[0].whose]
    decisions = [one for one in own if one[0].urgency != "later"]
    people: dict[str, list[Weighed]] = defaultdict(list)
    for one in ranked:
        if one[0].whose:
            people[one[0].whose].append(one)
    return Waiting(
        decisions=_items(decisions),
        known=_items([one for one in own if one[0].urgency == "later"]),
        people=tuple(
            Person(name, _items(some)) for name, some in sorted(people.items(), key=lambda pair: -len(pair[1]))
        ),
    )


Weighed = tuple[DueItem, Decimal | None, str]


def _weighed(item: DueItem, sales: Mapping[str, Decimal]) -> Weighed:
    """An item with what is at stake, and what that amount measures."""
    if item.amount is not None:
        return item, abs(item.amount), str(item.amount_note)
    found = sales.get(_account(item))
    return item, found, _("client’s sales, 12 months") if found is not None else ""


def _sales(user: User, items: Iterable[DueItem]) -> Mapping[str, Decimal]:
    """What the clients of items without an amount of their own buy; one query for those that do not stand out."""
    asked = {_account(item) for item in items if item.amount is None} - {""}
    known = standouts(user).bought
    sales = {key: known[key] for key in asked & known.keys()}
    if unknown := asked - known.keys():
        rows = visible_to(user).filter(public_id__in=unknown).order_by()
        told = rows.values_list("public_id", "figures__revenue")
        sales |= {key: None if bought is None else Decimal(bought) for key, bought in told}
    return {key: bought for key, bought in sales.items() if bought is not None and bought > 0}


def _account(item: DueItem) -> str:
    """The account of an item, as its address names it; "" where it leads to none."""
    if not item.account_url:
        return ""
    try:
        return str(resolve(item.account_url).kwargs.get("public_id", ""))
    except Resolver404:
        return ""


def _items(ranked: list[Weighed]) -> tuple[Item, ...]:
    """Numbered, each with the length of its bar."""
    alike: dict[str, list[Decimal]] = defaultdict(list)
    for _item, amount, note in ranked:
        if amount is not None:
            alike[note].append(amount)
    return tuple(
        Item(
            number,
            item,
            STATE[item.urgency],
            amount,
            note,
            float(amount / largest)
            if amount is not None and len(same := alike[note]) > 1 and (largest := max(same))
            else None,
        )
        for number, (item, amount, note) in enumerate(ranked, 1)
    )


def finding(found: Waiting, reckoning: Reckoning | None) -> str:
    """How many decisions wait, how many of them cannot, and where the heaviest is."""
    if reckoning is None or reckoning.ledger_version < 0:
        return _("Everything starts with the sales lines.")
    if not found.decisions:
        return _theirs(found) or _("Nothing waits for a decision today.")
    count = ngettext("{count} decision waits for you", "{count} decisions wait for you", len(found.decisions))
    said = count.format(count=_spelled(len(found.decisions)))
    said = said[:1].upper() + said[1:]
    urgent = [item for item in found.decisions if item.due.urgency == "now"]
    heaviest = _heaviest(urgent or found.decisions, reckoning.base_currency or None)
    if urgent and len(urgent) < len(found.decisions):
        cannot = ngettext("{count} cannot wait", "{count} cannot wait", len(urgent)).format(count=_spelled(len(urgent)))
        said = _("{count}; {urgent}").format(count=said, urgent=cannot)
        return _("{said}, {heaviest}.").format(said=said, heaviest=heaviest) if heaviest else f"{said}."
    return _("{count}; {heaviest}.").format(count=said, heaviest=heaviest) if heaviest else f"{said}."


def _theirs(found: Waiting) -> str:
    """What a head is told where nothing waits for them."""
    count = sum(len(person.items) for person in found.people)
    if not count:
        return ""
    text = ngettext(
        "Nothing waits for you; with your people, {count} thing does.",
        "Nothing waits for you; with your people, {count} things do.",
        count,
    )
    return text.format(count=_spelled(count))


def _heaviest(items: Iterable[Item], currency: str | None) -> str:
    """Where most is at stake, and how much; "" where no amount says it."""
    named = [item for item in items if item.due.account and item.own_amount]
    if not named:
        return ""
    first = max(named, key=lambda item: item.amount or Decimal(0))
    return _("the heaviest, {amount}, with {name}").format(
        amount=words.language().short_amount(first.amount, currency), name=first.due.account
    )


def _spelled(count: int) -> str:
    """Small numbers in words, as one says them."""
    spelled = {
        1: _("one"), 2: _("two"), 3: _("three"), 4: _("four"), 5: _("five"), 6: _("six"), 7: _("seven"),
        8: _("eight"), 9: _("nine"), 10: _("ten"),
    }  # fmt: skip
    return spelled.get(count) or words.language().number(count)
