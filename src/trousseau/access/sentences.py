"""How what happens to people and settings reads in the audit log."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "organisation.created": _("Organisation set up"),
    "organisation.changed": _("Organisation's settings changed"),
    "person.invited": _("Person invited"),
    "person.joined": _("Person joined"),
    "person.created": _("Person added"),
    "person.changed": _("Person's details or roles changed"),
    "person.deactivated": _("Person deactivated"),
    "person.reactivated": _("Person reactivated"),
    "person.link_made": _("Sign-in link made"),
    "person.password_set": _("Password set by link"),
    "secrets.rotated": _("Secrets sealed under the newest key"),
    "invitation.withdrawn": _("Invitation withdrawn"),
}
