"""The demonstration company installed: organisation, people, rates, sales lines by the ordinary import.

Idempotent: what is there already stays, so a second run costs next to nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pyarrow.csv as pa_csv
from django.contrib.auth.hashers import make_password
from django.db import transaction

from trousseau.access.actions import Held, add_person
from trousseau.access.audit import record
from trousseau.access.models import Organisation, Role, User
from trousseau.accounts import access
from trousseau.accounts.actions import name_manager
from trousseau.costs.actions.inflation import choose_area, tell_inflation
from trousseau.costs.models import ZoneInflation
from trousseau.demo import (
    assessments,
    colleagues,
    commitments,
    company,
    competencies,
    costs,
    decisions,
    facts,
    grids,
    ideas,
    initiatives,
    kpis,
    matching,
    meetings,
    negotiations,
    outlooks,
    papers,
    people,
    plan_versions,
    plans,
    playbooks,
    potential,
    programme,
    requests,
    review,
    signing,
    simulate,
    spaces,
    teams,
    templates,
    treatments,
    value,
    voices,
    watch,
    whitespace,
)
from trousseau.demo.customers import intercompany_codes
from trousseau.demo.writing import write_parquet
from trousseau.imports import actions, folders
from trousseau.imports.models import Import, RateTable, State
from trousseau.ledger.growth.reading import read_inflation
from trousseau.portfolio.actions import freeze_checkup, write_standings
from trousseau.portfolio.models import FrozenCheckup
from trousseau.portfolio.queries.source import asked

SOURCE = "ERP Garonne"
RATES = "taux_garonne.csv"
INFLATION = Path(__file__).parent / "inflation.csv"
PASSWORD = "trousseau-demo"  # noqa: S105 - printed for everyone: a demonstration on loopback
EARLIER = (12, 9, 6, 3)
"""Months before the last at which check-ups were frozen."""

OnStep = Callable[[int, int | None, str], None]


class AnotherCompanyError(Exception):
    """The data folder holds the organisation of that name, which the demonstration must not touch."""


@dataclass(frozen=True)
class Person:
    """One demo person: who they are, the one role they play, whom they report to."""

    email: str
    name: str
    role: Role
    reports_to: str | None = None


PEOPLE = (
    Person("claire.dumas@garonne.example", "Claire Dumas", Role.DIRECTOR),
    Person("antoine.reau@garonne.example", "Antoine Réau", Role.EXECUTIVE),
    Person("nadia.belkacem@garonne.example", "Nadia Belkacem", Role.CONTROLLER),
    Person("julien.arnaud@garonne.example", "Julien Arnaud", Role.HEAD, "claire.dumas@garonne.example"),
    Person("sophie.lacaze@garonne.example", "Sophie Lacaze", Role.MANAGER, "julien.arnaud@garonne.example"),
    Person("thomas.weber@garonne.example", "Thomas Weber", Role.EXPERT, "julien.arnaud@garonne.example"),
    Person("ines.carvalho@garonne.example", "Inès Carvalho", Role.ADMINISTRATOR),
    Person("paul.renaudin@alstrom.example", "Paul Renaudin", Role.CLIENT),
    Person("sabine.brandt@kessler.example", "Sabine Brandt", Role.CLIENT),
)

LED = ("Alstrom SA", "Alstrom Deutschland GmbH", "Aérolys SA", "Brévent Énergie SAS", "Lorquin Aciers SA",
       "Voltané SAS", "Vernay Turbines SA")  # fmt: skip
"""The accounts that the demo manager leads."""


@dataclass(frozen=True)
class Installed:
    """What stands after the installation; `imported` tells whether lines were imported by this run."""

    organisation: str
    people: tuple[Person, ...]
    imported: bool
    lines: int


def install(as_of: date, *, seed: int = 0, on_step: OnStep = lambda _done, _total, _step: None) -> Installed:
    """Install what is missing; raises AnotherCompanyError where the folder is another organisation's."""
    with transaction.atomic():
        organisation = _organisation(seed)
        for person in (*PEOPLE, *(Person(*one) for one in colleagues.COLLEAGUES)):
            _person(person)
    loaded = Import.objects.filter(source__name=SOURCE, state=State.LOADED).first()
    if loaded is None:
        with tempfile.TemporaryDirectory() as folder:
            on_step(0, None, "generating")
            _rates(Path(folder), as_of, seed)
            file = Path(folder) / f"ventes_garonne_{simulate.last_month(as_of)}.parquet"
            write_parquet(simulate.lines(as_of, seed).to_batches(), file)
            item = actions.take_in(file, source=SOURCE, on_progress=on_step)
        on_step(0, None, "costs")
        costs.tell(folders.facts(), seed)
        write_standings(folders.facts())
        on_step(0, None, "check-ups")
        _inflation()
        _managed()
        outlooks.tell(_of(Role.DIRECTOR))
        grids.tell(_of(Role.DIRECTOR), as_of)
        potential.tell(_of(Role.DIRECTOR), folders.facts(), seed)
        assessments.tell(_of(Role.DIRECTOR), [_of(Role.HEAD), _of(Role.MANAGER)], seed)
        _decided(as_of)
        _frozen(as_of)
        review.tell(_of(Role.DIRECTOR))
        _staffed()
        watch.explain()
        return Installed(organisation.name, PEOPLE, imported=True, lines=item.accepted)
    _managed()
    grids.tell(_of(Role.DIRECTOR), as_of)
    potential.tell(_of(Role.DIRECTOR), folders.facts(), seed)
    assessments.tell(_of(Role.DIRECTOR), [_of(Role.HEAD), _of(Role.MANAGER)], seed)
    _decided(as_of)
    review.tell(_of(Role.DIRECTOR))
    _staffed()
    watch.explain()
    return Installed(organisation.name, PEOPLE, imported=False, lines=loaded.accepted)


