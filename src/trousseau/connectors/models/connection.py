"""A connection to a CRM: who we are there, how much of its day we may use, which field is which."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousseau.access.fields import SealedTextField
from trousseau.accounts.models import opaque_id
from trousseau.connectors.protocol import Entity

SHARE, EVERY_MINUTES = 20, 60


class Crm(models.TextChoices):
    """The tools that have a connector: the name of its folder."""

    SALESFORCE = "salesforce", "Salesforce"
    HUBSPOT = "hubspot", "HubSpot"
    ZOHO = "zoho", "Zoho CRM"
    ODOO = "odoo", "Odoo"


class WonDeals(models.TextChoices):
    """Whether deals won become sales lines of the ledger."""

    NEVER = "never", _("Never: invoices tell what was sold")
    WITHOUT_INVOICES = "without", _("Only of customers whom no other source invoices")
    ALWAYS = "always", _("Always: no invoice is ever read for what this CRM sells")


class Connection(models.Model):
    """One company's account at one CRM. Tokens and secrets are sealed; `connectors.tokens` alone renews them."""

    class State(models.TextChoices):
        """Where a connection stands."""

        DRAFT = "draft", _("To be signed in")
        READY = "ready", pgettext_lazy("connection", "Connected")
        RECONNECT = "reconnect", _("To be connected again")

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    crm = models.CharField(max_length=12, choices=Crm)
    name = models.CharField(max_length=120, unique=True)
    """As people call it: “Salesforce France”."""
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    way = models.CharField(max_length=12, blank=True)
    """How one signs in there: a name of the ways that the connector offers."""
    base = models.CharField(max_length=300, blank=True)
    """Where its interface is, as its answer to the sign-in or an administrator said; checked against its own hosts."""
    told: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    """What an administrator wrote to sign in, but what is secret: client id, user name, data centre, database."""
    secret = SealedTextField(blank=True, default="")
    access = SealedTextField(blank=True, default="")
    access_until = models.DateTimeField(null=True, editable=False)
    refresh = SealedTextField(blank=True, default="")

    organisation = models.CharField(max_length=300, blank=True)
    organisation_id = models.CharField(max_length=120, blank=True)
    person = models.CharField(max_length=300, blank=True)
    currencies: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    missing: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    """Rights that were not given, in the CRM's words."""
    checked_at = models.DateTimeField(null=True)

    reads = models.BooleanField(default=True)
    """Whether the clock starts runs."""
    writes = models.BooleanField(default=False)
    """The stop switch of what goes back: off until someone has seen a dry run."""
    every_minutes = models.PositiveIntegerField(default=EVERY_MINUTES, validators=(MinValueValidator(5),))
    share = models.PositiveSmallIntegerField(default=SHARE, validators=(MinValueValidator(1), MaxValueValidator(80)))
    """Per cent of the calls that the company may make a day which are ours."""
    daily_limit = models.PositiveIntegerField(null=True, blank=True)
    """Calls a day, as an administrator knows it; wins over what the CRM tells."""
    limit_told = models.PositiveIntegerField(null=True, editable=False)
    used_told = models.PositiveIntegerField(null=True, editable=False)
    """Of the whole company, in the CRM's words."""
    won_deals = models.CharField(max_length=8, choices=WonDeals, default=WonDeals.NEVER)
    groups = models.BooleanField(default=False)
    """Whether a parent in the CRM puts accounts that nobody grouped by hand into a group."""
    rank = models.PositiveSmallIntegerField(default=1)
    """Whose word wins where linked records of several tools differ: the lower."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("rank", "name")
        constraints = (
            models.CheckConstraint(condition=Q(share__range=(1, 80)), name="our_share_leaves_theirs"),
            models.CheckConstraint(condition=Q(every_minutes__gte=5), name="not_asked_without_rest"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def crm_name(self) -> str:
        """The name of the tool, as its maker writes it."""
        return str(Crm(self.crm).label)


class Calls(models.Model):
    """How many calls we made to a connection in an hour: the last 24 of them are held against our share."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="hours")
    hour = models.DateTimeField()
    calls = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("connection", "hour"), name="one_count_an_hour"),)


class MapRow(models.Model):
    """Which field of the CRM tells which thing of ours, or is told it: a row of a connection's mapping."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="rows")
    entity = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Entity])
    target = models.CharField(max_length=40)
    """A name of `targets.TARGETS`, or of `targets.OUTBOUND` where `outbound`."""
    outbound = models.BooleanField(default=False)
    places: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    """Fields of the CRM; of an outbound row the one that is written."""
    converter = models.CharField(max_length=20, default="text")
    several = models.CharField(max_length=6, default="first", choices=(("first", "first"), ("joined", "joined")))
    default = models.CharField(max_length=200, blank=True)
    choices: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("connection", "entity", "outbound", "target"), name="one_row_a_target"),
        )

    def __str__(self) -> str:
        return f"{self.entity}.{self.target}"
