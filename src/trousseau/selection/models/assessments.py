"""Rounds of assessments: what is judged of whom, by whom, and what was said.

A round keeps its own copy of the criteria and of what their levels mean: a later grid changes nothing of what was
judged.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from trousseau.portfolio.models.frozen import Frozen, FrozenQuerySet, public_id

LEVELS = (1, 2, 3, 4, 5)
ENDS = (1, 5)
"""The levels that ask for a reason and for evidence."""
HALVES = tuple(step / 2 for step in range(2, 11))
"""What a consensus can be: 1, 1.5 … 5."""


class Round(models.Model):
    """One round: some clients judged on the judged criteria of the grid in force when it was opened."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    due = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    """What the assessors are told."""
    grid = models.PositiveIntegerField()
    """The number of the grid the criteria were copied from."""
    criteria = models.JSONField()
    """The judged criteria, as `method.criteria.Grid.as_json` writes them."""
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=models.F("opened_at")), name="round_closes_after_opening"
            ),
            models.CheckConstraint(condition=Q(closed_by=None) | Q(closed_at__isnull=False), name="round_closed_by_at"),
        )

    def __str__(self) -> str:
        return f"{self.opened_at:%Y-%m-%d}" if self.opened_at else self.public_id

    @property
    def closed(self) -> bool:
        """Whether everyone’s judgements may be read, and none changed."""
        return self.closed_at is not None


class RoundClient(models.Model):
    """A client of a round, in the order in which clients are judged."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="clients")
    place = models.PositiveIntegerField()
    """1, 2 …"""
    client = models.CharField(max_length=500, db_index=True)
    """The ledger's key by group: the group's name, or the account where it has none."""
    name = models.CharField(max_length=500)

    class Meta:
        ordering = ("place",)
        constraints = (
            models.UniqueConstraint(fields=("round", "client"), name="client_once_a_round"),
            models.UniqueConstraint(fields=("round", "place"), name="place_once_a_round"),
        )

    def __str__(self) -> str:
        return self.name


class Assessor(models.Model):
    """Someone who judges in a round: handed in, still at work, or gone."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="assessors")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True)
    """When they handed in; None: not yet."""
    left_at = models.DateTimeField(null=True)
    """When they were taken out of the round."""
    kept_for = models.CharField(max_length=500, blank=True)
    """Why judgements that were not handed in count all the same; empty: they do not."""

    class Meta:
        ordering = ("person__name", "id")
        constraints = (
            models.UniqueConstraint(fields=("round", "person"), name="assessor_once_a_round"),
            models.CheckConstraint(condition=Q(released_at=None) | Q(kept_for=""), name="kept_where_not_released"),
        )

    def __str__(self) -> str:
        return str(self.person)

    @property
    def counts(self) -> bool:
        """Whether their judgements count once the round is closed."""
        return self.released_at is not None or bool(self.kept_for)

    @property
    def gone(self) -> bool:
        """Whether they left the round or the house."""
        return self.left_at is not None or not self.person.is_active


COUNTING = Q(assessor__released_at__isnull=False) | ~Q(assessor__kept_for="")
"""The judgements that count: handed in, or kept with a reason."""


class Assigned(models.Model):
    """A client that an assessor has to judge."""

    assessor = models.ForeignKey(Assessor, on_delete=models.CASCADE, related_name="assigned")
    client = models.ForeignKey(RoundClient, on_delete=models.CASCADE, related_name="assigned")

    class Meta:
        ordering = ("client__place",)
        constraints = (models.UniqueConstraint(fields=("assessor", "client"), name="assigned_once"),)

    def __str__(self) -> str:
        return f"{self.assessor_id}: {self.client_id}"


class Judgement(models.Model):
    """What an assessor says of a client on one criterion; theirs alone until the round is closed."""

    assessor = models.ForeignKey(Assessor, on_delete=models.CASCADE, related_name="judgements")
    client = models.ForeignKey(RoundClient, on_delete=models.CASCADE, related_name="judgements")
    criterion = models.CharField(max_length=100)
    level = models.PositiveSmallIntegerField(null=True)
    """1 to 5; None: they say they cannot judge, which stays missing."""
    reason = models.CharField(max_length=1000, blank=True)
    evidence = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("assessor", "client", "criterion"), name="judged_once"),
            models.CheckConstraint(condition=Q(level=None) | Q(level__in=LEVELS), name="level_of_five"),
            models.CheckConstraint(
                condition=Q(level=None) | ~Q(level__in=ENDS) | (~Q(reason="") & ~Q(evidence="")),
                name="ends_have_reason_and_evidence",
            ),
        )

    def __str__(self) -> str:
        return f"{self.criterion}: {self.client_id}"


class Consensus(Frozen):
    """What was settled of a client on one criterion after discussion; the newest counts, older ones stay."""

    client = models.ForeignKey(RoundClient, on_delete=models.CASCADE, related_name="consensuses")
    criterion = models.CharField(max_length=100)
    level = models.DecimalField(max_digits=2, decimal_places=1, null=True)
    """1, 1.5 … 5; None: what was settled before is open again."""
    reason = models.CharField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = FrozenQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(level=None) | Q(level__in=HALVES), name="consensus_of_five"),
            models.CheckConstraint(condition=~Q(reason=""), name="consensus_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.criterion}: {self.client_id}"
