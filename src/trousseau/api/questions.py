"""Asking what the house reckons: a question is a GET, answered by the query that its page shows.

    question("growth", growth, asked=Growth, told=Grown, tag="portfolio", rule=PORTFOLIO)

What is told is read off what the query gives, by name; a question about one thing loads it through the door of its
kind.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from trousseau.access.models import User
from trousseau.access.rules import person
from trousseau.api import reading, telling
from trousseau.api.resources import Resource
from trousseau.portfolio.queries import source

CENT = Decimal("0.01")


def cents(value: Decimal) -> Decimal:
    """An amount to the cent, unless it is finer."""
    to_the_cent = value.quantize(CENT)
    return to_the_cent if to_the_cent == value else value


Amount = Annotated[Decimal, AfterValidator(cents)]
"""An amount, in the currency the answer names."""
Give = Callable[..., BaseModel]


class Asked(BaseModel):
    """What a question is asked with: nothing that is not described."""

    model_config = ConfigDict(extra="forbid")


class OfPeriod(Asked):
    """A question about a period."""

    period: str = Field(
        source.DEFAULT_PERIOD, max_length=40, description="r12, fy, ytd, all, or two days: 2026-01-01..2026-03-31."
    )


class Told(BaseModel):
    """An answer; its fields are read off what the query gives."""

    model_config = ConfigDict(from_attributes=True)


@dataclass(frozen=True)
class Question:
    """One question: what answers it, what it is asked with and what it tells, whose it is, and of what."""

    name: str
    give: Give
    asked: type[Asked] | None
    told: type[BaseModel]
    rule: str
    on: Resource | None = None
    tag: str = ""

    @property
    def path(self) -> str:
        """Where it is asked."""
        return f"/{self.on.name}/{{id}}/{self.name}" if self.on else f"/{self.tag}/{self.name}"

    @property
    def operation(self) -> str:
        """The name of the operation: `portfolio_growth`."""
        return f"{self.on.name if self.on else self.tag}_{self.name}".replace("-", "_")


_known: dict[str, Question] = {}


def question(name: str, give: Give, **said: Any) -> None:
    """Have a question answered."""
    made = Question(name, give, **said)
    if made.operation in _known:
        raise ValueError(f"{made.operation} is known already")
    _known[made.operation] = made


def every() -> list[Question]:
    """Give all of them, in order."""
    return list(_known.values())


def answering(made: Question) -> Callable[..., HttpResponse]:
    """The operation of a question."""

    def told(request: HttpRequest, id: str | None = None, asked: BaseModel | None = None) -> HttpResponse:  # noqa: A002 - as in addresses
        reading.known_only(request, made.asked or Asked)
        user = person(request)
        about = [] if made.on is None or id is None else [made.on.one(user, id)]
        said = [] if asked is None else [asked]
        return reading.answer(request, telling.plain(made.give(user, *about, *said)))

    given: dict[str, Any] = {"request": HttpRequest}
    if made.on is not None:
        given["id"] = reading.Id
    if made.asked is not None:
        given["asked"] = Annotated[made.asked, Query()]  # type: ignore[type-arg]
    taken = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=hint) for name, hint in given.items()]
    taken[0] = taken[0].replace(kind=inspect.Parameter.POSITIONAL_OR_KEYWORD)
    told.__annotations__, told.__signature__ = given, inspect.Signature(taken)  # type: ignore[attr-defined]
    return told


def ledger(user: User, period: str = source.DEFAULT_PERIOD, by: str = "group") -> source.Asked:
    """The question to the sales lines, about what someone sees of the portfolio.

    Raises:
        ValidationError: there is no sales line yet, or no such period of them.
    """
    start, dots, end = period.partition("..")
    found = source.asked(user, {"start": start, "end": end, "by": by} if dots else {"period": period, "by": by})
    if found is None:
        raise ValidationError(_("There is no sales line yet: import a file under Data → Imports."))
    if found.refused:
        raise ValidationError({"period": _("This is no period of the sales lines, or there are none yet.")})
    return found
