"""Templates of a whole plan (*modèles de plan*), each with all its versions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from trousseau.accounts.models import opaque_id
from trousseau.plans import outlines
from trousseau.plans.outlines import Outline
from trousseau.plans.templates_delivered import delivered


class PlanTemplate(models.Model):
    """A template, without the name of a client: everyone who reads plans reads it. Written by `actions.templates`."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    key = models.CharField(max_length=40, blank=True)
    """Which of the delivered ones it is; "" for a company's own."""
    retired_on = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("key",), condition=~Q(key=""), name="plan_template_delivered_once"),
        )

    def __str__(self) -> str:
        newest = self.versions.first()
        return newest.outline.name if newest else self.key


class TemplateVersion(models.Model):
    """What a template said from a save to the next; never changed. A delivered one says nothing of its own."""

    template = models.ForeignKey(PlanTemplate, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    said = models.JSONField(default=dict, blank=True)
    """As `outlines.Outline.plain` writes it; {}: the delivered one, in the reader's language."""
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("template", "number"), name="plan_template_one_text_a_version"),)

    def __str__(self) -> str:
        return f"{self.template_id} v{self.number}"

    @property
    def outline(self) -> Outline:
        """What it says, in the reader's language where it was delivered."""
        return outlines.read(self.said) if self.said else delivered(self.template.key)
