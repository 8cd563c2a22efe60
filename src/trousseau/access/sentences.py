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
    "person.password_changed": _("Password changed, other sessions ended"),
    "person.session_ended": _("Session ended"),
    "person.sessions_ended": _("All other sessions ended"),
    "person.factor_added": _("Second factor or passkey added"),
    "person.factor_removed": _("Second factor or passkey removed"),
    "person.codes_made": _("Recovery codes made"),
    "person.locked_out": _("Signing in locked after wrong passwords"),
    "person.elevated": _("Administration opened"),
    "person.elevation_ended": _("Administration closed"),
    "person.linked": _("Company sign-on linked"),
    "person.unlinked": _("Company sign-on forgotten"),
    "person.factors_cleared": _("Second factors and passkeys removed by an administrator"),
    "token.made": _("API token made"),
    "token.revoked": _("API token revoked"),
    "audit.cut": _("Old events taken out of the audit log"),
}
