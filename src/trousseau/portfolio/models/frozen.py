"""What is kept of the portfolio: frozen check-ups and their classes per account."""

from __future__ import annotations

import secrets
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trousseau.accounts.fields import MoneyField


class FrozenError(TypeError):
    """Someone tried to change or delete what was frozen."""


def public_id() -> str:
    """An opaque name for addresses: says nothing of how many there are."""
    return secrets.token_urlsafe(9)


class By(models.TextChoices):
    """What a check-up ranks."""

    ACCOUNT = "account", _("by account")
    GROUP = "group", _("by group")


class FrozenQuerySet(models.QuerySet[Any]):
    """Rows that are written once: no update, no deletion, not even in bulk."""

    def update(self, **_kwargs: Any) -> NoReturn:
        """Refused.

        Raises:
            FrozenError: always.
        """
        raise FrozenError(self.model.__name__)

    def delete(self) -> NoReturn:
        """Refused.

        Raises:
            FrozenError: always.
        """
        raise FrozenError(self.model.__name__)


class Frozen(models.Model):
    """A row that can be added and read, nothing else."""

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row.

        Raises:
            FrozenError: the row is there already.
        """
        if not self._state.adding:
            raise FrozenError(type(self).__name__)
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refused.

        Raises:
            FrozenError: always.
        """
        raise FrozenError(type(self).__name__)


class FrozenCheckup(Frozen):
    """A check-up as it was the day someone froze it, and all that is needed to compute it again."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    period = models.CharField(max_length=32)
    start = models.DateField()
    end = models.DateField()
    by = models.CharField(max_length=8, choices=By.choices)
    scope = models.CharField(max_length=500, blank=True)
    """The zones and divisions it is limited to, as `queries.source.scope_key` writes them; empty: none."""
    base_currency = models.CharField(max_length=3, null=True)  # noqa: DJ001 - null: nominal, amounts as they stand
    ledger_version = models.BigIntegerField()
    facts_version = models.CharField(max_length=80)
    """Names the ledger version, the rates and the settings the facts were made from."""
    settings = models.JSONField()
    """Excluded accounts, zones and divisions of the scope, the period before, ranges, rules and costs: what the figures
    depend on beside the facts."""
    revenue = MoneyField()
    accounts = models.PositiveIntegerField()
    figures = models.JSONField()
    """The indicators by code, counts of lines, dimensions (`results.as_frozen`)."""
    digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of all figures (`queries.working_out`); empty: frozen before it was kept."""

    class Meta:
        ordering = ("-end", "-at", "-id")
        indexes = (models.Index(fields=("scope", "by", "-end")),)
        constraints = (
            models.CheckConstraint(condition=models.Q(start__lte=models.F("end")), name="frozen_period_runs_forward"),
        )

    def __str__(self) -> str:
        return f"{self.start} – {self.end}"


class FrozenAccount(Frozen):
    """One account (or group) of a frozen check-up: its revenue to the cent and its class."""

    checkup = models.ForeignKey(FrozenCheckup, on_delete=models.CASCADE, related_name="rows")
    rank = models.PositiveIntegerField()
    account = models.CharField(max_length=500)
    """The ledger's account, or the group's name when the check-up is by group."""
    name = models.CharField(max_length=500)
    group = models.CharField(max_length=500, blank=True)
    revenue = MoneyField()
    class_now = models.CharField(max_length=1, blank=True, db_column="class")
    lines = models.PositiveIntegerField()
    standing = models.CharField(max_length=8, blank=True)
    """good, watch, bad or unknown by the rules of then; empty: frozen before it was kept."""
    contribution = MoneyField(null=True)

    class Meta:
        ordering = ("rank",)
        constraints = (models.UniqueConstraint(fields=("checkup", "rank"), name="frozen_rank_once"),)

    def __str__(self) -> str:
        return f"{self.rank}. {self.name}"
