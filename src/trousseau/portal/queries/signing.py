"""What a client is asked to sign with us."""

from __future__ import annotations

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from trousseau.portal.access import Window
from trousseau.portal.models import Answer, Cosigning, Signature, Space

BESIDE = ("asked_by", "countersigned_by", "version")


def cosignings(space: Space) -> QuerySet[Cosigning]:
    """All that was asked in a space, latest first, with who answered."""
    given = Prefetch("signatures", Signature.objects.select_related("by"))
    found = Cosigning.objects.filter(space=space)
    return found.select_related(*BESIDE).defer("version__content").prefetch_related(given)


def asked_now(window: Window) -> Cosigning | None:
    """What was asked last and not withdrawn, without its text; with `mine`, the answer of who looks."""
    user = window.member.user_id if window.member else None
    mine = Signature.objects.filter(cosigning=OuterRef("pk"), by=user).values("answer")[:1]
    found = (
        Cosigning.objects.filter(space=window.space, withdrawn_at=None)
        .select_related(*BESIDE)
        .defer("content", "version__content")
    )
    return found.annotate(mine=Subquery(mine)).first()


def before(one: Cosigning) -> Cosigning | None:
    """What somebody of the client signed last before it."""
    found = Cosigning.objects.filter(
        space=one.space_id, asked_at__lt=one.asked_at, withdrawn_at=None, signatures__answer=Answer.SIGNED
    )
    return found.select_related("version").distinct().first()
