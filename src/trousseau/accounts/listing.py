"""The list of accounts as its address asks for it: filters, order, columns, page; in the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, ExpressionWrapper, F, FloatField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trousseau.access.models import User
from trousseau.accounts import access, filters
from trousseau.accounts.models import Account, Movement, Reckoning, TeamMember, TeamRole, current, folded

PAGE = 50
CLASSES = ("A", "B", "C")
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class Column:
    """A column of the list: what it is called, what it is sorted by, whether it holds figures."""

    name: str
    label: str | Promise
    order: str
    numeric: bool = False
    shown: bool = True
    """Whether it is there when nobody chose columns."""
    needs_costs: bool = False
    wide: bool = False
    """Left out on a phone."""


COLUMNS: tuple[Column, ...] = (
    Column("rank", _("Rank"), "figures__rank", numeric=True),
    Column("name", _("Account"), "name"),
    Column("code", _("Code"), "code", shown=False),
    Column("group", _("Group"), "group__name", wide=True),
    Column("division", _("Division"), "figures__division", wide=True),
    Column("zone", _("Zone"), "figures__zone", wide=True),
    Column("revenue", _("Revenue"), "figures__revenue", numeric=True),
    Column("share", _("Share"), "figures__share", numeric=True),
    Column("cumulative", _("Cumulative"), "figures__cumulative", numeric=True, wide=True),
    Column("change", _("Change"), "figures__change", numeric=True),
    Column("previous", _("Before"), "figures__previous", numeric=True, shown=False),
    Column("spark", _("24 months"), "figures__change", wide=True),
    Column("margin", _("Margin"), "margin", numeric=True, shown=False, needs_costs=True),
    Column("class", _("Class"), "figures__class_now"),
    Column("lines", _("Lines"), "figures__lines", numeric=True, shown=False),
    Column("last", _("Last line"), "figures__last", numeric=True, shown=False),
    Column("manager", _("Manager"), "manager__name", shown=False),
    Column("sponsor", _("Sponsor"), "sponsor", shown=False),
)
BY_NAME = {column.name: column for column in COLUMNS}
DEFAULT_COLUMNS = tuple(column.name for column in COLUMNS if column.shown)
ASCENDING_FIRST = frozenset(
    {"rank", "name", "code", "group", "division", "zone", "cumulative", "class", "manager", "sponsor"}
)

MOVEMENTS: tuple[tuple[str, str | Promise], ...] = (
    (Movement.NEW, _("New")),
    (Movement.UP, _("Up by 5 % or more")),
    (Movement.STEADY, _("Steady")),
    (Movement.DOWN, _("Down by 5 % or more")),
    (Movement.LOST, _("No sales any more")),
    ("class_up", _("Rose a class")),
    ("class_down", _("Fell a class")),
)
EXCLUDED: tuple[tuple[str, str | Promise], ...] = (
    ("no", _("Left out: hidden")),
    ("only", _("Left out: only those")),
    ("all", _("Left out: shown too")),
)


@dataclass(frozen=True)
class Ask:
    """What an address asks of the list. Anything it cannot mean is left out, so an old link still opens."""

    search: str = ""
    class_: str = ""
    zone: str = ""
    division: str = ""
    group: str = ""
    """The public id of a group, or "none"."""
    movement: str = ""
    manager: str = ""
    """The key of a person, or "none"."""
    excluded: str = "no"
    chosen: filters.Chosen = ()
    """Of the filters later apps bring: the name and the value."""
    sort: str = "rank"
    columns: tuple[str, ...] = DEFAULT_COLUMNS
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Ask:
        """Read an address."""

        def get(name: str, most: int | None = None) -> str:
            return query.get(name, "").replace("\x00", "").strip()[:most].strip()

        columns = tuple(name for name in get("cols").split(".") if name in BY_NAME)
        page = get("page")
        return cls(
            search=get("q", LONGEST_SEARCH),
            class_="".join(letter for letter in CLASSES if letter in get("class").upper()),
            zone=get("zone", 200),
            division=get("division", 200),
            group=get("group", 16),
            movement=get("movement") if get("movement") in dict(MOVEMENTS) else "",
            manager=get("manager") if _key(get("manager")) or get("manager") == "none" else "",
            excluded=get("excluded") if get("excluded") in dict(EXCLUDED) else "no",
            chosen=filters.asked(query),
            sort=get("sort") if get("sort").removeprefix("-") in BY_NAME else "rank",
            columns=("name", *(name for name in columns if name != "name")) if columns else DEFAULT_COLUMNS,
            page=min(max(int(page), 1), 10**6) if page.isdecimal() and len(page) < 8 else 1,
        )

    def query(self, **changes: Any) -> str:
        """The address of this list with some things changed; unless it is the page, back to page 1."""
        asked = replace(self, **({"page": 1} | changes))
        columns = "" if set(asked.columns) == set(DEFAULT_COLUMNS) else ".".join(asked.columns)
        parts = {
            "q": asked.search, "class": asked.class_, "zone": asked.zone, "division": asked.division,
            "group": asked.group, "movement": asked.movement, "manager": asked.manager,
            "excluded": "" if asked.excluded == "no" else asked.excluded,
            "sort": "" if asked.sort == "rank" else asked.sort, "cols": columns,
            "page": "" if asked.page == 1 else asked.page,
        } | dict(asked.chosen)  # fmt: skip
        return urlencode({name: value for name, value in parts.items() if value})

    @property
    def filtered(self) -> bool:
        """Whether it asks for less than all accounts."""
        asked = (self.search, self.class_, self.zone, self.division, self.group, self.movement, self.manager,
                 self.chosen)  # fmt: skip
        return any(asked) or self.excluded == "only"

    @property
    def shown(self) -> tuple[Column, ...]:
        """Its columns in the house's order."""
        return tuple(column for column in COLUMNS if column.name in self.columns)


