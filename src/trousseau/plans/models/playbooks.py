"""The playbooks a company wrote, version by version, and where an event proposed or started one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousseau.accounts.models import Account


class Event(models.TextChoices):
    """What starts a playbook."""

    TIER = "tier", _("The client rises into one of its tiers")
    REVIEW = "review", _("A business review is booked")
    CONTRACT = "contract", _("A contract ends")
    LOSS = "loss", _("The client shows signs of loss")


class PlaybookVersion(models.Model):
    """A playbook as somebody saved it, for good; the highest number of a key is in force.

    A delivered playbook has no row until somebody changes it; its first row is then the delivered one.
    """

    key = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    name = models.JSONField()
    """In English and French: `playbook.Words`."""
    said = models.JSONField()
    """As `playbook.Playbook.as_json` writes it."""
    retired_for = models.CharField(max_length=500, blank=True)
    """Why it is offered no longer; "": it is offered."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """None: it was delivered."""
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("key", "-number")
        constraints = (models.UniqueConstraint(fields=("key", "number"), name="playbook_version_once"),)

    def __str__(self) -> str:
        return f"{self.name.get('en', self.key)}, v{self.number}"


class Answer(models.TextChoices):
    """What became of a proposal."""

    PROPOSED = "proposed", pgettext_lazy("a playbook", "proposed")
    APPLIED = "applied", pgettext_lazy("a playbook", "applied")
    DECLINED = "declined", pgettext_lazy("a playbook", "not now")


class PlaybookStart(models.Model):
    """That an event called for a playbook at a client: once for each event, whoever notices it."""

    key = models.CharField(max_length=40)
    """Of the playbook."""
    occasion = models.CharField(max_length=80)
    """Which event it was."""
    event = models.CharField(max_length=8, choices=Event)
    version = models.ForeignKey(PlaybookVersion, on_delete=models.CASCADE, related_name="starts")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="playbook_starts")
    day = models.DateField()
    """The day its steps are counted from."""
    because = models.CharField(max_length=200, blank=True)
    """The contract, the review or the tier by its name."""
    state = models.CharField(max_length=8, choices=Answer, default=Answer.PROPOSED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """Who applied or declined it."""
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("day", "id")
        indexes = (models.Index(fields=("account", "state")),)
        constraints = (
            models.UniqueConstraint(fields=("key", "occasion"), name="playbook_once_an_event"),
            models.CheckConstraint(condition=~Q(occasion=""), name="playbook_start_says_its_event"),
        )

    def __str__(self) -> str:
        return f"{self.key}: {self.occasion}"
