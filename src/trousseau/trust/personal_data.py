"""What this room keeps of people, and why: looks and consents."""

from django.utils.translation import gettext_lazy as _

from trousseau.access.processing import Basis, Kind, People, Processing, declare, impersonal

declare(
    Processing(
        "trust.looks",
        _("Who looked at what in the client space"),
        _("To know whether what we share is of use."),
        (People.CLIENT,),
        (Kind.TRACES,),
        Basis.INTEREST,
        _("As the page of privacy sets."),
        _("who sees the account"),
        {
            "trust.look": "user",
        },
    ),
    Processing(
        "trust.consents",
        _("Consents"),
        _("To prove what somebody agreed to, under which text."),
        (
            People.CLIENT,
            People.STAFF,
        ),
        (Kind.TRACES,),
        Basis.OBLIGATION,
        _("As long as the person is known."),
        _("the person; administrators"),
        {
            "trust.consent": "person",
        },
    ),
    Processing(
        "trust.erasures",
        _("Who was erased"),
        _("To prove that a right was answered, without the name."),
        (
            People.STAFF,
            People.CLIENT,
        ),
        (Kind.TRACES,),
        Basis.OBLIGATION,
        _("As long as the installation."),
        _("administrators"),
        {
            "trust.erasedperson": "user reason by",
        },
    ),
)
impersonal(
    {
        "trust.look": "item",
        "trust.consent": "text_version",
    }
)
