"""Who looked at what in the client space, to what people consented, and how long things are kept."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousseau.access.once import once
from trousseau.accounts.models import Account


def today() -> dt.date:
    """The day it is where the house is."""
    return timezone.localdate()


class Look(models.Model):
    """Somebody at a client looked at something of an account: one row a person, thing and day, with a count."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="looks")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="looks")
    kind = models.CharField(max_length=40)
    """What kind of thing: `home`, `plan`, `objective`, `document`…"""
    item = models.CharField(max_length=64, blank=True)
    """Its public id; empty: a page of the account itself."""
    on = models.DateField(default=today)
    times = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("user", "account", "kind", "item", "on"), name="looked_once_a_day"),
        )
        indexes = (models.Index(fields=("account", "-on"), name="looks_of_account"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.item} {self.on}"


class Purpose(models.TextChoices):
    """What somebody may consent to."""

    SURVEY = "survey", _("Surveys about our work")


class Consent(models.Model):
    """Somebody agreed to something, under one version of its text, until they withdraw it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=16, choices=Purpose)
    text_version = models.CharField(max_length=40)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-given_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "purpose"), condition=Q(withdrawn_at=None), name="one_consent_stands"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=models.F("given_at")), name="given_then_withdrawn"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.purpose} ({self.text_version})"


MONTHS = (1, 600)


class Keeping(models.Model):
    """How long the house keeps what need not stay, in months; None: for ever. One row."""

    audit = models.PositiveSmallIntegerField(null=True, blank=True)
    looks = models.PositiveSmallIntegerField(null=True, blank=True, default=12)
    notices = models.PositiveSmallIntegerField(null=True, blank=True, default=24)
    invitations = models.PositiveSmallIntegerField(null=True, blank=True, default=3)
    """After the day they could be used last."""
    contacts_left = models.PositiveSmallIntegerField(null=True, blank=True, default=36)
    """After the day they left the client; they are proposed, never erased by themselves."""

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(pk=1), name="one_keeping"),
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__range": MONTHS}), name=f"months_of_{name}"
                )
                for name in ("audit", "looks", "notices", "invitations", "contacts_left")
            ),
        )

    def __str__(self) -> str:
        return "keeping"

    @classmethod
    def current(cls) -> Keeping:
        """What was decided; before that, the defaults."""
        return once("keeping", lambda: cls.objects.filter(pk=1).first() or cls(pk=1))


class ErasedPerson(models.Model):
    """Somebody who had a login was erased: why, when and by whom, without their name."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="erasure")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.reason}"
