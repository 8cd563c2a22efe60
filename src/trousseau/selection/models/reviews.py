"""Reviews of the criteria as they were decided, their rhythm, and what people told of plans being carried out."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trousseau.portfolio.models.frozen import Frozen, FrozenQuerySet


class ExecutionTold(Frozen):
    """How much of a client's plan was done by a day, as someone told it; the newest row of a client counts."""

    client = models.CharField(max_length=500, db_index=True)
    """The ledger's key by group: the group's name, or the account where it has none."""
    name = models.CharField(max_length=500)
    until = models.DateField()
    percent = models.DecimalField(max_digits=5, decimal_places=1)
    """Done of what should be done by then."""
    source = models.CharField(max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = FrozenQuerySet.as_manager()

    class Meta:
        ordering = ("-until", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(percent__gte=0) & Q(percent__lte=100), name="execution_is_a_share"),
            models.CheckConstraint(condition=~Q(source=""), name="execution_has_a_source"),
        )

    def __str__(self) -> str:
        return self.name


class ReviewRhythm(Frozen):
    """How often the criteria are reviewed, and after how many quarters without growth; the newest row counts."""

    months = models.PositiveSmallIntegerField()
    quarters = models.PositiveSmallIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = FrozenQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(months__range=(1, 60)), name="review_rhythm"),
            models.CheckConstraint(condition=Q(quarters__range=(2, 12)), name="review_quarters"),
        )

    def __str__(self) -> str:
        return f"{self.months}, {self.quarters}"


class CriteriaReview(Frozen):
    """A review as it was decided, with all it was decided on."""

    class Outcome(models.TextChoices):
        """What becomes of the grid."""

        KEEP = "keep", _("Keep the grid")
        ADJUST = "adjust", _("Adjust it")
        REPLACE = "replace", _("Replace it")

    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome)
    reason = models.CharField(max_length=1000)
    grid_version = models.PositiveIntegerField()
    """0: as shipped."""
    evidence = models.JSONField()
    """`queries.review.evidence`, as it was on the page."""

    objects: ClassVar[Any] = FrozenQuerySet.as_manager()

    class Meta:
        ordering = ("-number",)
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="review_has_a_reason"),)

    def __str__(self) -> str:
        return f"{self.number}, {self.outcome}"
