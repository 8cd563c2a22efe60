"""What was read from a CRM: each record by our names, and which thing of ours it is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousseau.access.models import User
from trousseau.accounts.models import Account
from trousseau.connectors.models.connection import Connection
from trousseau.connectors.protocol import Entity
from trousseau.knowledge.models import Contact

ENTITIES = [(one.value, one.value) for one in Entity]


class Linked(models.TextChoices):
    """How a record was found to be something of ours."""

    NOT = "", _("not linked")
    CODE = "code", _("by the customer’s code")
    EMAIL = "email", _("by the address")
    HAND = "hand", _("by hand")
    MADE = "made", _("taken over")
    MERGED = "merged", _("merged in the CRM")
    APART = "apart", _("none of ours")


class Reading(models.Model):
    """Where reading an entity goes on; written with each page, in its transaction."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="readings")
    entity = models.CharField(max_length=8, choices=ENTITIES)
    cursor: models.JSONField[dict[str, Any] | None, Any] = models.JSONField(null=True)
    asked = models.CharField(max_length=64, blank=True)
    """Digest of the mapping that the cursor was made under: another one reads all anew."""
    whole_at = models.DateTimeField(null=True)
    """When all that was there had been read, the first time under this mapping; None: the first load goes on."""
    ledger_seen = models.PositiveBigIntegerField(default=0)
    """Of accounts: the newest of ours when records without one were last looked through."""
    wished = models.CharField(max_length=32, blank=True)
    """Of accounts: digest of all that the CRM should say, when it was last compared with what it says."""
    gone_since = models.DateTimeField(null=True)
    """Until when, by the CRM's clock, deletions were asked for."""
    comparing: models.JSONField[dict[str, Any] | None, Any] = models.JSONField(null=True)
    """While all ids are being compared: `since` when, and the cursor reached."""
    compared_at = models.DateTimeField(null=True)
    """When all ids were last compared, for what the CRM does not tell was deleted."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("connection", "entity"), name="one_reading_an_entity"),)

    def __str__(self) -> str:
        return f"{self.connection}: {self.entity}"


class Remote(models.Model):
    """A record of a CRM, and the thing of ours that it is: the link is by the CRM's id, never by a name."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="records")
    entity = models.CharField(max_length=8, choices=ENTITIES)
    external_id = models.CharField(max_length=120)
    values: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    """By our names, amounts and days as texts."""
    digest = models.CharField(max_length=32, blank=True)
    """Of the values: a record that comes again the same changes nothing, an echo of our own writing among them."""
    back: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    """What the CRM says in the fields that we write, by our names."""
    label = models.CharField(max_length=200, blank=True)
    belongs_to = models.CharField(max_length=120, blank=True)
    """The CRM's id of what it is part of: of an account its parent, of a contact and a deal the account, of a role and
    a line the deal."""
    changed = models.DateTimeField(null=True)
    """By the CRM's clock."""
    problems: models.JSONField[list[dict[str, str]], list[dict[str, str]]] = models.JSONField(default=list)
    """Values that could not be taken over: target, place, code, value."""
    troubled = models.BooleanField(default=False)
    gone_at = models.DateTimeField(null=True)
    into = models.CharField(max_length=120, blank=True)
    """The record that the CRM merged it into."""
    read_at = models.DateTimeField(default=timezone.now)
    """When it was first read."""
    compared = models.DateTimeField(null=True)
    """When comparing all ids last found it there."""

    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="remote_records"
    )
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="remote_records"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="remote_records"
    )
    looked = models.BooleanField(default=False)
    """Whether accounts it may be were looked for, as it stands."""
    taken: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    """Of a contact: what was taken over into ours; what a hand changed there since is left alone."""
    linked = models.CharField(max_length=8, choices=Linked, blank=True, default=Linked.NOT)
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    linked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("connection", "entity", "external_id"), name="one_row_a_remote_record"),
        )
        indexes = (
            models.Index(fields=("connection", "entity", "linked")),
            models.Index(fields=("connection", "entity", "belongs_to")),
            models.Index(fields=("connection", "id"), condition=Q(troubled=True), name="records_to_mend"),
        )

    def __str__(self) -> str:
        return self.label or self.external_id

    @property
    def audit_label(self) -> str:
        """A person's name is never told to the trail."""
        return self.external_id if self.entity in {Entity.CONTACT, Entity.OWNER} else str(self)

    def link(self, how: Linked, by: User | None = None) -> None:
        """Say how it was found; whoever calls saves."""
        self.linked, self.linked_by, self.linked_at = how, by, timezone.now()
