"""Records that may be something of ours: put before a person, never merged by themselves."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousseau.accounts.models import Account
from trousseau.connectors.models.remote import Remote
from trousseau.knowledge.models import Contact


class Candidate(models.Model):
    """A record of a CRM that may be an account (or a contact) of ours, and what speaks for it."""

    class State(models.TextChoices):
        """What a person said."""

        OPEN = "open", _("To be looked at")
        TAKEN = "taken", _("The same")
        REFUSED = "refused", _("Not the same")

    record = models.ForeignKey(Remote, on_delete=models.CASCADE, related_name="candidates")
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="candidates")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.CASCADE, related_name="candidates")
    score = models.PositiveSmallIntegerField()
    """0 to 100: how much speaks for it; orders the queue."""
    evidence: models.JSONField[list[dict[str, Any]], Any] = models.JSONField(default=list)
    """What speaks for it: `kind`, `theirs`, `ours`."""
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-score", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(account__isnull=False, contact__isnull=True)
                | models.Q(account__isnull=True, contact__isnull=False),
                name="candidate_for_one_thing",
            ),
            models.UniqueConstraint(fields=("record", "account"), name="one_candidate_an_account"),
            models.UniqueConstraint(fields=("record", "contact"), name="one_candidate_a_contact"),
        )
        indexes = (models.Index(fields=("state", "-score", "id")),)

    def __str__(self) -> str:
        return f"{self.record} = {self.account or self.contact}?"
