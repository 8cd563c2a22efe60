"""The forms of the door: allauth's, in the words of this house."""

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _


class SignInForm(LoginForm):  # type: ignore[misc]
    """E-mail address, password, and whether this machine is one's own."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["login"].label = _("E-mail address")
        self.fields["remember"].label = _("Stay signed in on this machine")
        self.fields["password"].help_text = _forgotten()
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                field.widget.attrs.pop("placeholder", None)


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey: its name, and whether it opens the door by itself."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["name"].label = _("Name")
        self.fields["name"].help_text = _("By which you know it again: the machine or the key it is on.")
        self.fields["passwordless"].label = _("Sign in with it alone, without a password")
        self.fields["passwordless"].help_text = _("Untick it for a plain security key, asked after the password.")
        self.fields["passwordless"].initial = True


def _forgotten() -> str:
    """Where to go without a password: a letter where there is a mail server, else the administrator."""
    if settings.EMAIL_CONFIGURED:
        return format_html('<a href="{}">{}</a>', reverse("account_reset_password"), _("Forgotten?"))
    return _("Forgotten? Your administrator can make you a link.")