@dataclass(frozen=True)
class Sums:
    """What the rows of a list add up to; `share` of the revenue of the whole portfolio."""

    accounts: int
    revenue: Decimal
    previous: Decimal | None
    costed: Decimal
    cost: Decimal | None
    lines: int
    share: float | None
    class_a: int
    ranked: int
    """Those that bought in the window and count in the portfolio."""
    choices: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """How many each choice of a later app's filter would leave, by filter and value."""

    @property
    def margin(self) -> Decimal | None:
        """Of the lines that have a cost."""
        return None if self.cost is None else self.costed - self.cost


def _key(text: str) -> bool:
    """Whether a text can be the key of a row."""
    return text.isdecimal() and len(text) < 18


def matching(user: User, ask: Ask) -> QuerySet[Account]:
    """The accounts someone may see that the address asks for, in its order, with their figures."""
    found = access.visible_to(user).filter(figures__isnull=False)
    for word in folded(ask.search).split():
        found = found.filter(search_text__contains=word)
    if ask.excluded != "all":
        found = found.filter(excluded=ask.excluded == "only")
    if ask.class_:
        found = found.filter(figures__class_now__in=list(ask.class_))
    for name in ("zone", "division"):
        if value := getattr(ask, name):
            found = found.filter(**{f"figures__{name}": "" if value == "-" else value})
    if ask.group:
        found = found.filter(group=None) if ask.group == "none" else found.filter(group__public_id=ask.group)
    if ask.manager:
        found = found.filter(manager=None if ask.manager == "none" else int(ask.manager))
    found = _moved(found, ask.movement)
    return found.filter(filters.condition(ask.chosen)) if ask.chosen else found


def _moved(found: QuerySet[Account], movement: str) -> QuerySet[Account]:
    """Those that moved that way; A is above B is above C, so a letter that grew is a class that fell."""
    if movement in {"class_up", "class_down"}:
        both = found.exclude(figures__class_now="").exclude(figures__class_before="")
        before = F("figures__class_before")
        return both.filter(**{"figures__class_now__lt" if movement == "class_up" else "figures__class_now__gt": before})
    return found.filter(figures__movement=movement) if movement else found


def ordered(found: QuerySet[Account], sort: str) -> QuerySet[Account]:
    """In the order asked for, missing values last either way, the ledger's key last of all."""
    name = sort.removeprefix("-")
    if name == "margin":
        rate = (F("figures__costed") - F("figures__cost")) * 1.0
        found = found.annotate(
            margin=ExpressionWrapper(rate / Cast(F("figures__costed"), FloatField()), output_field=FloatField())
        )
    found = found.annotate(sponsor=_sponsor())
    key = F(BY_NAME[name].order)
    by = key.desc(nulls_last=True) if sort.startswith("-") else key.asc(nulls_last=True)
    return found.order_by(by, "figures__rank", "key")


def _sponsor() -> Subquery:
    """The name of who sponsors an account today."""
    held = TeamMember.objects.filter(current(), account=OuterRef("pk"), role=TeamRole.SPONSOR)
    return Subquery(held.values("user__name")[:1])


def sums(found: QuerySet[Account], reckoning: Reckoning, chosen: filters.Chosen = ()) -> Sums:
    """What a list adds up to, in one statement and in whole numbers: equal to the sum of its rows.

    `chosen`: of the filters later apps bring, those not applied to `found` yet; the counts are of all of `found`.
    """
    kept = filters.condition(chosen)
    row = found.order_by().aggregate(
        **filters.counting(),
        accounts=Count("pk", filter=kept),
        revenue=Sum("figures__revenue", filter=kept),
        previous=Sum("figures__previous", filter=kept),
        costed=Sum("figures__costed", filter=kept),
        cost=Sum("figures__cost", filter=kept),
        lines=Sum("figures__lines", filter=kept),
        class_a=Count("pk", filter=kept & Q(figures__class_now="A")),
        ranked=Count("figures__rank", filter=kept),
    )
    revenue = row["revenue"] or Decimal(0)
    return Sums(
        accounts=row["accounts"],
        revenue=revenue,
        previous=row["previous"],
        costed=row["costed"] or Decimal(0),
        cost=row["cost"],
        lines=row["lines"] or 0,
        share=float(revenue / reckoning.revenue) if reckoning.revenue > 0 else None,
        class_a=row["class_a"],
        ranked=row["ranked"],
        choices=filters.counted(row),
    )
