"""How the company's files look: its own template, its logo, its colour."""

from __future__ import annotations

from django.conf import settings
from django.db import models

THE_ONE = 1


class Papers(models.Model):
    """The one row of it; read through `decks.company`, written by `actions.papers` only."""

    brand = models.CharField(max_length=7, blank=True)
    """#rrggbb; "": ours."""
    template = models.BinaryField(null=True, blank=True)
    """A .pptx that was looked through; None: ours."""
    template_name = models.CharField(max_length=200, blank=True)
    lacks = models.JSONField(default=list, blank=True)
    """What the template does not have though it may: “content.logo”."""
    logo = models.BinaryField(null=True, blank=True)
    """PNG, whatever was given."""
    logo_name = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return f"papers, version {self.version}"
