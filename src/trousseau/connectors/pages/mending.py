"""What is to be mended of a connection, as its pages show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.connectors import labels, wording
from trousseau.connectors.models import Connection
from trousseau.connectors.queries import mending as queries

AT_ONCE = 50


def section(user: User, connection: Connection) -> Mapping[str, Any] | None:
    """The section of a connection's page: how much there is; None where nothing is."""
    records, back = queries.troubled(user, connection).count(), queries.kept_back(user, connection).count()
    return {"connection": connection, "records": records, "back": back} if records or back else None


def page(user: User, connection: Connection, request: HttpRequest) -> Mapping[str, Any]:
    """The page: records with their problems as sentences, and what the CRM does not let us write."""
    records = Paginator(queries.troubled(user, connection), AT_ONCE).get_page(request.GET.get("page"))
    back = Paginator(queries.kept_back(user, connection), AT_ONCE).get_page(request.GET.get("back"))
    return {
        "connection": connection,
        "page": records,
        "records": [(one, labels.part(one.entity), wording.problems(connection, one.problems)) for one in records],
        "back_page": back,
        "back": [(one, wording.held_back(connection, one)) for one in back],
        "may_manage": may(user, "manage_connections"),
    }
