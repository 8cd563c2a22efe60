"""The people at the client: what they decide, where they stand, who reports to whom, who influences whom."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousseau.accounts.models import Account, folded, opaque_id
from trousseau.knowledge.models.sourced import Sourced


class BuyingRole(models.TextChoices):
    """What someone does where the client decides to buy."""

    DECIDES = "decides", _("decides")
    ARBITRATES = "arbitrates", _("arbitrates")
    PRESCRIBES = "prescribes", _("prescribes")
    NEGOTIATES = "negotiates", _("negotiates")
    USES = "uses", _("uses")
    FILTERS = "filters", _("opens and closes doors")
    UNKNOWN = "", _("role unknown")


class Stance(models.TextChoices):
    """Where someone stands towards us."""

    PROMOTER = "promoter", _("Promoter")
    FAVOURABLE = "favourable", _("Favourable")
    NEUTRAL = "neutral", _("Neutral")
    RESERVED = "reserved", _("Reserved")
    OPPOSED = "opposed", _("Opposed")
    UNKNOWN = "", pgettext_lazy("stance", "Unknown")


class Present(models.Manager["Contact"]):
    """Contacts but those merged into another, which stay only so that the merge can be undone."""

    def get_queryset(self) -> models.QuerySet[Contact]:
        """Without the merged ones."""
        return super().get_queryset().filter(merged_into=None)


class Contact(Sourced):
    """A person at the client (*interlocuteur*), in one of its accounts; seen from every account of the group."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=16, blank=True)
    buying_role = models.CharField(max_length=12, choices=BuyingRole, blank=True, default=BuyingRole.UNKNOWN)
    stance = models.CharField(max_length=12, choices=Stance, blank=True, default=Stance.UNKNOWN)
    importance = models.PositiveSmallIntegerField(null=True, blank=True)
    """1 to 5; None: nobody said."""
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts_held"
    )
    """Our contact: who of us looks after them."""
    last_touch = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    """The day they left the client."""
    erased_at = models.DateTimeField(null=True, blank=True)
    """Their personal data were erased: name and all are gone, what was promised to them stays."""
    x = models.FloatField(null=True, blank=True)
    y = models.FloatField(null=True, blank=True)
    """Where someone put them on the map; None: the layout decides."""
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="absorbed")
    """They turned out to be another contact, who holds what they held."""
    search_text = models.TextField(default="", editable=False)
    """Name, title, unit and e-mail as they are searched (`folded`)."""

    every: ClassVar[models.Manager[Contact]] = models.Manager()
    objects: ClassVar[Present] = Present()

    class Meta:
        ordering = ("name", "id")
        base_manager_name = "every"
        default_manager_name = "objects"
        indexes = (models.Index(fields=("account", "left_on")), models.Index(fields=("email",)))
        constraints = (
            models.CheckConstraint(
                condition=Q(importance__isnull=True) | Q(importance__range=(1, 5)), name="importance_one_to_five"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **named: Any) -> None:
        """Keep the text that is searched beside what it is made of."""
        self.keep_search()
        if named.get("update_fields") is not None:
            named["update_fields"] = {*named["update_fields"], "search_text"}
        super().save(*args, **named)

    def keep_search(self) -> None:
        """Make the text that is searched: for who writes many at once, where `save` does not pass."""
        self.search_text = folded(self.name, self.title, self.unit, self.email)

    @property
    def pseudonym(self) -> str:
        """What stands for the name where it must not be written, or no longer: “Contact 7F3K”."""
        return f"Contact {self.public_id[:4].upper()}"

    @property
    def audit_label(self) -> str:
        """The trail is never changed, so it never learns the name."""
        return self.pseudonym


class ReportingLine(models.Model):
    """Someone reports to someone; several bosses are usual, a cycle is refused by the action."""

    person = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="bosses")
    boss = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="reports")
    dotted = models.BooleanField(default=False)
    """Functional, beside the line of command."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "boss"), name="reports_once"),
            models.CheckConstraint(condition=~Q(person=F("boss")), name="nobody_reports_to_themselves"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} → {self.boss_id}"


class Influence(Sourced):
    """Someone weighs on what someone else decides: 1 a little, 2 much, 3 decisively."""

    by = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="influences")
    on = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="influenced_by")
    strength = models.PositiveSmallIntegerField(default=2)
    supposed = models.BooleanField(default=False)
    """Guessed, not seen: drawn dashed."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("by", "on"), name="influences_once"),
            models.CheckConstraint(condition=~Q(by=F("on")), name="nobody_influences_themselves"),
            models.CheckConstraint(condition=Q(strength__range=(1, 3)), name="strength_one_to_three"),
        )

    def __str__(self) -> str:
        return f"{self.by_id} ⇒ {self.on_id} ({self.strength})"


class ContactChange(models.Model):
    """One change of a contact, from what to what: readable, and unlike the audit trail erased with the person."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="changes")
    revision = models.PositiveIntegerField()
    """The revision it made."""
    values = models.JSONField(default=dict)
    """Field → [before, after], as they are stored."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.contact_id} r{self.revision}"


class Merge(models.Model):
    """Two contacts found to be one person; what undoes it is kept until either is erased."""

    kept = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    gone = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    memo = models.JSONField(default=dict)
    """What the merge changed, moved and removed."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"


class Erasure(models.Model):
    """Someone's data were erased: kept as a keyed digest of their e-mail, so that no old file brings them back."""

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="erasure")
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    """Empty: no e-mail was known."""
    name_digest = models.CharField(max_length=64, blank=True, db_index=True)
    """Of the name and the account, for files without e-mails."""
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{self.contact_id}: {self.reason}"


class PeopleDraft(models.Model):
    """A file of people read and shown, not yet confirmed; gone once it is, and after a day."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    rows = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.name
