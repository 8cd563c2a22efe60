"""How people of a client come in: invitations, the texts they accept, links that sign them in."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone

from trousseau.access.models import LANGUAGES
from trousseau.accounts.models import opaque_id
from trousseau.knowledge.models import Contact
from trousseau.portal.models.spaces import Space


class Invite(models.Model):
    """A link that lets one person of a client into spaces, once; only the SHA-256 of its secret is kept."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="fr")
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    """Who they are among the account's people, where that is known."""
    spaces = models.ManyToManyField(Space, related_name="invites")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    """When the mail server refused its letter."""
    bounce = models.CharField(max_length=300, blank=True)
    """What it said then."""

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.name or self.email

    def is_open(self, now: dt.datetime | None = None) -> bool:
        """Whether the link may still be used."""
        return self.used_at is None and self.withdrawn_at is None and self.expires_at > (now or timezone.now())


class Terms(models.Model):
    """One version of what people of clients accept: terms of use and privacy, in both languages; never changed."""

    version = models.PositiveIntegerField(unique=True)
    terms_fr = models.TextField(max_length=50_000)
    terms_en = models.TextField(max_length=50_000)
    privacy_fr = models.TextField(max_length=50_000)
    privacy_en = models.TextField(max_length=50_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-version",)

    def __str__(self) -> str:
        return str(self.version)

    @classmethod
    def current(cls) -> Terms | None:
        """The version in force; None: nobody has written one."""
        return cls.objects.first()


class Acceptance(models.Model):
    """That somebody accepted a version, and when."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="accepted_terms")
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="acceptances")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (models.UniqueConstraint(fields=("user", "terms"), name="terms_accepted_once"),)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.terms_id}"


class EntryLink(models.Model):
    """A link that signs a person of a client in, once, for a quarter of an hour; only its SHA-256 is kept."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="entry_links")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    """When the mail server refused its letter."""
    bounce = models.CharField(max_length=300, blank=True)
    """What it said then."""

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return str(self.user_id)
