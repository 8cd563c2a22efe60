"""The threads of comments: of what the client sees, and for us also of what they see no longer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from trousseau.accounts.models import Account
from trousseau.portal.access import Window
from trousseau.portal.items import KINDS, seen
from trousseau.portal.models import Comment, Proposal, Space

PROPOSAL = "proposal"


@dataclass(frozen=True)
class Thread:
    """Something that is spoken about: its kind, its public id, what it is called."""

    kind: str
    item: str
    title: str

    @property
    def key(self) -> str:
        """What stands for it where an answer is promised."""
        return f"{self.kind}:{self.item}"


def thread_or_404(window: Window, kind: str, item: str) -> Thread:
    """A thread as the client may read it: of what is shared with them now, or of an idea of their space."""
    if kind == PROPOSAL:
        return _of_proposal(window.space, item)
    if kind not in KINDS:
        raise Http404
    for one in seen(window, kind):
        if one.public_id == item:
            return Thread(kind, item, str(getattr(one, KINDS[kind].title)))
    raise Http404


def our_thread_or_404(space: Space, kind: str, item: str) -> Thread:
    """The same for us: a thing that is no longer shared keeps what was said of it."""
    if kind == PROPOSAL:
        return _of_proposal(space, item)
    of = KINDS.get(kind)
    one = of.model._default_manager.filter(public_id=item, **{of.of: space.account}).first() if of else None  # noqa: SLF001 - documented door
    if of is None or one is None:
        raise Http404
    return Thread(kind, item, str(getattr(one, of.title)))


def said_in(space: Space, thread: Thread) -> QuerySet[Comment]:
    """What was said in a thread, earliest first."""
    return Comment.objects.filter(space=space, kind=thread.kind, item=thread.item).select_related("author")


def threads_of(account: Account, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Thread]:
    """What threads are called, by (kind, public id): one query a kind."""
    found: dict[tuple[str, str], Thread] = {}
    for kind in {kind for kind, _item in keys}:
        items = [item for one, item in keys if one == kind]
        title = "title" if kind == PROPOSAL else KINDS[kind].title
        rows: QuerySet[Any] = Proposal.objects.filter(space__account=account)
        if kind != PROPOSAL:
            rows = KINDS[kind].model._default_manager.filter(**{KINDS[kind].of: account})  # noqa: SLF001 - as above
        told = rows.filter(public_id__in=items).values_list("public_id", title)
        found |= {(kind, item): Thread(kind, item, said) for item, said in told}
    return found


def _of_proposal(space: Space, item: str) -> Thread:
    one = Proposal.objects.filter(space=space, public_id=item).first()
    if one is None:
        raise Http404
    return Thread(PROPOSAL, item, one.title)
