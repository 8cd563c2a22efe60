"""Files kept with an account."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from trousseau.accounts.models import Account, opaque_id


class Document(models.Model):
    """A file of an account, kept in the data folder under its digest; written by `actions.documents.keep`."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="documents")
    name = models.CharField(max_length=200)
    """As the person called it, without its folder."""
    kind = models.CharField(max_length=100)
    """The type its first bytes say, not the one the browser claims."""
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    subject = models.CharField(max_length=200, blank=True)
    listed = models.BooleanField(default=True)
    """False: it belongs to a thread, and is listed there."""
    shared = models.BooleanField(default=False)
    """Whether the client sees it; private until somebody decides."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return self.name
