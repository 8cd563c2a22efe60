"""The reference ranges an organisation sets for itself: every change is a version of its own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from trousseau.figures.indicators import Range
from trousseau.portfolio.models.frozen import Frozen


class ReferenceRange(Frozen):
    """The range of one indicator from a moment on, until a newer one replaces it; never edited."""

    key = models.CharField(max_length=40, db_index=True)
    shipped = models.BooleanField(default=False)
    """Back to the range Trousseau ships."""
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    watch_low = models.FloatField(null=True)
    watch_high = models.FloatField(null=True)
    reason = models.CharField(max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="range_has_a_reason"),
            models.CheckConstraint(
                condition=Q(shipped=True, low=None, high=None, watch_low=None, watch_high=None)
                | Q(shipped=False, low__isnull=False)
                | Q(shipped=False, high__isnull=False),
                name="range_has_a_bound",
            ),
            models.CheckConstraint(
                condition=(Q(low=None) | Q(high=None) | Q(low__lte=F("high")))
                & (Q(watch_low=None) | Q(watch_low__lte=F("low")))
                & (Q(watch_high=None) | Q(watch_high__gte=F("high"))),
                name="range_bounds_in_order",
            ),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def range(self) -> Range:
        """As the panel judges by it."""
        return Range(self.low, self.high, self.watch_low, self.watch_high, source="own", note=self.reason)
