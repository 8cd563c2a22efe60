"""The company's own segments where its sales lines do not say them: small tables someone imported."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from trousseau.portfolio.models.frozen import public_id


class SegmentTable(models.Model):
    """A table of accounts and segments; the same name again replaces it."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    name = models.CharField(max_length=80, unique=True)
    file = models.CharField(max_length=255)
    at = models.DateTimeField(auto_now=True)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class SegmentEntry(models.Model):
    """The segment of one account in a table."""

    table = models.ForeignKey(SegmentTable, on_delete=models.CASCADE, related_name="entries")
    account = models.CharField(max_length=400)
    """The ledger's account."""
    segment = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("table", "account"), name="one_segment_an_account"),)

    def __str__(self) -> str:
        return f"{self.account}: {self.segment}"
