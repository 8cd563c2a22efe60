"""The white-space grid of an account's client, as someone sees it: ledger, spend told, competitors, cells said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from trousseau.access.models import User
from trousseau.accounts.models import Account, folded
from trousseau.knowledge.models import Competitor, Site
from trousseau.knowledge.queries.facts import facts_of
from trousseau.ledger import answers
from trousseau.ledger.selection.crossed import DIMENSIONS, By, Crossed, crossed
from trousseau.method.wallet import Part
from trousseau.plans.models import Progress
from trousseau.plans.models.whitespace import WhiteCell
from trousseau.plans.white_grid import Grid, Known, Offer, Potential, Rival, Unit, Words, build
from trousseau.portfolio.queries.source import facts as newest_facts
from trousseau.selection.queries import potential
from trousseau.selection.queries.clients import Client, client_of

At = tuple[str, str]


@dataclass(frozen=True)
class WhiteSpace:
    """The grid, by divisions or by families, with what it was made of."""

    client: Client
    by: By
    grid: Grid
    elsewhere: int
    """Things told of offers of the other dimension."""
    everywhere: tuple[Competitor, ...]
    """Competitors told of no offer of ours."""
    newest: int
    """The newest row of spend told, for a form to say what it has seen."""
    period: tuple[object, object] | None
    """The first and last day of the sales; None: there is no ledger yet."""


def client(user: User, account: Account) -> Client | None:
    """The client of an account, as selection speaks of it."""
    return client_of(user, account.group.name if account.group else account.key)


def white_space(user: User, account: Account, by: str = "") -> WhiteSpace | None:
    """The grid of an account's client; `by`: division or family, else the one that more is told of."""
    found = client(user, account)
    if found is None:
        return None
    facts = newest_facts()
    window = answers.windows(facts).get("r12") if facts is not None else None
    sales = crossed(facts, [one.key for one in found.accounts], window) if facts and window else Crossed()
    spending = potential.spending([found.key]).get(found.key)
    cells = spending.cells if spending else ()
    rivals = list(facts_of(user, account, Competitor))
    said = list(WhiteCell.objects.filter(account=account).select_related("action"))
    sites = list(facts_of(user, account, Site).values_list("account_id", "name"))
    told = [folded(name) for name in _told_offers(cells, rivals, said)]
    names = {one: {folded(name): name for name in sales.names.get(one, ())} for one in DIMENSIONS}
    chosen: By = _chosen(by, told, names)
    other: By = "family" if chosen == "division" else "division"
    bought = {
        one.key: sum(v for (key, _), v in sales.now.get(chosen, {}).items() if key == one.key) for one in found.accounts
    }
    places = _Places(found, bought, _told_units(cells, rivals, said), sites)
    offers = _offers(names[chosen], names[other], cells, rivals, said)
    known = Known(
        sales.now.get(chosen, {}),
        sales.before.get(chosen, {}) if sales.before is not None else None,
        dict(_potentials(cells, places, found)),
        _rivals(rivals, places),
        {(folded(one.unit), folded(one.offer)): _words(one) for one in said},
    )
    shown = {offer.key for offer in offers}
    return WhiteSpace(
        client=found,
        by=chosen,
        grid=build(places.units, places.whole, offers, known),
        elsewhere=sum(key in names[other] and key not in shown for key in told),
        everywhere=tuple(one for one in rivals if not one.offer),
        newest=max((told.pk for told in potential.history([found.key])[:1]), default=0),
        period=(window.start, window.end) if window else None,
    )