def _staffed() -> None:
    """Who leads what, who is known at clients, who stands behind the managers."""
    colleagues.lead(_of(Role.DIRECTOR))
    teams.tell(_of(Role.DIRECTOR))
    competencies.tell(_of(Role.DIRECTOR), _of(Role.HEAD))
    people.tell(_of(Role.DIRECTOR))
    matching.tell(_of(Role.DIRECTOR))
    requests.tell()
    commitments.tell(_of(Role.DIRECTOR))
    programme.tell(_of(Role.DIRECTOR))
    watch.tell(_of(Role.DIRECTOR))
    facts.tell()
    papers.tell(_of(Role.DIRECTOR))
    plans.tell(_of(Role.DIRECTOR))
    templates.tell(_of(Role.DIRECTOR))
    initiatives.tell(_of(Role.DIRECTOR))
    value.tell(_of(Role.DIRECTOR))
    treatments.tell(_of(Role.DIRECTOR))
    whitespace.tell(_of(Role.DIRECTOR))
    ideas.tell(_of(Role.DIRECTOR))
    meetings.tell()
    negotiations.tell()
    playbooks.tell(_of(Role.DIRECTOR))
    kpis.tell(_of(Role.DIRECTOR))
    plan_versions.tell()
    spaces.tell()
    voices.tell()
    signing.tell()


def _decided(as_of: date) -> None:
    """The tiers, and the sessions that gave them."""
    decisions.tell(as_of, director=_of(Role.DIRECTOR), head=_of(Role.HEAD), manager=_of(Role.MANAGER))


def _organisation(seed: int) -> Organisation:
    """The company's row; its own firms are left out of every figure."""
    there = Organisation.objects.filter(pk=1).first()
    if there is not None:
        if there.name != company.NAME:
            raise AnotherCompanyError(there.name)
        return there
    made = Organisation.objects.create(
        pk=1,
        name=company.NAME,
        base_currency=company.BASE,
        left_out=intercompany_codes(seed),
        second_factor_roles=[],
        elevation_minutes=0,
    )
    record(None, "organisation.created", made, after={"name": made.name, "base_currency": made.base_currency})
    return made


def _person(person: Person) -> User:
    """The person with their role; a password that was changed since stays changed."""
    user = User.objects.filter(email=person.email).first()
    if user is not None:
        return user
    above = User.objects.filter(email=person.reports_to).first() if person.reports_to else None
    made = add_person(
        email=person.email,
        name=person.name,
        password=None,
        roles=[Held(person.role)],
        by=None,
        reports_to=above,
    )
    made.password = _digest()
    made.save(update_fields=["password"])
    return made


@cache
def _digest() -> str:
    """The digest of the password they all have, which takes its second to make."""
    return make_password(PASSWORD)


def _rates(folder: Path, as_of: date, seed: int) -> None:
    """The company's own rates, so that the figures do not depend on the days the ECB's history covers."""
    if RateTable.objects.filter(name=RATES).exists():
        return
    file = folder / RATES
    pa_csv.write_csv(simulate.rates(as_of, seed), file, pa_csv.WriteOptions(quoting_style="none"))
    actions.add_rates(_pieces(file), RATES, None, confirmed=True)


def _inflation() -> None:
    """Consumer prices of a country for each zone, as published; the years not published yet are said to be supposed."""
    if not ZoneInflation.objects.exists():
        tell_inflation(None, read_inflation(INFLATION).lines, INFLATION.name)
        for zone, area in company.AREAS.items():
            choose_area(None, zone, area)


def _pieces(file: Path) -> Iterator[bytes]:
    yield file.read_bytes()


def _managed() -> None:
    """Give the demo manager their accounts, where nobody has been named."""
    director = _of(Role.DIRECTOR)
    manager = _of(Role.MANAGER)
    for account in access.every_account().filter(name__in=LED, manager=None):
        name_manager(director, account, manager)


def _frozen(as_of: date) -> None:
    """The check-ups of the quarters before, so that there is something to compare with."""
    director = _of(Role.DIRECTOR)
    if FrozenCheckup.objects.exists():
        return
    last = simulate.last_month(as_of)
    for months in EARLIER:
        end = (last - months + 1).astype("datetime64[D]") - 1
        start = (last - months - 11).astype("datetime64[D]")
        question = asked(director, {"period": f"{start}..{end}"})
        if question is not None:
            freeze_checkup(director, question)


def _of(role: Role) -> User:
    return User.objects.get(email=next(person.email for person in PEOPLE if person.role == role))
