"""What this room keeps of people, and why: who looks after a client."""

from django.utils.translation import gettext_lazy as _

from trousseau.access.processing import TEAM, Basis, Kind, People, Processing, authors, declare, impersonal

declare(
    Processing(
        "accounts.responsible",
        _("Clients, and who looks after them"),
        _("To know who answers for a client, today and before."),
        (
            People.STAFF,
            People.CONTACT,
        ),
        (
            Kind.TRACES,
            Kind.RELATIONS,
            Kind.TEXTS,
        ),
        Basis.INTEREST,
        _("As long as the account."),
        TEAM,
        {
            "accounts.account": "code name manager search_text",
            "accounts.teammember": "user label note",
            "accounts.managerterm": "user",
        },
    ),
    authors(
        "accounts",
        {
            "accounts.savedview": "owner place name query",
        },
    ),
)
impersonal(
    {
        "accounts.accountfigures": "class_now class_before zone division zones divisions currencies spark",
        "accounts.place": "name",
        "accounts.reckoning": "facts_version base_currency zones divisions",
    }
)
