"""Days of work spent on clients, as people told them until plans know."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from trousseau.portfolio.models.frozen import Frozen, FrozenQuerySet


class DaysTold(Frozen):
    """The days spent on a client in a month; the newest row of a client and month counts, older ones stay."""

    client = models.CharField(max_length=500)
    """The ledger's key by group: the group's name, or the account where it has none."""
    name = models.CharField(max_length=500)
    month = models.DateField()
    """Its first day."""
    days = models.DecimalField(max_digits=6, decimal_places=2)
    source = models.CharField(max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = FrozenQuerySet.as_manager()

    class Meta:
        ordering = ("-month", "-id")
        indexes = (models.Index(fields=("month", "client")),)
        constraints = (
            models.CheckConstraint(condition=Q(days__gte=0), name="days_not_negative"),
            models.CheckConstraint(condition=Q(month__day=1), name="days_of_a_month"),
            models.CheckConstraint(condition=~Q(source=""), name="days_have_a_source"),
        )

    def __str__(self) -> str:
        return self.name
