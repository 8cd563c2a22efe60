"""Taking an import back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.imports import folders
from trousseau.imports.actions.permission import demand
from trousseau.imports.actions.refreshing import refresh, silent
from trousseau.imports.actions.relay import OnProgress, relayed
from trousseau.imports.models import Import, Quarantined, State
from trousseau.jobs.registry import JobError
from trousseau.ledger.store import StoreError


def undo(
    item: Import, *, user: User | None = None, on_progress: OnProgress = silent, refreshing: bool = True
) -> Import:
    """Take an import back, then refresh: its lines go, those it replaced return. Twice changes nothing.

    Raises PermissionDenied, StoreError (`undo_too_old`…), JobError `not_loaded`.
    """
    demand(user, "undo_import")
    item.refresh_from_db()
    if item.state != State.UNDONE:
        if not Import.objects.filter(pk=item.pk, state__in=(State.LOADED, State.UNDOING)).update(state=State.UNDOING):
            raise JobError("not_loaded", name=item.name)
        try:
            ledger, name = folders.ledger(), item.public_id
            after = {"removed": 0, "changed": 0, "version": item.version}
            if item.new or item.changed or item.removed:
                written = relayed(lambda report: ledger.undo(name, on_progress=report), on_progress, step="undoing")
                after = {"removed": written.removed, "changed": written.changed, "version": written.version}
            # else it changed nothing: the ledger has no version of it to take back
        except StoreError:
            Import.objects.filter(pk=item.pk).update(state=State.LOADED)
            raise
        with transaction.atomic():
            item.state, item.undone_at, item.undone_by = State.UNDONE, timezone.now(), user
            item.save(update_fields=["state", "undone_at", "undone_by"])
            Quarantined.objects.filter(loaded_by=item).update(loaded_by=None)
            record(user, "import.undone", item, before={"version": item.version}, after=after)
    if refreshing:
        refresh(on_progress=on_progress)
    return item
