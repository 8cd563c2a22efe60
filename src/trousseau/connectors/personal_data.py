"""What this room keeps of people, and why: what the company's CRM says of the people at its clients."""

from django.utils.translation import gettext_lazy as _

from trousseau.access.processing import TEAM, Basis, Kind, People, Processing, authors, declare, impersonal

declare(
    Processing(
        "connectors.records",
        _("What the company’s CRM says"),
        _("To know accounts, people and deals as the CRM does, without typing them twice."),
        (People.CONTACT, People.STAFF),
        (Kind.IDENTITY, Kind.JOB),
        Basis.INTEREST,
        _("As long as the CRM holds the record; who was erased with us is not read again."),
        TEAM,
        {
            "connectors.remote": "values label contact user problems taken back",
            "connectors.noted": "label before after",
            "connectors.run": "errors",
            "connectors.deal": "name owner",
            "connectors.dealrole": "contact",
            "connectors.candidate": "contact evidence",
            "connectors.connection": "told person",
        },
    ),
    authors(
        "connectors",
        {
            "connectors.connection": "name created_by",
            "connectors.remote": "linked_by",
            "connectors.candidate": "decided_by",
            "connectors.run": "started_by",
            "connectors.outbound": "wanted message",
            "connectors.feed": "name told created_by",
            "connectors.feedrun": "errors started_by",
            "connectors.piece": "name params",
        },
    ),
)
impersonal(
    {
        "connectors.connection": "secret access refresh organisation organisation_id currencies missing base way",
        "connectors.maprow": "target places converter default choices",
        "connectors.reading": "asked cursor comparing wished",
        "connectors.remote": "external_id into belongs_to",
        "connectors.run": "counts",
        "connectors.noted": "external_id",
        "connectors.deal": "currency stage",
        "connectors.dealrole": "role",
        "connectors.dealline": "product",
        "connectors.outbound": "target code",
        "connectors.feed": "secret",
        "connectors.feedrun": "counts",
        "connectors.piece": "stamp sha256 code cursor",
    }
)
