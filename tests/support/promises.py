"""Making promises in a test."""

from __future__ import annotations

import datetime as dt

from trousseau.support.actions.commitments import Promised, promise
from trousseau.support.models.commitments import Commitment


def made(scene, *, by=None, owner=None, what="Plan qualité", in_days=10, visible=False, **said) -> Commitment:
    """A promise of the manager, due in some days; a past one was promised 60 days ago."""
    user = by or scene.manager
    due = scene.today + dt.timedelta(days=in_days)
    said.setdefault("contact", scene.contact)
    said.setdefault("promised_on", min(scene.today, due) - dt.timedelta(days=60))
    one = promise(user, scene.account, Promised(what=what, due=due, owner=owner or user, **said))
    if visible:
        Commitment.objects.filter(pk=one.pk).update(visible=True)
        one.visible = True
    return one
