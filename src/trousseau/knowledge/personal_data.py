"""What this room keeps of people, and why: the people at the clients."""

from django.utils.translation import gettext_lazy as _

from trousseau.access.processing import TEAM, WITH_ITS_OBJECT, Basis, Kind, People, Processing, declare, impersonal

declare(
    Processing(
        "knowledge.facts",
        _("What is known of the clients"),
        _("To keep what we learn when the one who learnt it leaves; each fact has its source."),
        (
            People.STAFF,
            People.CONTACT,
        ),
        (
            Kind.TRACES,
            Kind.TEXTS,
        ),
        Basis.INTEREST,
        WITH_ITS_OBJECT,
        TEAM,
        {
            "knowledge.asked": "question by",
            "knowledge.document": "name subject by",
            "knowledge.stake": "source author title quote who answer",
            "knowledge.economicfact": "source author name",
            "knowledge.competitor": "source author name place offer remark",
            "knowledge.contract": "source author name remark",
            "knowledge.site": "source author name city activity",
            "knowledge.note": "source author title text",
            "knowledge.legalentity": "source author name",
            "knowledge.control": "source author",
        },
    ),
    Processing(
        "knowledge.contacts",
        _("The people at the clients"),
        _("To serve each client by people who know whom they speak with."),
        (People.CONTACT,),
        (
            Kind.IDENTITY,
            Kind.JOB,
            Kind.OPINION,
            Kind.RELATIONS,
        ),
        Basis.INTEREST,
        _("Until they ask to be erased; who left is proposed for erasure after the months the page of privacy sets."),
        _("who sees the account and may read contacts: never controllers, administrators or other clients"),
        {
            "knowledge.contact": "source author name title unit email phone language owner merged_into search_text",
            "knowledge.reportingline": "person boss",
            "knowledge.influence": "source author by on",
            "knowledge.contactchange": "contact values by",
            "knowledge.merge": "kept gone memo by",
            "knowledge.erasure": "contact name_digest reason by",
            "knowledge.peopledraft": "by name rows",
        },
    ),
)
impersonal(
    {
        "knowledge.coverage": "topics",
        "knowledge.economicfact": "unit period",
        "knowledge.contract": "currency",
        "knowledge.site": "country",
        "knowledge.legalentity": "country registration",
    }
)