class _Places:
    """The units of a client and the row that each thing told belongs to."""

    def __init__(
        self,
        found: Client,
        bought: Mapping[str, Decimal | int],
        told: Mapping[str, str],
        sites: Iterable[tuple[int, str]],
    ) -> None:
        ordered = sorted(found.accounts, key=lambda one: (-bought[one.key], one.name))
        accounts = {folded(one.name): one for one in ordered}
        self.by_key = {one.pk: folded(one.name) for one in found.accounts}
        several: dict[int, list[str]] = {}
        for account, name in sites:
            several.setdefault(account, []).append(name)
        names = {folded(name): name for some in several.values() if len(some) > 1 for name in some} | dict(told)
        rows = [Unit(key, one.name, (one.key,)) for key, one in accounts.items()]
        rows += [Unit(key, name) for key, name in sorted(names.items()) if key not in accounts]
        self.alone = len(rows) == 1
        self.units = () if self.alone else tuple(rows)
        self.whole = Unit("", found.name, tuple(one.key for one in found.accounts))

    def place(self, unit: str, account: int | None) -> str:
        """The row of a unit's name, or of the account where none is named."""
        key = folded(unit) or (self.by_key.get(account, "") if account is not None else "")
        return "" if self.alone else key


def _told_units(
    cells: Iterable[potential.Cell], rivals: Iterable[Competitor], said: Iterable[WhiteCell]
) -> dict[str, str]:
    """Every unit that something is told of, by key."""
    names = [one.row.unit for one in cells] + [one.place for one in rivals] + [one.unit for one in said]
    return {folded(name): name for name in names if name.strip()}


def _told_offers(cells: Iterable[potential.Cell], rivals: Iterable[Competitor], said: Iterable[WhiteCell]) -> list[str]:
    """Every offer that something is told of, each as often as it is."""
    names = [one.row.offer for one in cells] + [one.offer for one in rivals] + [one.offer for one in said]
    return [name for name in names if name.strip()]


def _chosen(by: str, told: Sequence[str], names: Mapping[By, Mapping[str, str]]) -> By:
    wanted = next((one for one in DIMENSIONS if one == by), None)
    if wanted is not None:
        return wanted
    count = {one: sum(key in names[one] for key in told) for one in DIMENSIONS}
    return "family" if count["family"] > count["division"] or not names["division"] else "division"


def _offers(
    ours: Mapping[str, str],
    others: Mapping[str, str],
    cells: Iterable[potential.Cell],
    rivals: Iterable[Competitor],
    said: Iterable[WhiteCell],
) -> list[Offer]:
    """Our offers by name, then what is told of under a name that the ledger does not know."""
    told = {folded(name): name for name in _told_offers(cells, rivals, said)}
    strange = [Offer(key, told[key], ours=False) for key in sorted(told) if key not in ours and key not in others]
    return [Offer(key, ours[key]) for key in ours] + strange


def _potentials(cells: Iterable[potential.Cell], places: _Places, found: Client) -> Iterable[tuple[At, Potential]]:
    """What is told of each cell; a cell without a rate counts for nothing."""
    keys = {one.key: one.pk for one in found.accounts}
    parts = {id(cell): cell for cell in cells if cell.worth is not None}
    for cell in parts.values():
        row = cell.row
        of_account = None if row.client == found.key and len(found.accounts) > 1 else keys.get(row.client)
        unit, offer = places.place(row.unit, of_account), folded(row.offer)
        amount = Decimal(repr(cell.worth)).quantize(Decimal("0.01"))
        part = Part(unit, offer, cell.worth or 0.0, row.confidence, cell.faded)  # type: ignore[arg-type] # one of its choices
        yield (unit, offer), Potential(amount, row.source, row.date, row.confidence, cell.faded, part)


def _rivals(rivals: Iterable[Competitor], places: _Places) -> dict[At, tuple[Rival, ...]]:
    found: dict[At, tuple[Rival, ...]] = {}
    for one in rivals:
        if one.offer:
            at = places.place(one.place, one.account_id), folded(one.offer)
            found[at] = (*found.get(at, ()), Rival(one.name, one.share))
    return found


def _words(one: WhiteCell) -> Words:
    living = one.action is not None and one.action.state != Progress.DROPPED
    return Words(one.said, one.note, one.revision, one.action_id if living else None)
