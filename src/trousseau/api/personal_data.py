"""What this room keeps of people, and why: answers for calls that are repeated."""

from django.utils.translation import gettext_lazy as _

from trousseau.access.processing import Basis, Kind, People, Processing, declare, impersonal

declare(
    Processing(
        "api.repeats",
        _("Answers kept for calls that programs repeat"),
        _("To do once what a program sends twice."),
        (
            People.STAFF,
            People.CONTACT,
        ),
        (
            Kind.IDENTITY,
            Kind.TEXTS,
        ),
        Basis.INTEREST,
        _("A day."),
        _("the program that made the call"),
        {
            "api.repeat": "body",
        },
    ),
)
impersonal({"api.repeat": "key digest headers"})
