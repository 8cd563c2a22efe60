"""What the pages of notices show."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.notices import kinds, queries
from trousseau.notices.models import Notice

PER_PAGE = 50


@dataclass(frozen=True)
class Line:
    """One notice in words."""

    notice: Notice
    text: str
    kind: str


def notices(user: User, page: str | None, *, unread_only: bool) -> dict[str, Any]:
    """The list, day by day."""
    found = queries.of(user).filter(kind__in=[kind.name for kind in kinds.known()])
    if unread_only:
        found = found.filter(read_at=None)
    shown = Paginator(found, PER_PAGE).get_page(page)
    lines = [line for notice in shown if (line := _line(notice)) is not None]
    days = [(day, list(those)) for day, those in groupby(lines, key=lambda line: _day(line.notice))]
    return {
        "days": days,
        "page": shown,
        "unread_only": unread_only,
        "finding": _finding(queries.unread(user), shown.paginator.count),
        "today": timezone.localdate(),
    }


def _line(notice: Notice) -> Line | None:
    kind = kinds.find(notice.kind)
    return None if kind is None else Line(notice, kind.text(notice.params), str(kind.label))


def _day(notice: Notice) -> dt.date:
    return timezone.localtime(notice.at).date()


def _finding(unread: int, count: int) -> str:
    if not count:
        return _("Nothing to tell you yet")
    if not unread:
        return _("You have read everything")
    return ngettext(
        "%(unread)d thing you have not read", "%(unread)d things you have not read", unread
    ) % {"unread": unread}  # fmt: skip
