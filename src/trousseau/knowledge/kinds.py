"""The kinds of facts that are told of a client: their model, their name, the fields people write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousseau.knowledge.models import (
    Competitor,
    Contract,
    Control,
    EconomicFact,
    Fact,
    LegalEntity,
    Note,
    Site,
    Stake,
)

SAID = ("source", "said_on")


@dataclass(frozen=True)
class Kind:
    """One kind; `name` is its word in addresses, in the trail and in `fading.LIMITS`."""

    name: str
    model: type[Fact]
    label: str | Promise
    plural: str | Promise
    labels: Mapping[str, str | Promise]
    """What each field is called, in the order of the form."""

    @property
    def fields(self) -> tuple[str, ...]:
        """Everything people write of it."""
        return (*self.labels, *SAID)


SAID_LABELS: Mapping[str, str | Promise] = {"source": _("Source"), "said_on": _("True on")}
KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("stake", Stake, pgettext_lazy("client", "Stake"), pgettext_lazy("client", "Stakes"), {
            "title": pgettext_lazy("client", "Stake"), "quote": _("In their words"), "importance": _("Importance"),
            "who": _("Who said it"), "answered": _("Do we answer?"), "answer": _("Our answer"),
        }),
        Kind("entity", LegalEntity, _("Legal entity"), _("Legal entities"), {
            "name": _("Name"), "country": _("Country"), "registration": _("Registration number"),
            "customer": _("Buys from us as"), "outside": _("Outside the group"),
        }),
        Kind("control", Control, _("Holding"), _("Holdings"), {
            "owner": _("Owner"), "owned": _("Company held"), "percent": _("Share, %"), "since": _("Since"),
            "until": _("Until"),
        }),
        Kind("site", Site, _("Site"), _("Sites"), {
            "name": _("Name"), "city": _("Town"), "country": _("Country"), "activity": _("Activity"),
            "people": _("People there"),
        }),
        Kind("economics", EconomicFact, _("Figure"), _("Figures"), {
            "name": _("Figure"), "value": _("Value"), "unit": pgettext_lazy("of a figure", "Unit"),
            "period": _("Period"),
        }),
        Kind("competitor", Competitor, _("Competitor"), _("Competitors"), {
            "name": _("Name"), "place": _("Client’s unit"), "offer": _("Offer"), "share": _("Share, %"),
            "rank": _("Place among suppliers"), "remark": _("Remark"),
        }),
        Kind("contract", Contract, _("Contract"), _("Contracts"), {
            "name": _("Name"), "amount": _("Amount a year"), "currency": _("Currency"), "start": _("From"),
            "end": _("To"), "notice_days": _("Notice, days"), "renews": _("Renews by itself"), "remark": _("Remark"),
        }),
        Kind("note", Note, _("Note"), _("Notes"), {"title": _("Title"), "text": _("Text")}),
    )
}  # fmt: skip


def kind_of(fact: Fact) -> Kind:
    """The kind of a fact."""
    return next(kind for kind in KINDS.values() if isinstance(fact, kind.model))


def values_of(fact: Fact) -> dict[str, Any]:
    """What a fact says, as the action takes it."""
    return {name: getattr(fact, name) for name in kind_of(fact).fields}


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the trail keeps and compares them; people and companies by their public id, so that names can go."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: object) -> object:
    if isinstance(value, models.Model):
        return getattr(value, "public_id", str(value.pk))
    if isinstance(value, Decimal):
        bare = f"{value.normalize():f}"
        return "0" if bare in {"-0", "0"} else bare
    if isinstance(value, date):
        return value.isoformat()
    return value
