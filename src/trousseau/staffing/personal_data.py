"""What this room keeps of people, and why: competencies and matching."""

from django.utils.translation import gettext_lazy as _

from trousseau.access.processing import WITH_ITS_OBJECT, Basis, Kind, People, Processing, declare, impersonal

declare(
    Processing(
        "staffing.competencies",
        _("Competencies and their assessment"),
        _("To find training and the right manager for a client."),
        (People.STAFF,),
        (
            Kind.SKILLS,
            Kind.TRACES,
            Kind.TEXTS,
        ),
        Basis.CONTRACT,
        _("As long as they work with us; candidates without a login until they are erased."),
        _("the person, their heads, directors; evaluators: what they wrote"),
        {
            "staffing.subject": "user name about reports_to",
            "staffing.assessment": "opened_by note framework closed_by",
            "staffing.voice": "person",
            "staffing.answer": "evidence",
            "staffing.developmentaction": "text owner",
            "staffing.frameworkversion": "published_by reason framework",
            "staffing.frameworkdraft": "owner framework",
        },
    ),
    Processing(
        "staffing.matching",
        _("Matching of managers and clients"),
        _("To give each client a manager with the time and the competencies for it; proposals are decided by people."),
        (People.STAFF,),
        (
            Kind.JOB,
            Kind.SKILLS,
            Kind.TIME,
        ),
        Basis.INTEREST,
        WITH_ITS_OBJECT,
        _("directors and heads; each manager what concerns them"),
        {
            "staffing.accountdemand": "competencies source author",
            "staffing.matchingrule": "manager reason author",
            "staffing.rivalry": "name author",
            "staffing.proposal": "title assigned backups before backups_before outcome created_by decided_by reason",
            "staffing.backup": "user",
            "staffing.handover": "giver taker",
            "staffing.profile": "user languages fluency changed_by",
        },
    ),
)
impersonal(
    {
        "staffing.subject": "profile",
        "staffing.answer": "competency",
        "staffing.levelfound": "competency",
        "staffing.developmentaction": "competency",
        "staffing.accountdemand": "zone languages industry",
        "staffing.proposal": "computed applied",
        "staffing.profile": "zones industries",
    }
)
