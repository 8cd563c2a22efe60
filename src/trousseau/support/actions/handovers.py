"""Handing an account over: begun when another manager is named, done when they say so; the pack is kept."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.jobs import actions as jobs
from trousseau.jobs.models import Job
from trousseau.notices.telling import tell
from trousseau.support.models import Handover, Paper
from trousseau.support.papers import compose, typesetting
from trousseau.support.papers.handover import open_handover, path_of

LONG = 1_000
"""Rows from which a pack is made by a job: setting so many takes seconds."""
JOB = "handover_pack"
KIND = "handover.begun"


def begin(account: Account, before: User | None, now: User | None) -> None:
    """Open a hand-over when an account changes hands; in the transaction that names the manager."""
    standing = open_handover(account)
    if standing is not None and (before is None or standing.taking_id is None) and now is not None:
        if standing.leaving_id == now.pk:
            _close(standing, None)
            return
        standing.taking = now
        standing.save(update_fields=["taking"])
        _tell(standing)
        return
    if before is None:
        return
    if standing is not None:
        _close(standing, None)
        if now is not None and standing.leaving_id == now.pk:
            return
    _tell(Handover.objects.create(account=account, leaving=before, taking=now))


def finish(user: User, account: Account) -> Handover | None:
    """Say that an account is taken over: who takes it, or a director; None where there is nothing to finish."""
    with transaction.atomic():
        standing = Handover.objects.select_for_update().filter(account=account, done_at=None).first()
        if standing is None:
            return None
        if standing.taking_id != user.pk and "director" not in user.roles:
            raise PermissionDenied
        _close(standing, user)
        record(user, "handover.done", account, after={"taking": str(standing.taking or "")})
    return standing


def take(user: User, account: Account, language: str) -> Paper | Job:
    """Make the hand-over pack, keep it and write who took it; a job where it is long."""
    if not may(user, "take_handover") or not access.sees(user, account):
        raise PermissionDenied
    with override(language):
        sheet = compose.handover(user, account)
    if sheet.rows <= LONG:
        content = _set(sheet, language)
        with transaction.atomic():
            paper = Paper.objects.create(account=account, by=user, language=language)
            _keep(paper, content)
        return paper
    with transaction.atomic():
        paper = Paper.objects.create(account=account, by=user, language=language)
        return jobs.start(JOB, {"paper": paper.pk}, user)


def make(paper: Paper) -> None:
    """Make a pack that was asked for, with what who asked may see now."""
    if paper.by is None or not access.visible_to(paper.by).filter(pk=paper.account_id).exists():
        raise PermissionDenied
    with override(paper.language):
        sheet = compose.handover(paper.by, paper.account)
    content = _set(sheet, paper.language)
    with transaction.atomic():
        _keep(paper, content)


def _set(sheet: compose.Sheet, language: str) -> bytes:
    with override(language):
        return typesetting.pdf("handover", sheet.data())


def _keep(paper: Paper, content: bytes) -> None:
    """Write the file whole or not at all, then who took it."""
    target = path_of(paper)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".new")
    fresh.write_bytes(content)
    fresh.replace(target)
    paper.size = len(content)
    paper.save(update_fields=["size"])
    record(paper.by, "handover.taken", paper.account, after={"language": paper.language, "size": paper.size})


def _close(standing: Handover, by: User | None) -> None:
    standing.done_at, standing.done_by = timezone.now(), by
    standing.save(update_fields=["done_at", "done_by"])


def _tell(standing: Handover) -> None:
    """Tell both; once for each pair of people."""
    names = {
        "account": standing.account.name, "leaving": str(standing.leaving or ""), "taking": str(standing.taking or ""),
    }  # fmt: skip
    for person in (standing.leaving, standing.taking):
        if person is not None:
            url = reverse("support:team", args=[standing.account.public_id])
            tell(person, KIND, key=f"{standing.pk}-{standing.taking_id}", url=url, **names)
