"""The record of processing (GDPR, article 30): each room declares, beside its models, what it keeps of people and why.

    declare(Processing("plans.work", _("Plans: who does what"), …, holds={"plans.action": "what how owner contact"}))
    impersonal({"plans.kpi": "formula path"})

`personal_data.py` of each app does so when it is loaded. A field that may say something of a person and is in neither
fails a test (`tests/trust/test_declared.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class People(models.TextChoices):
    """Whose data they are."""

    STAFF = "staff", _("people who work here")
    CONTACT = "contact", _("people at a client")
    CLIENT = "client", _("people at a client who are invited into the client space")


class Kind(models.TextChoices):
    """What the data tell."""

    IDENTITY = "identity", _("name, e-mail address, phone")
    JOB = "job", _("job, unit, role, languages, places")
    SIGN_IN = "sign_in", _("password (kept as a digest only), second factors, sessions, tokens")
    TRACES = "traces", _("who did, wrote or opened what, and when")
    TEXTS = "texts", _("free texts that may name somebody")
    OPINION = "opinion", _("what is thought of somebody’s role and stance")
    SKILLS = "skills", _("competencies and their levels, with evidence")
    TIME = "time", _("days worked, availability and absences, without a cause")
    RELATIONS = "relations", _("who reports to, looks after or influences whom")


class Basis(models.TextChoices):
    """What makes it lawful (article 6)."""

    CONTRACT = "contract", _("performance of the contract of work or with the client (art. 6.1.b)")
    INTEREST = "interest", _("legitimate interest: to serve a client as one company (art. 6.1.f)")
    OBLIGATION = "obligation", _("legal obligation: security and accountability (art. 6.1.c)")
    CONSENT = "consent", _("consent, which can be withdrawn (art. 6.1.a)")


@dataclass(frozen=True)
class Processing:
    """One line of the record: `key` begins with the label of its app."""

    key: str
    name: Text
    purpose: Text
    of: tuple[People, ...]
    kinds: tuple[Kind, ...]
    basis: Basis
    kept: Text
    seen_by: Text
    holds: Mapping[str, str] = field(default_factory=dict)
    """Fields by model: `plans.action` → `owner contact`."""

    @property
    def room(self) -> str:
        """The app that keeps it."""
        return self.key.partition(".")[0]


WITH_ITS_OBJECT: Text = _("as long as the object it is part of")
TEAM: Text = _("who sees the account: its manager and team, their heads, directors, executives and controllers")
_declared: dict[str, Processing] = {}
_impersonal: dict[str, frozenset[str]] = {}


def declare(*processings: Processing) -> None:
    """Add lines to the record; the same key again replaces."""
    _declared.update({one.key: one for one in processings})


def impersonal(fields: Mapping[str, str]) -> None:
    """Say which texts of models never tell of a person: codes, currencies, formulas."""
    _impersonal.update({model: frozenset(names.split()) for model, names in fields.items()})


def authors(room: str, holds: Mapping[str, str]) -> Processing:
    """The line of a room that keeps nothing of people but who wrote and decided what, and their words."""
    return Processing(
        f"{room}.authors",
        _("Who wrote and decided what"),
        _("So that a figure or a decision can be explained, and corrected by who made it."),
        (People.STAFF,),
        (Kind.TRACES, Kind.TEXTS),
        Basis.INTEREST,
        WITH_ITS_OBJECT,
        TEAM,
        holds,
    )


def record_of_processing() -> tuple[Processing, ...]:
    """Give every line, in the order in which rooms declared them."""
    return tuple(_declared.values())


def fields_declared() -> Mapping[str, frozenset[str]]:
    """Give the fields that were declared to hold personal data, by model."""
    found: dict[str, frozenset[str]] = {}
    for one in _declared.values():
        for model, names in one.holds.items():
            found[model] = found.get(model, frozenset()) | frozenset(names.split())
    return found


def fields_impersonal() -> Mapping[str, frozenset[str]]:
    """Give the fields that were declared to tell of nobody, by model."""
    return dict(_impersonal)
