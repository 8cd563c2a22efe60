"""List and target prices the company tells, beside its sales lines."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from trousseau.portfolio.models import public_id


class PriceTable(models.Model):
    """A table of prices as it was uploaded; removing it removes its prices."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    name = models.CharField(max_length=200)
    rows = models.PositiveIntegerField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-added_at", "-id")

    def __str__(self) -> str:
        return self.name


class ListPrice(models.Model):
    """What a unit of a product should cost from a day on; of two of one day, the table added last wins."""

    class Kind(models.TextChoices):
        """What kind of price."""

        LIST = "list"
        TARGET = "target"

    table = models.ForeignKey(PriceTable, on_delete=models.CASCADE, related_name="prices")
    product = models.CharField(max_length=300, db_index=True)
    zone = models.CharField(max_length=200, blank=True)
    price = models.DecimalField(max_digits=18, decimal_places=4)
    currency = models.CharField(max_length=3, blank=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    start = models.DateField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(price__gt=0), name="list_price_above_zero"),)

    def __str__(self) -> str:
        return f"{self.product} {self.price}"
