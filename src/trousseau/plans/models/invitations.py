"""Invitations by mail: who was invited to what, by which message, and what they answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from trousseau.knowledge.models import Contact
from trousseau.plans.models.rhythm import Meeting


class Method(models.TextChoices):
    """What a message does, as iTIP (RFC 5546) names it."""

    REQUEST = "request", pgettext_lazy("an invitation", "invited")
    CANCEL = "cancel", pgettext_lazy("an invitation", "told it does not take place")


class Answer(models.TextChoices):
    """What somebody answered; typed by hand."""

    NONE = "", pgettext_lazy("an invitation", "no answer")
    ACCEPTED = "accepted", pgettext_lazy("an invitation", "accepted")
    DECLINED = "declined", pgettext_lazy("an invitation", "declined")


class Invitation(models.Model):
    """One message to one person about a meeting: asked for by somebody, sent once by whichever worker takes it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitations")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations")
    method = models.CharField(max_length=8, choices=Method, default=Method.REQUEST)
    sequence = models.PositiveIntegerField()
    """The later message about a meeting has the higher one: calendars keep that."""
    occasion = models.CharField(max_length=300)
    """When and where it was to be: told again only where that changed."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    answer = models.CharField(max_length=8, choices=Answer, blank=True, default=Answer.NONE)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(user__isnull=False, contact__isnull=True) | Q(user__isnull=True, contact__isnull=False),
                name="invitation_to_one_person",
            ),
            models.UniqueConstraint(fields=("meeting", "user", "sequence"), name="invitation_of_ours_once"),
            models.UniqueConstraint(fields=("meeting", "contact", "sequence"), name="invitation_of_theirs_once"),
        )

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.method} {self.sequence}"
