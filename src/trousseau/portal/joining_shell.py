"""What invitations hand to other rooms: the tab of Settings, the job that sends links, the words of the trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from trousseau.access import audit, shell
from trousseau.jobs.registry import handler
from trousseau.portal import letters


def register() -> None:
    """Register everything; once, at the start."""
    handler("portal.entry", label=gettext_lazy("Link to the client space"))(letters.send_entry)
    shell.register_settings(
        shell.SettingsTab(
            "client_texts", gettext_lazy("Client space texts"), "portal:terms_texts", "manage_organisation", 48
        )
    )
    shell.register_way(
        shell.Way(
            gettext_lazy("You are one of our clients?"), gettext_lazy("Receive a link by e-mail"), "portal:ask_link"
        )
    )
    audit.describe(
        {
            "space.invited": gettext_lazy("Invited into the client space"),
            "space.invited_again": gettext_lazy("Invited again into the client space"),
            "space.invitation_withdrawn": gettext_lazy("Invitation into the client space withdrawn"),
            "space.joined": gettext_lazy("Came into the client space"),
            "space.entered_by_link": gettext_lazy("Signed in by a link to the client space"),
            "space.terms_written": gettext_lazy("Texts of the client space written"),
            "space.terms_accepted": gettext_lazy("Texts of the client space accepted"),
        }
    )
