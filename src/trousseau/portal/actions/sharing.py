"""Showing one thing to the client, or no longer: the one door, whatever kind of thing it is."""

from __future__ import annotations

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.accounts.models import Account
from trousseau.portal.access import demand_sharing
from trousseau.portal.items import KINDS


def share(
    user: User, account: Account, kind: str, public_id: str, *, shared: bool = True, confirmed: bool = False
) -> Model:
    """Let the client see one thing of an account, or no longer; gives the thing.

    `confirmed`: that it is none of what must stay with us, asked where the thing itself cannot tell.

    Raises:
        PermissionDenied: someone else decides what this client sees.
        ValidationError: it is gone, or it must stay with us, and why.
    """
    demand_sharing(user, account)
    of = KINDS[kind]
    with transaction.atomic():
        found: Model | None = of.rows(account).select_for_update(of=("self",)).filter(public_id=public_id).first()
        if found is None:
            raise ValidationError({NON_FIELD_ERRORS: _("It is no longer there: somebody took it away meanwhile.")})
        if getattr(found, of.flag) == shared:
            return found
        if shared and (why := of.barred(found)):
            raise ValidationError({NON_FIELD_ERRORS: str(why)})
        if shared and not confirmed and (sworn := of.confirm(found)):
            raise ValidationError({NON_FIELD_ERRORS: _("Confirm it first: %(what)s") % {"what": sworn}})
        setattr(found, of.flag, shared)
        changed = [of.flag]
        if hasattr(found, "revision"):
            found.revision += 1
            changed.append("revision")
        found.save(update_fields=changed)
        label = getattr(found, of.title)
        verb = "space.shared" if shared else "space.unshared"
        told: dict[str, object] = {"kind": kind, "id": public_id, "what": label}
        if shared and of.confirm(found):
            told["confirmed"] = True
        audit.record(user, verb, account, after=told)
    return found
