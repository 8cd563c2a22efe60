"""What needs someone's decision, offered by every room and shown together on Home.

A provider answers `(user) -> items`, only about what that user may see and act on. Home sorts by urgency,
then by what is at stake. What is due of one table is better offered as a `Source`: the rows of all sources are
read in one statement, however many rooms there are.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Expression, F, IntegerField, Model, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, JSONObject, NullIf
from django.db.models.sql.compiler import SQLCompiler
from django.utils.functional import Promise

from trousseau.access.models import User

Urgency = Literal["now", "soon", "later"]
"""now: cannot wait (◆); soon: this week (▲); later: worth knowing (●)."""
ORDER: dict[str, int] = {"now": 0, "soon": 1, "later": 2}


@dataclass(frozen=True)
class Blank:
    """One field to fill before something is done in place."""

    name: str
    label: str | Promise
    value: str = ""
    day: bool = False
    """A day rather than words."""


@dataclass(frozen=True)
class Deed:
    """Something done where it is read: a form that posts to the room's own address and comes back to Home.

    That room's view redirects to `/` where it is sent `next=home`; what it refuses it shows on its own page, with
    what was typed.
    """

    label: str | Promise
    url: str
    said: tuple[tuple[str, str], ...] = ()
    """What goes with it unseen: the revision that was read."""
    blanks: tuple[Blank, ...] = ()
    """Empty: one press does it."""


@dataclass(frozen=True)
class DueItem:
    """One thing to decide or do: what, why, how much is at stake, and the action beside it."""

    title: str | Promise
    """The thing itself, as a sentence with its figures."""
    url: str
    action: str | Promise
    """What the button says."""
    kind: str | Promise = ""
    """The line above the title: “Quarantine, 12 days”."""
    why: str | Promise = ""
    urgency: Urgency = "soon"
    amount: Decimal | None = None
    """In the base currency; None where no amount says it."""
    amount_note: str | Promise = ""
    account: str = ""
    account_url: str = ""
    due: date | None = None
    deeds: tuple[Deed, ...] = ()
    """What can be done about it at once; the first is the one expected."""
    whose: str = ""
    """Whose it is, where it is told to their head: shown apart, and no decision of the reader's."""


Provider = Callable[[User], Iterable[DueItem]]
Row = Mapping[str, Any]
Told = Mapping[str, str | Expression | Subquery]
MOST = 12
"""Rows that one source tells, those due first."""


@dataclass(frozen=True)
class Source:
    """Rows of one table that are due for someone, and the items they become."""

    rows: Callable[[User], QuerySet[Any] | None]
    """In the order of their urgency; None where the user is told nothing of it."""
    told: Told | Callable[[User], Told]
    """What the items say, by name: a field, or an expression; by a function where it depends on who asks. It travels as
    JSON: see `money`; a MoneyField comes as it is stored (`fields.from_ten_thousandths`)."""
    items: Callable[[User, Sequence[Row]], Iterable[DueItem]]
    most: int = MOST


_providers: list[Provider] = []
_sources: list[Source] = []


def register(provider: Provider) -> Provider:
    """Add a provider (as a decorator, or from ready())."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def register_source(source: Source) -> None:
    """Add a source, from ready()."""
    if source not in _sources:
        _sources.append(source)


def items(user: User) -> list[DueItem]:
    """Everything due for someone, what cannot wait first, then the heaviest, then the earliest."""
    found = [item for provider in _providers for item in provider(user)]
    found += _of_sources(user)
    return sorted(found, key=lambda item: (ORDER[item.urgency], -(item.amount or 0), item.due or date.max))


def _of_sources(user: User) -> Iterator[DueItem]:
    """The rows of all sources in one statement."""
    asked = [
        _as_json(rows[: source.most], number, source.told(user) if callable(source.told) else source.told)
        for number, source in enumerate(_sources)
        if (rows := source.rows(user)) is not None
    ]
    if not asked:
        return
    gathered: dict[int, list[Row]] = defaultdict(list)
    for number, row in asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0]:
        gathered[number].append(row)
    for number, rows_ in gathered.items():
        yield from _sources[number].items(user, rows_)


def _as_json(rows: QuerySet[Any], number: int, told: Told) -> QuerySet[Any, Any]:
    """The first rows with what they tell as one JSON value; cut by key, as no part of a union may be cut itself."""
    model: type[Model] = rows.model
    first = model._default_manager.filter(pk__in=rows.values("pk")).order_by()  # noqa: SLF001 - Django documents it
    return first.values_list(
        Value(number, output_field=IntegerField()),
        JSONObject(**{name: F(one) if isinstance(one, str) else one for name, one in told.items()}),
    )


def called(who: str) -> Coalesce:
    """What someone is called, as `User.__str__` has it; "" for nobody."""
    return Coalesce(NullIf(f"{who}__name", Value("")), f"{who}__email", Value(""), output_field=CharField())


class Below(Subquery):
    """The rows below one row, each as the JSON value its query names `told`: a list, read by `below`."""

    template = "(SELECT JSON_GROUP_ARRAY(JSON(told)) FROM (%(subquery)s))"
    output_field = TextField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """The same in its words."""
        return self.as_sql(
            compiler, connection, template="(SELECT COALESCE(JSON_AGG(told), '[]') FROM (%(subquery)s) AS rows_below)"
        )


def below(told: str | list[Row]) -> list[Row]:
    """The rows of a `Below`: SQLite may hand a list inside JSON back as text."""
    found: list[Row] = json.loads(told) if isinstance(told, str) else told
    return found


def money(told: float | str | None) -> Decimal | None:
    """An amount that came as JSON, to the cent."""
    return None if told is None else round(Decimal(str(told)), 2)
