"""What this room keeps of people, and why: who of the client comes into the client space."""

from django.utils.translation import gettext_lazy as _

from trousseau.access.processing import TEAM, WITH_ITS_OBJECT, Basis, Kind, People, Processing, declare, impersonal

declare(
    Processing(
        "portal.spaces",
        _("Client spaces and who may come in"),
        _("To show people at a client what is shared with them, and to hear what they think of it."),
        (People.CLIENT, People.CONTACT, People.STAFF),
        (Kind.IDENTITY, Kind.SIGN_IN, Kind.TRACES, Kind.RELATIONS, Kind.TEXTS, Kind.OPINION),
        Basis.CONTRACT,
        WITH_ITS_OBJECT,
        TEAM,
        {
            "portal.space": "opened_by word word_by",
            "portal.member": "user contact invited_by ended_by",
            "portal.invite": "digest email name contact created_by bounce",
            "portal.terms": "by",
            "portal.acceptance": "user",
            "portal.entrylink": "digest user bounce",
            "portal.proposal": "author answered_by title text answer",
            "portal.vote": "user",
            "portal.comment": "author text",
            "portal.awaited": "by answered_by said answer",
            "portal.ask": "asked_by settled_by why reason word",
            "portal.rating": "author word",
            "portal.survey": "answers",
            "portal.questions": "by",
            "portal.cosigning": "asked_by withdrawn_by countersigned_by why content",
            "portal.signature": "by word",
        },
    ),
)

impersonal(
    {
        "portal.awaited": "item",
        "portal.comment": "kind item",
        "portal.questions": "content",
        "portal.cosigning": "digest",
        "portal.signature": "digest",
        "portal.survey": "content",
        "portal.terms": "terms_fr terms_en privacy_fr privacy_en",
    }
)
