"""How long things are kept: decided by an administrator."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from trousseau.access.audit import record
from trousseau.access.models import Organisation, User
from trousseau.access.rules import may
from trousseau.trust.models import Keeping

NAMES = ("audit", "looks", "notices", "invitations", "contacts_left")


def change_keeping(user: User, **months: int | None) -> Keeping:
    """Keep things for as many months; None: for ever. Only what differs is recorded."""
    if not may(user, "manage_privacy"):
        raise PermissionDenied
    with transaction.atomic():
        kept, _new = Keeping.objects.select_for_update().get_or_create(pk=1)
        before = {name: getattr(kept, name) for name in NAMES}
        for name in NAMES:
            setattr(kept, name, months.get(name, before[name]))
        kept.full_clean()
        kept.save()
        changed = [name for name in NAMES if getattr(kept, name) != before[name]]
        if changed:
            said = {name: getattr(kept, name) for name in changed}
            old = {name: before[name] for name in changed}
            record(user, "privacy.keeping_changed", Organisation.current(), before=old, after=said)
    return kept
