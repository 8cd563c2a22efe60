"""The bank of ideas (*banque d'idées*): ways to bring clients value beyond selling, and where each was tried."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from trousseau.accounts.models import Account, folded, opaque_id
from trousseau.plans.ideas_delivered import BY_KEY, Ready
from trousseau.plans.models.value import Category, Delivered
from trousseau.plans.models.work import Action, Initiative


class Idea(models.Model):
    """A way to bring value, without the name of a client: everyone who reads plans reads it.

    Rows are written by `actions.ideas` only. A delivered idea has a `key` and, until somebody rewords it, no words of
    its own: it is read in the reader's language.
    """

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    key = models.CharField(max_length=40, blank=True)
    """Which of the delivered ones it is; "" for a company's own."""
    title = models.CharField(max_length=200, blank=True)
    how = models.CharField(max_length=1000, blank=True)
    """What we do, in a few sentences."""
    reckoned = models.CharField(max_length=500, blank=True)
    """How its value is reckoned."""
    category = models.CharField(max_length=12, choices=Category)
    stakes = models.JSONField(default=list, blank=True)
    """The stakes it answers, in words: compared with those of clients (`method.concerns`)."""
    industry = models.CharField(max_length=120, blank=True)
    """The industry it belongs to; "": any."""
    days = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    """Days it takes of us; None where nobody has said it."""
    money = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    """Money it takes of us, in the base currency."""
    retired_on = models.DateField(null=True, blank=True)
    retired_for = models.CharField(max_length=500, blank=True)
    """Why it is proposed no longer."""
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1)
    search_text = models.TextField(default="", editable=False)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=~Q(title="") | ~Q(key=""), name="idea_says_what"),
            models.UniqueConstraint(fields=("key",), condition=~Q(key=""), name="idea_delivered_once"),
            models.CheckConstraint(
                condition=Q(retired_on=None, retired_for="") | (Q(retired_on__isnull=False) & ~Q(retired_for="")),
                name="idea_retired_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        return self.said_title

    @property
    def ready(self) -> Ready | None:
        """The delivered idea whose words it has; None where somebody said it in their own."""
        return BY_KEY.get(self.key) if not self.title else None

    @property
    def said_title(self) -> str:
        """Its title, in the reader's language where it was delivered."""
        ready = self.ready
        return ready.words.title if ready else self.title or self.key

    @property
    def said_how(self) -> str:
        """What we do, as above."""
        ready = self.ready
        return ready.words.how if ready else self.how

    @property
    def said_reckoned(self) -> str:
        """How its value is reckoned, as above."""
        ready = self.ready
        return ready.words.reckoned if ready else self.reckoned

    @property
    def said_stakes(self) -> tuple[str, ...]:
        """The stakes it answers, as they are shown."""
        ready = self.ready
        return ready.words.stakes if ready else tuple(self.stakes)

    @property
    def compared(self) -> tuple[str, ...]:
        """The stakes it answers, as they are compared with a client's: of a delivered one, in both languages."""
        ready = self.ready
        return (*ready.en.stakes, *ready.fr.stakes) if ready else tuple(self.stakes)

    def searchable(self) -> str:
        """What a search finds it by."""
        ready = self.ready
        return ready.searchable() if ready else folded(self.title, self.how, self.industry, *self.stakes)


class IdeaUse(models.Model):
    """Where an idea was tried: the action, the initiative or the value that came of it at one client."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="uses")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="idea_uses")
    action = models.OneToOneField(Action, null=True, blank=True, on_delete=models.CASCADE, related_name="idea_use")
    initiative = models.OneToOneField(
        Initiative, null=True, blank=True, on_delete=models.CASCADE, related_name="idea_use"
    )
    delivered = models.OneToOneField(
        Delivered, null=True, blank=True, on_delete=models.CASCADE, related_name="idea_use"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("account", "idea")),)
        constraints = (
            models.CheckConstraint(
                condition=Q(action__isnull=False, initiative=None, delivered=None)
                | Q(action=None, initiative__isnull=False, delivered=None)
                | Q(action=None, initiative=None, delivered__isnull=False),
                name="idea_use_is_one_of_three",
            ),
        )

    def __str__(self) -> str:
        return f"{self.idea_id} · {self.account_id}"
