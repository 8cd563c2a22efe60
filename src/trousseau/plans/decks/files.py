"""Decks as files: who takes which, written how, called what; taking one leaves its trace."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from trousseau.access import audit
from trousseau.access.models import Organisation, User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.plans.decks import company, composing, paper, powerpoint, programme_slides, programme_workbook, workbook
from trousseau.plans.decks.given import Given
from trousseau.plans.decks.slides import Kind
from trousseau.plans.models import Plan

OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "pptx": f"{OFFICE}.presentationml.presentation",
    "pdf": "application/pdf",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class File:
    """A file ready to be taken."""

    name: str
    type: str
    content: bytes


def of_plan(user: User, plan: Plan, kind: Kind, ending: str) -> File:
    """A deck of a plan, written."""
    if not may(user, "read_plans") or not access.sees(user, plan.account):
        raise PermissionDenied
    content = WRITERS[ending](user, plan, kind)
    with transaction.atomic():
        audit.record(user, "plan.taken", plan.account, after={"what": kind, "as": ending, "plan": plan.public_id})
    name = plain(f"{composing.TITLES[kind]} {plan.account.name}")
    return File(f"{name}.{ending}", TYPES[ending], content)


def of_programme(user: User, ending: str) -> File:
    """The review of the programme, written."""
    if not may(user, "read_programme"):
        raise PermissionDenied
    content = OF_PROGRAMME[ending](user)
    with transaction.atomic():
        audit.record(user, "programme.taken", Organisation.current(), after={"as": ending})
    return File(f"{plain(str(composing.TITLES['programme']))}.{ending}", TYPES[ending], content)


def _pptx(user: User, plan: Plan, kind: Kind) -> bytes:
    return powerpoint.written(composing.of_plan(user, plan, kind), company.look())


def _pdf(user: User, plan: Plan, kind: Kind) -> bytes:
    return paper.written(composing.of_plan(user, plan, kind), company.look())


def _xlsx(user: User, plan: Plan, kind: Kind) -> bytes:
    return workbook.of_plan(Given(user, plan, client=kind == "review"), company.look())


WRITERS: dict[str, Callable[[User, Plan, Kind], bytes]] = {"pptx": _pptx, "pdf": _pdf, "xlsx": _xlsx}

OF_PROGRAMME: dict[str, Callable[[User], bytes]] = {
    "pptx": lambda user: powerpoint.written(programme_slides.of_programme(user), company.look()),
    "pdf": lambda user: paper.written(programme_slides.of_programme(user), company.look()),
    "xlsx": lambda user: programme_workbook.of_programme(user, company.look()),
}


def plain(text: str) -> str:
    """A name that every system takes for a file: no accents, no signs."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "".join(sign if sign.isalnum() or sign in " -" else "_" for sign in ascii_only).strip()[:100] or "trousseau"
