"""Forms about people, the organisation and the first run."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext

from trousseau.access import currencies
from trousseau.access.actions import Held
from trousseau.access.models import LANGUAGES, Organisation, Role, Scope, User
from trousseau.access.tokens import DAYS

INTERNAL_ROLES = [(role.value, role.label) for role in Role if role is not Role.CLIENT]
PASSWORD_HELP = _("At least ten characters, and not one that everybody uses; a short sentence does well.")
LEFT_OUT_HELP = _(
    "Codes or names of your own companies, one a line: their lines stay in the ledger but not in the check-up."
)
ELEVATION_HELP = _(
    "People, roles, these settings and erasing open once who works has confirmed with their password, a code or a "
    "passkey, and close after this time."
)
LIMITED = frozenset({Role.DIRECTOR, Role.EXECUTIVE, Role.CONTROLLER, Role.MANAGER, Role.HEAD, Role.EXPERT})


class Lines(forms.CharField):
    """A text of one name a line, or separated by semicolons; gives a list without doubles."""

    widget: forms.Widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: str | None) -> list[str]:
        """Split, strip, drop the empty ones."""
        text = super().clean(value) or ""
        return list(dict.fromkeys(part.strip() for part in text.replace(";", "\n").splitlines() if part.strip()))

    def prepare_value(self, value: object) -> object:
        """Show a list one name a line."""
        return "\n".join(value) if isinstance(value, list) else value


class Names(Lines):
    """The same on one line, separated by semicolons."""

    widget = forms.TextInput()

    def prepare_value(self, value: object) -> object:
        """Show a list on one line."""
        return " ; ".join(value) if isinstance(value, list) else value


class PasswordField(forms.CharField):
    """A new password."""

    def __init__(self, **options: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        super().__init__(strip=False, widget=widget, label=_("Password"), help_text=PASSWORD_HELP, **options)


def _elevations() -> list[tuple[int, str | Promise]]:
    return [(0, _("always, nobody is asked again")), *((n, _("%(n)s minutes") % {"n": n}) for n in (5, 15, 30, 60))]


class OrganisationForm(forms.ModelForm[Organisation]):
    """The organisation's settings."""

    base_currency = forms.ChoiceField(
        label=_("Base currency"), help_text=_("Totals are given in it; rates are applied by invoice day.")
    )
    fiscal_year_start = forms.TypedChoiceField(
        label=_("First month of the fiscal year"),
        coerce=int,
        choices=lambda: [(n, str(MONTHS[n])) for n in MONTHS],
    )
    left_out = Lines(
        label=_("Intercompany accounts left out"),
        required=False,
        help_text=LEFT_OUT_HELP,
    )

    second_factor_roles = forms.MultipleChoiceField(
        label=_("Roles that need a second factor"),
        choices=Role,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who holds one of them and has no second factor is led to set it up before anything else."),
    )
    elevation_minutes = forms.TypedChoiceField(
        label=_("Administration stays open"), coerce=int, choices=_elevations, help_text=ELEVATION_HELP
    )

    class Meta:
        model = Organisation
        fields = [
            "name", "base_currency", "fiscal_year_start", "checkup_months", "manager_reads", "left_out",
            "second_factor_roles", "elevation_minutes",
        ]  # fmt: skip
        labels = {
            "name": _("Name of the organisation"),
            "checkup_months": _("Months between two check-ups"),
            "manager_reads": _("A key account manager reads"),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["base_currency"].choices = currencies.choices()  # type: ignore[attr-defined]


class PersonForm(forms.Form):
    """A person's roles, their limits, and who they report to."""

    name = forms.CharField(label=_("Name"), max_length=120)
    roles = forms.MultipleChoiceField(label=_("Roles"), choices=INTERNAL_ROLES, widget=forms.CheckboxSelectMultiple)
    reports_to = forms.ModelChoiceField(
        User.objects.none(), label=_("Reports to"), required=False, empty_label=_("Nobody")
    )
    zones = Names(label=_("Only these zones"), required=False, help_text=_("Separated by semicolons; empty means all."))
    divisions = Names(
        label=_("Only these divisions"),
        required=False,
        help_text=_("Separated by semicolons; empty means all."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reports_to"].queryset = User.objects.filter(is_active=True)  # type: ignore[attr-defined]

    def held(self) -> list[Held]:
        """Give the roles as they were ticked; limits apply to the roles that read accounts."""
        limits = tuple(self.cleaned_data["zones"]), tuple(self.cleaned_data["divisions"])
        return [Held(role, *(limits if role in LIMITED else ((), ()))) for role in self.cleaned_data["roles"]]


class InviteForm(PersonForm):
    """Somebody new."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    field_order = ("email", "name", "roles", "reports_to", "zones", "divisions")


class ProfileForm(forms.ModelForm[User]):
    """What one changes about oneself."""

    class Meta:
        model = User
        fields = ["name", "language"]
        labels = {"name": _("Name"), "language": _("Language")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        languages = [("", _("As the browser")), *LANGUAGES]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]


class JoinForm(forms.Form):
    """Use a link: the name (a new person) and a password."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    password = PasswordField()

    def __init__(self, *args: Any, person: User, known: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        if known:
            del self.fields["name"]

    def clean_password(self) -> str:
        """Ask the validators, with what is known of the person."""
        password: str = self.cleaned_data["password"]
        self.person.name = self.cleaned_data.get("name", self.person.name)
        validate_password(password, self.person)
        return password


class SetupForm(forms.Form):
    """The first run."""

    code = forms.CharField(
        label=_("Set-up code"), help_text=_("It is in the file setup_code of the data folder, on the server.")
    )
    organisation = forms.CharField(label=_("Name of the organisation"), max_length=120)
    base_currency = forms.ChoiceField(
        label=_("Base currency"), help_text=_("Totals are given in it; rates are applied by invoice day.")
    )
    fiscal_year_start = forms.TypedChoiceField(
        label=_("First month of the fiscal year"),
        coerce=int,
        choices=lambda: [(n, str(MONTHS[n])) for n in MONTHS],
        initial=1,
    )
    left_out = Lines(
        label=_("Intercompany accounts left out"),
        required=False,
        help_text=LEFT_OUT_HELP,
    )
    name = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("Your e-mail address"), max_length=254)
    password = PasswordField()

    def __init__(self, *args: Any, expected_code: str | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.expected_code = expected_code
        if expected_code is None:
            del self.fields["code"]
        self.fields["base_currency"].choices = currencies.choices()  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """Compare with the code kept on the server."""
        given: str = self.cleaned_data["code"].strip()
        if given != self.expected_code:
            raise ValidationError(
                _("This is not the code. It is in the file setup_code of the data folder, on the server.")
            )
        return given

    def clean_password(self) -> str:
        """Ask the validators, with what is known of the person."""
        password: str = self.cleaned_data["password"]
        validate_password(
            password, User(name=self.cleaned_data.get("name", ""), email=self.cleaned_data.get("email", ""))
        )
        return password


class FirstInviteForm(forms.Form):
    """One line of the first run: somebody to invite."""

    email = forms.EmailField(label=_("E-mail address"), required=False)
    role = forms.ChoiceField(label=_("Role"), choices=INTERNAL_ROLES, initial=Role.MANAGER)


FirstInvites = forms.formset_factory(FirstInviteForm, extra=3, max_num=3)


def _lasts() -> list[tuple[int, str]]:
    return [(n, npgettext("life of a token", "%(n)s day", "%(n)s days", n) % {"n": n}) for n in DAYS]


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(label=_("What it is for"), max_length=80, help_text=_("The program that will use it."))
    scopes = forms.MultipleChoiceField(
        label=_("What it may be used for"), choices=Scope, widget=forms.CheckboxSelectMultiple, initial=[Scope.READ]
    )
    days = forms.TypedChoiceField(label=_("How long it lasts"), coerce=int, choices=_lasts, initial=90)
