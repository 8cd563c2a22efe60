"""What something happened to: whether a person sees it now, where its page is, and where a program reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model, QuerySet
from django.urls import reverse

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.api import resources, service
from trousseau.api.representing import key_of
from trousseau.knowledge.models import Contact
from trousseau.webhooks.kinds import Kind

Rows = Callable[[User], QuerySet[Any]]


@dataclass(frozen=True)
class Subject:
    """How things of a kind of the trail are found: `account` is the way from one to its account."""

    page: Callable[[Any], str]
    account: str = "account"
    rows: Rows | None = None
    """Who may see which, where that is not what the API lists: who was erased is no longer listed."""


def _page(name: str, *ways: str) -> Callable[[Any], str]:
    return lambda row: reverse(name, args=[key_of(_along(row, way)) for way in ways])


def _people(user: User) -> QuerySet[Contact]:
    return Contact.every.filter(account__in=access.visible_to(user))


_plan = _page("plans:plan", "plan.account")
SUBJECTS: dict[str, Subject] = {
    "accounts.account": Subject(_page("accounts:account", ""), account=""),
    "knowledge.contact": Subject(_page("knowledge:contact", ""), rows=_people),
    "portfolio.frozencheckup": Subject(_page("portfolio:frozen", ""), account="-"),
    "selection.decisionsession": Subject(_page("selection:session", ""), account="-"),
    "plans.treatment": Subject(_page("plans:treatment", "account")),
    "plans.plan": Subject(_page("plans:plan", "account")),
    "plans.objective": Subject(_plan, account="plan.account"),
    "plans.action": Subject(_plan, account="plan.account"),
    "plans.risk": Subject(_plan, account="plan.account"),
    "plans.kpi": Subject(_page("plans:kpi", "plan.account", ""), account="plan.account"),
    "plans.meeting": Subject(_page("plans:meeting", "account", "")),
    "support.commitment": Subject(_page("accounts:account", "account")),
    "imports.import": Subject(_page("imports:import", ""), account="-"),
    "webhooks.endpoint": Subject(_page("webhooks:one", ""), account="-", rows=lambda user: user.webhooks.all()),
}
"""By what the trail calls them; `account="-"`: of no account."""


def seen(user: User, kind: Kind, target_type: str, target_id: str) -> Model | None:
    """The thing that something happened to, where a person may see it and know of that kind; else None."""
    subject, model = SUBJECTS[target_type], apps.get_model(target_type)
    if not may(user, kind.rule):
        return None
    if subject.rows is None:
        service.open_rooms()
        resource = resources.of(model)
        rows = resource.rows(user) if resource and may(user, resource.rule) else model._default_manager.none()  # noqa: SLF001 - Django's documented name
    else:
        rows = subject.rows(user)
    found: Model | None = rows.filter(pk=target_id).first()
    return found


def told(row: Model, target_type: str) -> dict[str, Any]:
    """How a receiver finds it: its kind, its id, its page, its place in the API, and the account it belongs to."""
    subject = SUBJECTS[target_type]
    said = _place(row) | {"url": f"{settings.ADDRESS}{subject.page(row)}"}
    return said if subject.account == "-" else said | {"account": _place(_along(row, subject.account))}


def _place(row: Model) -> dict[str, Any]:
    """A thing by its kind and id, with its address in the API."""
    service.open_rooms()
    resource = resources.of(type(row))
    name = resource.name if resource else str(type(row)._meta.model_name)  # noqa: SLF001 - Django's documented door
    return {"kind": name, "id": key_of(row), "api": f"{settings.ADDRESS}/api/v1/{name}/{key_of(row)}"}


def _along(row: Any, way: str) -> Any:  # noqa: ANN401 - of the model
    for name in filter(None, way.split(".")):
        row = getattr(row, name)
    return row
