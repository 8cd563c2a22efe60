"""What experts and requests offer to the other rooms: the words of their trail, the grant."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from trousseau.access.audit import describe
from trousseau.accounts.access import register_grant
from trousseau.support.queries.requests import asked_of

VERBS = {
    "expert.availability_told": _("Days a week of an expert told"),
    "expert.away": _("Absence told"),
    "expert.back": _("Absence taken back"),
    "expert.calendar_read": _("Calendar of absences read"),
    "expert.profile_told": _("Languages and zones told"),
    "expert.skills_told": _("Skills of an expert told"),
    "skill.added": _("Skill added to the list"),
    "skill.put_aside": _("Skill put aside"),
    "skill.renamed": _("Skill renamed"),
    "skill.taken_up": _("Skill offered again"),
}


def register() -> None:
    """Offer it all; once, at the start."""
    describe(VERBS)
    register_grant(asked_of)
