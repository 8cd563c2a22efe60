"""What we ask somebody of a client to do: accepted, put to another day, or declined."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from trousseau.accounts.models import opaque_id
from trousseau.plans.models import Action, Objective
from trousseau.portal.models.spaces import Member, Space
from trousseau.support.models import Commitment


class Asking(models.TextChoices):
    """Where a thing we ask stands."""

    ASKED = "asked", pgettext_lazy("what we ask a client", "asked")
    DAY = "day", pgettext_lazy("what we ask a client", "another day proposed")
    ACCEPTED = "accepted", pgettext_lazy("what we ask a client", "accepted")
    DECLINED = "declined", pgettext_lazy("what we ask a client", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("what we ask a client", "withdrawn")


OPEN = (Asking.ASKED.value, Asking.DAY.value)


class Ask(models.Model):
    """One action, objective or promise of theirs that somebody of the client is asked to agree to."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="asks")
    to = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="asks")
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.CASCADE, related_name="asks")
    objective = models.ForeignKey(Objective, null=True, blank=True, on_delete=models.CASCADE, related_name="asks")
    commitment = models.ForeignKey(Commitment, null=True, blank=True, on_delete=models.CASCADE, related_name="asks")
    why = models.CharField(max_length=500, blank=True)
    """What we tell them of it."""
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=9, choices=Asking, default=Asking.ASKED)
    day = models.DateField(null=True, blank=True)
    """The day they propose."""
    reason = models.CharField(max_length=1000, blank=True)
    """Why another day, or why not."""
    word = models.CharField(max_length=1000, blank=True)
    """Our answer to the day they proposed."""
    changed_at = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(action__isnull=False, objective=None, commitment=None)
                | Q(action=None, objective__isnull=False, commitment=None)
                | Q(action=None, objective=None, commitment__isnull=False),
                name="ask_of_one_thing",
            ),
            models.CheckConstraint(condition=~Q(state="day") | Q(day__isnull=False), name="ask_proposes_a_day"),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(reason=""), name="ask_declined_why"),
            *(
                models.UniqueConstraint(fields=(name,), condition=Q(state__in=OPEN), name=f"ask_open_once_{name}")
                for name in ("action", "objective", "commitment")
            ),
        )

    def __str__(self) -> str:
        return str(self.thing)

    @property
    def thing(self) -> Action | Objective | Commitment | None:
        """What is asked."""
        return self.action or self.objective or self.commitment

    @property
    def kind(self) -> str:
        """What kind of thing it is, as `items.KINDS` names it."""
        return "action" if self.action_id else "objective" if self.objective_id else "commitment"
