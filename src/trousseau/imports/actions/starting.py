"""Starting what takes long: an import's check, load or undo, as a job."""

from __future__ import annotations

from django.db import transaction

from trousseau.access.models import User
from trousseau.imports.models import Import, State
from trousseau.jobs import actions as jobs


def start(user: User, item: Import, kind: str, state: State) -> None:
    """Start a job on an import, unless another request was quicker."""
    params: dict[str, object] = {"import_id": item.pk}
    if kind == "undo":
        params["user_id"] = user.pk
    with transaction.atomic():
        if Import.objects.filter(pk=item.pk, state=item.state).update(state=state, error_code="", error_params={}):
            item.job = jobs.start(kind, params, user)
            Import.objects.filter(pk=item.pk).update(job=item.job)
