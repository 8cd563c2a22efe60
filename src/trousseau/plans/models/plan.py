"""A plan made to measure (*plan de compte*) of one to three years, and what it wants to reach."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousseau.accounts.models import Account, opaque_id
from trousseau.knowledge.models import Stake


class State(models.TextChoices):
    """Where a plan stands."""

    DRAFT = "draft", pgettext_lazy("a plan", "draft")
    REVIEW = "review", pgettext_lazy("a plan", "in review")
    APPROVED = "approved", pgettext_lazy("a plan", "approved")
    CLOSED = "closed", pgettext_lazy("a plan", "closed")


LIVING = frozenset({State.DRAFT.value, State.REVIEW.value, State.APPROVED.value})


class Plan(models.Model):
    """The plan of an account; one living plan an account. Rows are reached through `queries.plans`."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="plans")
    ambition = models.CharField(max_length=300)
    """What we want to be for this client when the plan ends, in one sentence."""
    starts = models.DateField()
    ends = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    """Counted up each time it is approved."""
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    stakes = models.ManyToManyField(Stake, blank=True, related_name="plans")
    """The stakes of the client that it serves."""
    budget_days = models.DecimalField(
        max_digits=8, decimal_places=1, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    budget_money = models.DecimalField(
        max_digits=16, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    """In the base currency."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-starts", "id")
        constraints = (
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="plan_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(ambition=""), name="plan_says_its_ambition"),
            models.UniqueConstraint(
                fields=("account",), condition=Q(state__in=sorted(LIVING)), name="plan_one_living_an_account"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_at__isnull=False), name="plan_approved_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return self.ambition


class Horizon(models.TextChoices):
    """How far an objective looks."""

    SHORT = "short", _("Short term")
    MEDIUM = "medium", _("Medium term")
    LONG = "long", _("Long term")


class Objective(models.Model):
    """What the plan wants to reach by when; measured by an indicator, or told in words from → to."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="objectives")
    title = models.CharField(max_length=200)
    horizon = models.CharField(max_length=6, choices=Horizon, default=Horizon.SHORT)
    why = models.CharField(max_length=1000, blank=True)
    start_text = models.CharField(max_length=60, blank=True)
    """Where it starts from, in words, where no indicator measures it (“2nd”)."""
    target_text = models.CharField(max_length=60, blank=True)
    due = models.DateField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="objectives"
    )
    stake = models.ForeignKey(Stake, null=True, blank=True, on_delete=models.SET_NULL, related_name="objectives")
    weight = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveIntegerField(default=0)
    shared = models.BooleanField(default=False)
    """Whether the client sees it; private until somebody decides."""
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("position", "id")
        constraints = (models.CheckConstraint(condition=~Q(title=""), name="objective_says_what"),)

    def __str__(self) -> str:
        return self.title


class Recommendation(models.Model):
    """A strategic recommendation: what we should do, why, and what it is expected to be worth."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="recommendations")
    objective = models.ForeignKey(
        Objective, null=True, blank=True, on_delete=models.SET_NULL, related_name="recommendations"
    )
    text = models.CharField(max_length=300)
    reason = models.CharField(max_length=1000)
    expected = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    """Expected value a year in the base currency; None where nobody has said it."""
    position = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="recommendation_says_what"),
            models.CheckConstraint(condition=~Q(reason=""), name="recommendation_says_why"),
        )

    def __str__(self) -> str:
        return self.text


class Risk(models.Model):
    """What could make the plan fail or cost us: how likely within a year, what it would take, our answer, whose."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="risks")
    what = models.CharField(max_length=200)
    answer = models.CharField(max_length=1000, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="risks"
    )
    probability = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)
    """Within a year, 0–1; None where nobody has judged it."""
    impact = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    """What it would take from our contribution a year, in the base currency, as a positive amount."""
    closed_on = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(what=""), name="risk_says_what"),
            models.CheckConstraint(
                condition=Q(probability__isnull=True) | Q(probability__gte=0, probability__lte=1),
                name="risk_probability_within_0_1",
            ),
        )

    def __str__(self) -> str:
        return self.what
