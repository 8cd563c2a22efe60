"""What people say of a client's white space (*espace blanc*): one cell is one of their units × one of our offers.

What is sold comes from the ledger, what they could spend from what is told of their spend (`selection`), competitors
from what is known of them (`knowledge`): here stands only what none of these can say.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from trousseau.accounts.models import Account, opaque_id
from trousseau.plans.models.work import Action


class Said(models.TextChoices):
    """What somebody says of a cell that the ledger leaves empty."""

    NOTHING = "", pgettext_lazy("white space", "nothing said")
    OPEN = "open", pgettext_lazy("white space", "open")
    COMPETITOR = "competitor", pgettext_lazy("white space", "a competitor sells it")
    IRRELEVANT = "irrelevant", pgettext_lazy("white space", "not relevant")


class WhiteCell(models.Model):
    """What is said of one unit × offer of a client. Written by `actions.whitespace` only."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="white_cells")
    """The account whose plan it stands in."""
    unit = models.CharField(max_length=200, blank=True)
    """A site or firm of theirs; empty: all of the client."""
    offer = models.CharField(max_length=200)
    """A division or product family of ours."""
    place = models.CharField(max_length=420)
    """Unit and offer whatever their capitals and accents: one cell a place."""
    said = models.CharField(max_length=10, choices=Said, blank=True, default=Said.NOTHING)
    note = models.CharField(max_length=500, blank=True)
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.SET_NULL, related_name="white_cells")
    """What the plan does to fill it."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    """When it was said last."""
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("account", "place"), name="white_cell_one_a_place"),
            models.CheckConstraint(condition=~Q(offer=""), name="white_cell_of_an_offer"),
        )

    def __str__(self) -> str:
        return f"{self.unit or '–'} × {self.offer}"
