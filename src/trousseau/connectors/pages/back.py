"""The dry run of what goes back: record by record what the CRM says, and what would be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest

from trousseau.access.models import User
from trousseau.connectors import dryrun, fields, labels
from trousseau.connectors.models import Connection, Remote
from trousseau.connectors.queries import mending

AT_ONCE = 50


@dataclass(frozen=True)
class Writing:
    """What would be written into one record."""

    record: Remote
    values: list[tuple[str, str, str]] = field(default_factory=list)
    """What it is, what the CRM says, what it would say."""


def section(_user: User, connection: Connection) -> Mapping[str, Any]:
    """The section of a connection's page."""
    rows = fields.outbound(connection)
    return {
        "connection": connection,
        "targets": [labels.target(name) for name in rows],
        "waits": dryrun.waiting(connection).count() if rows else 0,
    }


def page(user: User, connection: Connection, request: HttpRequest) -> Mapping[str, Any]:
    """The page of the dry run, as it was last worked out."""
    waits = dryrun.waiting(connection)
    records = waits.order_by("record_id").values_list("record_id", flat=True).distinct()
    shown = Paginator(records, AT_ONCE).get_page(request.GET.get("page"))
    found: dict[int, Writing] = {}
    for one in waits.filter(record__in=list(shown)):
        writing = found.setdefault(one.record_id, Writing(one.record))
        writing.values.append((labels.target(one.target), _said(one.record.back.get(one.target)), _said(one.wanted)))
    return {
        "connection": connection,
        "rows": [
            (labels.target(name), row.places[0] if row.places else "")
            for name, row in fields.outbound(connection).items()
        ],
        "page": shown,
        "writings": list(found.values()),
        "values": waits.count(),
        "kept_back": mending.kept_back(user, connection).count(),
        "seen": dryrun.seen(connection),
    }


def _said(value: object) -> str:
    return "" if value is None else str(value)
