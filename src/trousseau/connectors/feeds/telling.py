"""Who is told of what a source brought that needs somebody: who imports sales lines, and administrators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from trousseau.access.models import Role, User
from trousseau.connectors.feeds.errors import sentence
from trousseau.connectors.models import Feed, FeedRun, Piece, Run
from trousseau.imports.models import State
from trousseau.notices.telling import Telling, tell_all

WAITS, STANDS = "feed.waits", "feed.stands"
ROLES = (Role.CONTROLLER, Role.ADMINISTRATOR)


def refused(feed: Feed, piece: Piece) -> None:
    """Tell, once for each content of a file, that it was refused or waits."""
    item = piece.item
    open_ = item is not None and item.state in {State.DRAFT, State.ASKING, State.FAILED}
    page = reverse("imports:import", args=[item.public_id]) if item is not None and open_ else _page(feed)
    told = {"feed": feed.name, "code": piece.code, "told": piece.params}
    _tell(WAITS, f"{feed.public_id} {piece.pk} {piece.sha256[:16]} {piece.code}", page, told)


def stands(run: FeedRun, code: str, told: Mapping[str, Any]) -> None:
    """Tell, once until it works again, that nothing of a source can be read."""
    good = FeedRun.objects.filter(feed=run.feed, state=Run.State.DONE).order_by("-pk").values_list("pk", flat=True)
    key = f"{run.feed.public_id} {code} {good.first() or 0}"
    _tell(STANDS, key, _page(run.feed), {"feed": run.feed.name, "code": code, "told": dict(told)})


def text(told: Mapping[str, Any]) -> str:
    """The sentence of either, in the language of who reads it."""
    why = sentence(str(told["code"]), told["told"])
    return gettext("Source “{feed}”: {why}").format(feed=told["feed"], why=why)


def _page(feed: Feed) -> str:
    return reverse("connectors:feed", args=[feed.public_id])


def _tell(kind: str, key: str, page: str, told: Mapping[str, Any]) -> None:
    people = User.objects.filter(is_active=True, assignments__role__in=ROLES).distinct()
    tell_all(kind, [Telling(one, key, page, told) for one in people])
