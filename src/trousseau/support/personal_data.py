"""What this room keeps of people, and why: requests, promises and experts."""

from django.utils.translation import gettext_lazy as _

from trousseau.access.processing import TEAM, WITH_ITS_OBJECT, Basis, Kind, People, Processing, declare, impersonal

declare(
    Processing(
        "support.work",
        _("Requests, promises and handovers"),
        _("To answer in time and keep what was promised."),
        (
            People.STAFF,
            People.CONTACT,
        ),
        (
            Kind.TRACES,
            Kind.TEXTS,
            Kind.RELATIONS,
        ),
        Basis.CONTRACT,
        WITH_ITS_OBJECT,
        TEAM,
        {
            "support.commitment": "what owner contact contact_name reference evidence reason created_by search_text",
            "support.renegotiation": "reason agreed_by author",
            "support.handover": "leaving taking done_by",
            "support.paper": "by",
            "support.request": "about title wanted asker owner answer",
            "support.offer": "user reason",
            "support.step": "actor person text",
            "support.message": "author text",
        },
    ),
    Processing(
        "support.experts",
        _("Experts and when they are there"),
        _("To ask who can help and has the time."),
        (People.STAFF,),
        (
            Kind.JOB,
            Kind.SKILLS,
            Kind.TIME,
        ),
        Basis.CONTRACT,
        _("As long as they work with us."),
        _("everybody who may ask an expert"),
        {
            "support.heldskill": "user said_by",
            "support.availability": "user",
            "support.absence": "user note",
        },
    ),
    Processing(
        "support.watch",
        _("Watch notes and who they were for"),
        _("To bring news to who can use it."),
        (People.STAFF,),
        (
            Kind.TRACES,
            Kind.TEXTS,
        ),
        Basis.INTEREST,
        WITH_ITS_OBJECT,
        _("everybody but clients; what was read: the author"),
        {
            "support.watchnote": "title text source author search_text",
            "support.watchroute": "because by",
            "support.watchreading": "user used_for",
        },
    ),
)
impersonal(
    {
        "support.availability": "country",
        "support.answerpromise": "country",
        "support.request": "language zone",
        "support.watchnote": "topics industry zone",
    }
)
