"""What is stored of accounts: who they are, their groups and teams, the figures lists are sorted by."""

from __future__ import annotations

import secrets
import unicodedata
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from trousseau.accounts.fields import MoneyField

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"  # without what a reader mistakes for something else


def opaque_id() -> str:
    """A name for addresses that says nothing of how many there are: 12 signs, 58 bits."""
    number, signs = secrets.randbelow(len(ALPHABET) ** 12), []
    for _ in range(12):
        number, place = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[place])
    return "".join(signs)


def folded(*texts: str | None) -> str:
    """Texts as they are searched: without accents, case or doubled spaces."""
    plain = " ".join(text for text in texts if text)
    if not plain.isascii():
        plain = "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))
    return " ".join(plain.casefold().replace("’", "'").split())


class Origin(models.TextChoices):
    """Who said so; a hand wins over a column."""

    COLUMN = "column"
    HAND = "hand"


class Group(models.Model):
    """Accounts under common control."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    name = models.CharField(max_length=200, unique=True)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.COLUMN)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Account(models.Model):
    """A customer: one account of the ledger. Rows are reached through `accounts.access`."""

    key = models.CharField(max_length=400, unique=True)
    """The ledger's account: the customer's code where there is one, else its name."""
    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    code = models.CharField(max_length=400, blank=True)
    name = models.CharField(max_length=400)
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="accounts")
    group_origin = models.CharField(max_length=8, choices=Origin, default=Origin.COLUMN)
    """hand: someone put the account in its group or took it out, and files no longer change that."""
    excluded = models.BooleanField(default=False)
    """Intercompany: left out of every figure of the portfolio."""
    excluded_origin = models.CharField(max_length=8, choices=Origin, default=Origin.COLUMN)
    """column: by the organisation's list; hand: someone decided, and the list no longer changes that."""
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="led_accounts",
    )
    search_text = models.TextField(default="", editable=False)
    """Name, code and group as they are searched (`folded`)."""

    class Meta:
        ordering = ("name", "key")
        indexes = (models.Index(fields=("name",)), models.Index(fields=("excluded",)))

    def __str__(self) -> str:
        return self.name

    def searchable(self) -> str:
        """What `search_text` should be."""
        return folded(self.name, self.code or self.key, self.group.name if self.group else "")


class Movement(models.TextChoices):
    """How an account's revenue moved since the previous period; see `figures.movement`."""

    NEW = "new"
    UP = "up"
    STEADY = "steady"
    DOWN = "down"
    LOST = "lost"
    NONE = ""


class AccountFigures(models.Model):
    """An account in the default window, the 12 months to the last complete one: for sorting and filtering.

    Written only by the refresh, all rows in one transaction; `Reckoning` says of which window and version.
    Share, cumulative, rank and class are among the accounts that are not excluded.
    """

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="figures")
    revenue = MoneyField(null=True)
    """None: every line of the window is unconverted; 0: no line."""
    previous = MoneyField(null=True)
    """None: the ledger does not reach back far enough to compare."""
    cost = MoneyField(null=True)
    """None: no line has a cost."""
    costed = MoneyField(default=0)
    """Revenue of the lines that have a cost."""
    change = models.FloatField(null=True)
    share = models.FloatField(null=True)
    cumulative = models.FloatField(null=True)
    rank = models.PositiveIntegerField(null=True)
    class_now = models.CharField(max_length=1, blank=True)
    class_before = models.CharField(max_length=1, blank=True)
    movement = models.CharField(max_length=8, choices=Movement, blank=True, default=Movement.NONE)
    lines = models.PositiveBigIntegerField(default=0)
    unconverted = models.PositiveBigIntegerField(default=0)
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    zone = models.CharField(max_length=200, blank=True)
    division = models.CharField(max_length=200, blank=True)
    zones = models.JSONField(default=list)
    divisions = models.JSONField(default=list)
    currencies = models.JSONField(default=list)
    spark = models.JSONField(default=list)
    """24 monthly revenues, oldest first, rounded to the unit; null before the ledger begins."""

    class Meta:
        verbose_name_plural = "account figures"
        indexes = (
            models.Index(fields=("rank",)),
            models.Index(fields=("revenue",)),
            models.Index(fields=("class_now", "rank")),
        )

    def __str__(self) -> str:
        return f"{self.account_id}: {self.revenue}"

    @property
    def margin(self) -> Decimal | None:
        """Revenue less cost, over the lines that have a cost; None where none has."""
        return None if self.cost is None else self.costed - self.cost


class Place(models.Model):
    """A zone or division where an account has lines, ever: what roles limited to zones or divisions go by."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="places")
    dimension = models.CharField(max_length=8, choices=(("zone", "zone"), ("division", "division")))
    name = models.CharField(max_length=200)

    class Meta:
        indexes = (models.Index(fields=("dimension", "name", "account")),)

    def __str__(self) -> str:
        return f"{self.dimension}: {self.name}"


class Reckoning(models.Model):
    """The one row that says what the figures of all accounts stand for: window, versions, totals."""

    ledger_version = models.BigIntegerField(default=-1)
    facts_version = models.CharField(max_length=100, blank=True)
    base_currency = models.CharField(max_length=3, blank=True)
    """Empty: amounts as they stand."""
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    previous_start = models.DateField(null=True)
    previous_end = models.DateField(null=True)
    accounts = models.PositiveIntegerField(default=0)
    revenue = MoneyField(default=0)
    previous = MoneyField(null=True)
    lines = models.PositiveBigIntegerField(default=0)
    """Lines of the whole ledger."""
    unconverted = models.PositiveBigIntegerField(default=0)
    """Lines of the whole ledger without a rate."""
    last_date = models.DateField(null=True)
    zones = models.JSONField(default=list)
    divisions = models.JSONField(default=list)
    has_costs = models.BooleanField(default=False)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="one_reckoning"),)

    def __str__(self) -> str:
        return f"v{self.ledger_version}, {self.start} – {self.end}"


class SavedView(models.Model):
    """A list as someone left it: its filters, order and columns, under a name; shared or one's own."""

    public_id = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    place = models.CharField(max_length=40, default="accounts")
    name = models.CharField(max_length=80)
    query = models.TextField(blank=True)
    shared = models.BooleanField(default=False)

    class Meta:
        ordering = (F("name").asc(),)
        constraints = (models.UniqueConstraint(fields=("owner", "place", "name"), name="one_view_of_a_name_each"),)

    def __str__(self) -> str:
        return self.name
