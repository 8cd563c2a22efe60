"""What was read outside and concerns clients: notes, the accounts they were sent to, what became of them."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from trousseau.accounts.models import Account, folded, opaque_id


def no_topics() -> list[str]:
    """An empty list of topics."""
    return []


class WatchNote(models.Model):
    """A note (*veille*) on a topic, industry or zone, with where it was read."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    """Markdown."""
    topics = models.JSONField(default=no_topics)
    """A few words each, as people type them."""
    industry = models.CharField(max_length=120, blank=True)
    zone = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=1000, blank=True, validators=(URLValidator(schemes=("http", "https")),))
    said_on = models.DateField()
    """The day of the source."""
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1)
    search_text = models.TextField(default="", editable=False)

    class Meta:
        ordering = ("-said_on", "-id")
        indexes = (models.Index(fields=("-said_on",)),)
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="watch_has_a_title"),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__istartswith="http://") | Q(link__istartswith="https://"),
                name="watch_link_to_the_web",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def searchable(self) -> str:
        """What `search_text` should be."""
        return folded(self.title, self.text[:5_000], *self.topics, self.industry, self.zone, self.source)


class WatchRoute(models.Model):
    """That a note was sent to an account, because its author confirmed the reason or chose the account."""

    note = models.ForeignKey(WatchNote, on_delete=models.CASCADE, related_name="routes")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="watch_routes")
    because = models.JSONField(default=list)
    """The reasons as `method.concerns` gave them: [rule, words] each; empty where the author chose."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("account__name",)
        constraints = (models.UniqueConstraint(fields=("note", "account"), name="watch_sent_once"),)

    def __str__(self) -> str:
        return f"{self.note_id} → {self.account_id}"


class WatchReading(models.Model):
    """What one reader did with a note: read it, found it useful, used it and for what."""

    note = models.ForeignKey(WatchNote, on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watch_readings")
    read_at = models.DateTimeField(default=timezone.now)
    useful = models.BooleanField(default=False)
    used_for = models.CharField(max_length=300, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-read_at",)
        constraints = (
            models.UniqueConstraint(fields=("note", "user"), name="watch_read_once"),
            models.CheckConstraint(
                condition=Q(used_for="", used_at__isnull=True) | (~Q(used_for="") & Q(used_at__isnull=False)),
                name="watch_used_for_something",
            ),
        )

    def __str__(self) -> str:
        return f"{self.note_id}: {self.user_id}"
