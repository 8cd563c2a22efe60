"""The ideas of a space, with their votes."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from trousseau.access.models import User
from trousseau.portal.access import Window
from trousseau.portal.models import Awaited, Comment, Proposal, ProposalState, Said, Space, Vote


def proposals_of(space: Space, reader: User | None = None) -> QuerySet[Proposal]:
    """Ideas of a space: the open ones first, by votes; `voted`: whether the reader is for it."""
    comments = Comment.objects.filter(space=OuterRef("space"), kind="proposal", item=OuterRef("public_id"))
    counted = comments.order_by().values("item").annotate(n=Count("pk")).values("n")
    votes = Vote.objects.filter(proposal=OuterRef("pk")).order_by().values("proposal")
    due = Awaited.objects.filter(space=OuterRef("space"), kind=Said.PROPOSAL, item=OuterRef("public_id"))
    mine = Vote.objects.filter(proposal=OuterRef("pk"), user=reader.pk if reader else None)
    return (
        Proposal.objects.filter(space=space)
        .select_related("author", "answered_by", "into", "action", "initiative")
        .annotate(
            count=Coalesce(Subquery(votes.annotate(n=Count("pk")).values("n")), Value(0)),
            said=Coalesce(Subquery(counted), Value(0)),
            voted=Exists(mine),
            due=Subquery(due.filter(answered_at=None).values("due")[:1]),
        )
        .order_by("-count", "-at")
    )


def unvoted(window: Window) -> int:
    """How many open ideas of ours wait for the vote of who looks."""
    if window.member is None:
        return 0
    mine = Vote.objects.filter(proposal=OuterRef("pk"), user=window.member.user)
    open_ = Proposal.objects.filter(space=window.space, state=ProposalState.OPEN, ours=True)
    return open_.exclude(Exists(mine)).count()


def titles(space: Space) -> Mapping[str, str]:
    """The ideas of a space that others can be merged into."""
    rows = Proposal.objects.filter(space=space).exclude(state=ProposalState.MERGED)
    return dict(rows.values_list("public_id", "title"))
