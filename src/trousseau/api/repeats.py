"""A write that is sent twice is done once: its program names it by a key, and gets the first answer again."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.models import ApiToken
from trousseau.api.models import Repeat
from trousseau.jobs.progress import Progress

KEPT = dt.timedelta(hours=24)
LONGEST = 255
TOLD = ("Content-Type", "ETag", "Location")


class _RefusedError(Exception):
    """The work was refused: nothing of it stays, and its key is free again."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__(response.status_code)
        self.response = response


def once(request: HttpRequest, token: ApiToken, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Do the work of a request; under an `Idempotency-Key` only once in 24 hours, and give its answer again.

    What is refused keeps nothing, so that the same key may be used for the mended call.

    Raises:
        ValidationError: the key was used for something else, or is too long.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return work()
    if len(key) > LONGEST or not key.isprintable():
        raise ValidationError({"Idempotency-Key": _("A key has at most 255 characters, all of them printable.")})
    try:
        with transaction.atomic():
            return _kept(token, key, _digest(request), work)
    except _RefusedError as refused:
        return refused.response


def _kept(token: ApiToken, key: str, digest: str, work: Callable[[], HttpResponse]) -> HttpResponse:
    mine = Repeat.objects.filter(token=token, key=key)
    try:
        with transaction.atomic():  # who asks the same at this moment waits here for the first answer
            row = Repeat.objects.create(token=token, key=key, digest=digest)
    except IntegrityError:
        gone, _each = mine.filter(at__lt=timezone.now() - KEPT).delete()
        return _kept(token, key, digest, work) if gone else _again(mine.get(), digest)
    response = work()
    if not 200 <= response.status_code < 300:
        raise _RefusedError(response)
    row.status, row.body = response.status_code, response.content.decode()
    row.headers = {name: response.headers[name] for name in TOLD if name in response.headers}
    row.save()
    return response


def _again(row: Repeat, digest: str) -> HttpResponse:
    if row.digest != digest:
        raise ValidationError(
            {"Idempotency-Key": _("This key was used for another call: give each call a key of its own.")}
        )
    response = HttpResponse(row.body, status=row.status, headers=row.headers)
    response.headers["Idempotent-Replayed"] = "true"
    return response


def _digest(request: HttpRequest) -> str:
    asked = hashlib.sha256(
        f"{request.method} {request.get_full_path()}\n{request.headers.get('If-Match', '')}\n".encode()
    )
    asked.update(request.body)
    return asked.hexdigest()


def any_old() -> bool:
    """Whether an answer is kept whose time is over."""
    return _old().exists()


def forget_kept(_progress: Progress) -> dict[str, int]:
    """Drop the answers whose time is over; gives how many."""
    gone, _each = _old().delete()
    return {"forgotten": gone}


def _old() -> QuerySet[Repeat]:
    return Repeat.objects.filter(at__lt=timezone.now() - KEPT)
