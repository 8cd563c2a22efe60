"""What this room keeps of people, and why: who made a webhook, and what receivers answered."""

from django.utils.translation import gettext_lazy as _

from trousseau.access.processing import Basis, Kind, People, Processing, declare, impersonal

declare(
    Processing(
        "webhooks.endpoints",
        _("Webhooks: whose rights decide what is told, and to where"),
        _("To tell the company’s other tools what was done, and no more than its owner may read."),
        (People.STAFF,),
        (Kind.TRACES, Kind.TEXTS),
        Basis.INTEREST,
        _("As long as the webhook; its deliveries thirty days."),
        _("its owner and administrators"),
        {
            "webhooks.endpoint": "name url owner",
            "webhooks.delivery": "answer",
        },
    ),
)
impersonal(
    {
        "webhooks.endpoint": "kinds secret former why",
        "webhooks.delivery": "kind subject problem",
    }
)
