"""Jobs started by the clock: each rhythm has a row with its next time, moved by a conditional update.

Several workers look; the one whose update changes the row starts the job. A machine that slept starts it
once, not once per missed turn.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from trousseau.jobs import actions, registry
from trousseau.jobs.models import Job, Schedule


def tick() -> list[Job]:
    """Start what is due; gives the jobs started. The first time a rhythm is seen, it is due at once."""
    started = []
    now = timezone.now()
    for rhythm in registry.rhythms():
        row, _new = Schedule.objects.get_or_create(name=rhythm.kind, defaults={"next_at": now})
        if row.next_at > now:
            continue
        with transaction.atomic():
            mine = Schedule.objects.filter(pk=row.pk, next_at=row.next_at).update(next_at=now + rhythm.every)
            if mine and not actions.unfinished(rhythm.kind) and rhythm.needed():
                started.append(actions.start(rhythm.kind))
    return started
