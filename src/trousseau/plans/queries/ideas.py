"""The ideas there are, what each brought where it was tried, and which fit a client's stakes.

Everyone who reads plans reads every idea and its totals; the clients where it was tried are named to who may see them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.asked import Address, address
from trousseau.accounts.models import Account, Place, folded
from trousseau.knowledge.access import accounts_of_client
from trousseau.knowledge.models import Stake
from trousseau.method.concerns import Client, Note, Reason, reasons, words
from trousseau.method.delivered import between
from trousseau.plans.models.ideas import Idea, IdeaUse
from trousseau.plans.models.value import Category, Opinion
from trousseau.staffing.models import AccountDemand

MOST = 1_000
"""Ideas read at once; a bank with more is no bank anyone reads."""
ALIKE = 5


@dataclass(frozen=True)
class Ask:
    """What an address asks of the bank. What it cannot mean is left out, so an old link still opens."""

    search: str = ""
    category: str = ""
    stake: str = ""
    industry: str = ""
    account: str = ""
    """Only what fits this client and was not tried there."""
    retired: bool = False

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Ask:
        """Read an address."""
        said = Address(query)
        return cls(
            search=said.words("q", 100),
            category=said.one_of("category", Category.values),
            stake=said.words("stake", 80),
            industry=said.words("industry", 120),
            account=said.public_id("account"),
            retired=said.ticked("retired"),
        )

    def query(self, **changes: str) -> str:
        """The address again."""
        one = replace(self, **changes)  # type: ignore[arg-type] # texts all
        return address(
            q=one.search, category=one.category, stake=one.stake, industry=one.industry, account=one.account,
            retired=one.retired,
        )  # fmt: skip


@dataclass
class Record:
    """What came of an idea: at how many clients it was tried, and what they confirmed since the first day."""

    clients: set[int] = field(default_factory=set)
    confirming: set[int] = field(default_factory=set)
    confirmed: Decimal = Decimal(0)
    """In the base currency."""
    waiting: int = 0
    """Values that came of it and that no client has spoken of yet."""

    def add(self, use: IdeaUse) -> None:
        """Count one use."""
        self.clients.add(use.account_id)
        one = use.delivered
        if one is None:
            return
        self.waiting += one.opinion == Opinion.UNSAID
        if one.opinion == Opinion.CONFIRMED:
            self.confirming.add(use.account_id)
            if one.brought is not None:
                self.confirmed += between(one.brought, one.since, timezone.localdate())


@dataclass(frozen=True)
class Fit:
    """An idea that fits a client, with why."""

    idea: Idea
    why: tuple[Reason, ...]


def bank(user: User) -> QuerySet[Idea]:
    """All ideas; none for who may not read plans."""
    return Idea.objects.select_related("created_by") if may(user, "read_plans") else Idea.objects.none()


def idea_or_404(user: User, public_id: str) -> Idea:
    """The idea of an address."""
    found = bank(user).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def matching(user: User, ask: Ask) -> list[Idea]:
    """The ideas an address asks for, unordered; stakes and industries are compared as people write them."""
    found = bank(user).filter(retired_on__isnull=not ask.retired)
    for word in folded(ask.search).split():
        found = found.filter(search_text__contains=word)
    if ask.category:
        found = found.filter(category=ask.category)
    rows: Iterable[Idea] = found[:MOST]
    if ask.stake:
        rows = [one for one in rows if folded(ask.stake) in {folded(stake) for stake in one.compared}]
    if ask.industry:
        rows = [one for one in rows if folded(one.industry) in {"", folded(ask.industry)}]
    return list(rows)


def records(ideas: Sequence[Idea]) -> dict[int, Record]:
    """What came of each; one statement."""
    found = {one.pk: Record() for one in ideas}
    for use in IdeaUse.objects.filter(idea__in=list(found)).select_related("delivered"):
        found[use.idea_id].add(use)
    return found


def uses(user: User, idea: Idea) -> QuerySet[IdeaUse]:
    """Where it was tried, of the clients someone may see."""
    found = IdeaUse.objects.filter(idea=idea, account__in=access.visible_to(user))
    return found.select_related("account", "action", "initiative", "delivered", "by")


def client_of(user: User, account: Account) -> Client:
    """A client as ideas are compared with it: the stakes of its group as someone sees it, its industries."""
    stakes = Stake.objects.filter(account__in=accounts_of_client(user, account), removed_at=None)
    return Client(
        key=account.public_id,
        stakes=tuple(stakes.values_list("title", flat=True)),
        industries=industries_of(account),
    )


def industries_of(account: Account) -> tuple[str, ...]:
    """The industries of an account: what somebody told, and the divisions it buys from; two statements."""
    told = AccountDemand.objects.filter(account=account).exclude(industry="").values_list("industry", flat=True)
    divisions = Place.objects.filter(account=account, dimension="division").values_list("name", flat=True)
    return (*told, *divisions)


def fitting(user: User, account: Account, among: Iterable[Idea] | None = None) -> list[Fit]:
    """The ideas that fit a client and were not tried there, those with most reasons first; five statements at most.

    An idea without an industry fits by a stake it answers; one of another industry than the client's does not fit.
    """
    client = client_of(user, account)
    rows = bank(user).filter(retired_on=None)[:MOST] if among is None else among
    tried = set(IdeaUse.objects.filter(account=account).values_list("idea", flat=True))
    found = []
    for one in rows:
        why = reasons(Note(topics=one.compared, industry=one.industry), client) if one.pk not in tried else ()
        if why and (not one.industry or any(reason.rule == "industry" for reason in why)):
            found.append(Fit(one, _each_once(why)))
    return sorted(found, key=lambda fit: (-len(fit.why), fit.idea.pk))


def alike(user: User, text: str, beside: Idea | None = None) -> list[Idea]:
    """Ideas that share words with a text, most of them first: at least two, or all that the text has."""
    asked = words(text)
    if not asked:
        return []
    scored = []
    for one in bank(user)[:MOST]:
        shared = len(asked & words(one.said_title))
        if one != beside and (shared >= 2 or shared == len(asked)):
            scored.append((-shared, one.pk, one))
    return [one for _shared, _pk, one in sorted(scored, key=lambda row: row[:2])[:ALIKE]]


def stakes_known(ideas: Iterable[Idea]) -> list[str]:
    """The stakes that ideas answer, to choose from."""
    return sorted({stake for one in ideas for stake in one.said_stakes}, key=folded)


def industries_known() -> list[str]:
    """The industries of clients and ideas, to choose from; two statements."""
    theirs = AccountDemand.objects.exclude(industry="").values_list("industry", flat=True).distinct()[:200]
    ours = Idea.objects.exclude(industry="").values_list("industry", flat=True).distinct()[:200]
    return sorted({*theirs, *ours}, key=folded)


def _each_once(why: Iterable[Reason]) -> tuple[Reason, ...]:
    """A stake that several words of an idea meet is one reason."""
    return tuple({(one.rule, one.met): one for one in why}.values())
