"""What this room keeps of people, and why: what people are told."""

from django.utils.translation import gettext_lazy as _

from trousseau.access.processing import Basis, Kind, People, Processing, declare, impersonal

declare(
    Processing(
        "notices.notices",
        _("Notices and letters"),
        _("To tell people what is due without their asking."),
        (
            People.STAFF,
            People.CONTACT,
        ),
        (
            Kind.TRACES,
            Kind.TEXTS,
        ),
        Basis.INTEREST,
        _("As the page of privacy sets."),
        _("the person who was told"),
        {
            "notices.letter": "user",
            "notices.notice": "user params",
            "notices.wishes": "user",
            "notices.kindwish": "user",
        },
    ),
)
impersonal(
    {
        "notices.letter": "slot",
        "notices.wishes": "time_zone",
    }
)
