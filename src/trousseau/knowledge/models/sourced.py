"""Every fact has its source, its date and who told it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Sourced(models.Model):
    """What someone told of a client: from where, as of when, by whom."""

    source = models.CharField(max_length=300, blank=True)
    """As people say it: a meeting, an annual report, a web page."""
    said_on = models.DateField()
    """The day the fact was true, as far as the source tells."""
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1)
    """Counted up with every change: who saves an older one is told what changed meanwhile."""

    class Meta:
        abstract = True
