"""People, their roles, the organisation, invitations, and the trail of what was decided.

A person is known by an e-mail address, kept in lower case. What they may do hangs from their role assignments
(`rules.py` reads them); a role may be limited to zones or divisions. The trail (`AuditEvent`) only grows:
neither the code nor the database lets a row of it change.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, NoReturn

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from trousseau.access.once import once

LANGUAGES = [("fr", "Français"), ("en", "English")]


class Role(models.TextChoices):
    """What a person is in the organisation; product.md says what each may see and decide."""

    DIRECTOR = "director", _("Programme director")
    EXECUTIVE = "executive", _("Executive sponsor")
    CONTROLLER = "controller", _("Controller")
    MANAGER = "manager", _("Key account manager")
    HEAD = "head", _("Head of managers")
    EXPERT = "expert", _("Expert")
    ADMINISTRATOR = "administrator", _("Administrator")
    CLIENT = "client", _("Client")


class Theme(models.TextChoices):
    """How pages look."""

    AUTO = "auto", _("As the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class People(BaseUserManager["User"]):
    """The manager of users: addresses are kept in lower case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Give the person with that address, whatever its case."""
        return self.get(email=(username or "").strip().lower())

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Store a person; without a password they cannot sign in until they set one."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class User(AbstractBaseUser):
    """A person who signs in."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=2, blank=True, choices=LANGUAGES)
    theme = models.CharField(_("theme"), max_length=5, choices=Theme, default=Theme.AUTO)
    reports_to = models.ForeignKey(
        "self",
        verbose_name=_("reports to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reports",
    )
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[People] = People()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ["name", "email"]
        verbose_name = _("person")

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """Give the name to show."""
        return str(self)

    def get_short_name(self) -> str:
        """Give the first name."""
        return str(self).split(" ", maxsplit=1)[0]

    @property
    def initials(self) -> str:
        """Give the two letters shown in the round mark: first and last word of the name."""
        words = str(self).replace("@", " ").split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()

    @cached_property
    def assignments_held(self) -> tuple[RoleAssignment, ...]:
        """Give the role assignments, read once per request."""
        return tuple(self.assignments.all())

    @property
    def roles(self) -> frozenset[str]:
        """Give the names of the roles held."""
        return frozenset(assignment.role for assignment in self.assignments_held)

    @property
    def role_labels(self) -> list[str]:
        """Give the roles in words, in the order of the enumeration."""
        return [str(role.label) for role in Role if role.value in self.roles]


class RoleAssignment(models.Model):
    """One role of one person, over everything or only some zones and divisions (empty list: all of them)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(_("role"), max_length=16, choices=Role)
    zones = models.JSONField(_("zones"), default=list, blank=True)
    divisions = models.JSONField(_("divisions"), default=list, blank=True)

    class Meta:
        ordering = ["role"]
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="one_assignment_per_role"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


def guarded_roles() -> list[str]:
    """Give the roles that need a second factor where nobody decided otherwise."""
    return [Role.DIRECTOR.value, Role.ADMINISTRATOR.value]


class Organisation(models.Model):
    """The company whose portfolio this is: one row."""

    class Reading(models.TextChoices):
        """Which accounts a manager may read beyond their own."""

        OWN = "own", _("only the accounts they lead or are on the team of")
        OPEN = "open", _("all accounts")

    name = models.CharField(_("name of the organisation"), max_length=120)
    base_currency = models.CharField(_("base currency"), max_length=3, default="EUR")
    fiscal_year_start = models.PositiveSmallIntegerField(_("first month of the fiscal year"), default=1)
    manager_reads = models.CharField(_("managers read"), max_length=4, choices=Reading, default=Reading.OWN)
    checkup_months = models.PositiveSmallIntegerField(_("months between check-ups"), default=3)
    left_out = models.JSONField(_("accounts left out"), default=list, blank=True)
    second_factor_roles = models.JSONField(_("roles that need a second factor"), default=guarded_roles, blank=True)
    elevation_minutes = models.PositiveSmallIntegerField(_("minutes of administration"), default=15)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_organisation"),
            models.CheckConstraint(condition=models.Q(fiscal_year_start__range=(1, 12)), name="month_of_year"),
            models.CheckConstraint(condition=models.Q(base_currency__regex=r"^[A-Z]{3}$"), name="currency_code"),
            models.CheckConstraint(condition=models.Q(checkup_months__range=(1, 24)), name="checkup_rhythm"),
            models.CheckConstraint(condition=models.Q(elevation_minutes__lte=240), name="elevation_ends"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def in_header(self) -> str:
        """The name as the subject of a letter takes it: on one line."""
        return " ".join(self.name.split())

    @classmethod
    def current(cls) -> Organisation:
        """Give the organisation; before the first run, one with defaults that is not stored."""
        return once("organisation", lambda: cls.objects.filter(pk=1).first() or cls(pk=1, name=""))


class Invitation(models.Model):
    """A link that lets one person in once: a new person, or one who has lost their password (`user` is set).

    Only the SHA-256 of the link's secret is kept; the link itself is shown once to who made it.
    """

    digest = models.CharField(max_length=64, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    roles = models.JSONField(default=list)
    zones = models.JSONField(default=list, blank=True)
    divisions = models.JSONField(default=list, blank=True)
    reports_to = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="sign_in_links")
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.email

    def is_open(self, now: dt.datetime | None = None) -> bool:
        """Whether the link may still be used."""
        return self.used_at is None and self.expires_at > (now or timezone.now())


class Visit(models.Model):
    """One session of a person: how they came in, on what, from where, since when (`visits.py`)."""

    class Way(models.TextChoices):
        """How somebody came in."""

        PASSWORD = "password", _("password")
        PASSKEY = "passkey", _("passkey")
        SSO = "sso", _("company sign-on")
        LINK = "link", _("link")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="visits")
    key = models.CharField(max_length=40, unique=True, editable=False)
    way = models.CharField(max_length=8, choices=Way)
    device = models.CharField(max_length=40, blank=True)
    address = models.GenericIPAddressField()
    since = models.DateTimeField(default=timezone.now, editable=False)
    seen = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-seen"]

    def __str__(self) -> str:
        return self.device or self.address


class Scope(models.TextChoices):
    """What a token may be used for; never more than its person may do."""

    READ = "read", _("Read what I may read")
    WRITE = "write", _("Do what I may do")
    LEDGER = "ledger", _("Load sales lines")


class ApiToken(models.Model):
    """A key by which a program acts as a person, within its scopes, until a day (`tokens.py`).

    `hint` is the part that may be seen and finds the row; of the secret only the SHA-256 is kept.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=80)
    hint = models.CharField(max_length=12, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def shown(self) -> str:
        """Give what of its text may be seen."""
        return f"trs_{self.hint}_…"

    @property
    def expired(self) -> bool:
        """Whether its day is over."""
        return self.expires_at <= timezone.now()

    @property
    def scope_labels(self) -> list[str]:
        """Give the scopes in words, in the order of the enumeration."""
        return [str(scope.label) for scope in Scope if scope.value in self.scopes]


class AppendOnly(models.QuerySet[Any]):
    """A queryset that refuses to change or delete what is written."""

    def _refuse(self, *_args: Any, **_options: Any) -> NoReturn:
        raise TypeError("The audit trail only grows: events are neither changed nor deleted.")

    update = delete = bulk_update = update_or_create = _refuse


class AuditEvent(models.Model):
    """One thing somebody did: a business verb, to what, and what changed. Written by `audit.record`."""

    at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    actor = models.ForeignKey(User, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    actor_label = models.CharField(max_length=254)
    verb = models.CharField(max_length=64, db_index=True)
    target_type = models.CharField(max_length=64)
    target_id = models.CharField(max_length=64)
    target_label = models.CharField(max_length=254)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["target_type", "target_id", "-at"], name="audit_target")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label} {self.verb} {self.target_label}"

    def save(self, *args: Any, **options: Any) -> None:
        """Write a new event; an event that is written stays as it is."""
        if not self._state.adding:
            raise TypeError("The audit trail only grows: events are neither changed nor deleted.")
        super().save(*args, **options)

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        """Refuse: the trail only grows."""
        raise TypeError("The audit trail only grows: events are neither changed nor deleted.")


class AuditLink(models.Model):
    """One link of the chain over the trail (`chain.py`): what an event said when it was linked."""

    number = models.PositiveBigIntegerField(primary_key=True)
    event = models.BigIntegerField(db_index=True)
    """The number of the event; no key of the database, so that an event that is gone shows."""
    salt = models.CharField(max_length=32, blank=True)
    texts = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


class Forgetting(models.Model):
    """The door through which a name leaves the trail: a row stands only inside the transaction that takes it out.

    While it stands the database lets the texts of events change, and nothing else of them (`audit.forget`).
    """

    at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Cutting(models.Model):
    """The door through which old events leave: a row stands only inside the transaction that takes them out.

    While it stands the database lets events from before its moment go, and links up to its number (`cutting.cut`).
    """

    older_than = models.DateTimeField()
    upto = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.older_than:%Y-%m-%d} {self.upto}"
