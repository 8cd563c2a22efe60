"""What programs read of webhooks and do with them, as the page does; the API opens this table with its own.

None makes a webhook or gives it another secret: as for tokens, who one is is asked again there, and a secret is shown
once, to a person.
"""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from trousseau.access.models import User
from trousseau.api.questions import Told, question
from trousseau.api.representing import Said
from trousseau.api.resources import Resource, resource
from trousseau.api.verbs import verb, verb_each
from trousseau.webhooks import actions, queries, sending
from trousseau.webhooks.models import Delivery, Endpoint

RULE = "make_webhooks"


class WebhookStanding(Told):
    """How a webhook does: what waits, what was given up, and whether it is left alone for now; moments in UTC."""

    waiting: int = Field(description="Deliveries that are still to be taken")
    failed: int = Field(description="Deliveries that were given up in the last thirty days")
    last_taken_at: dt.datetime | None = Field(description="null: nothing was taken yet")
    failing_since: dt.datetime | None = Field(description="null: the last call was taken")
    rests_until: dt.datetime | None = Field(description="It is not called before; null: it is called")


def standing(_user: User, endpoint: Endpoint) -> WebhookStanding:
    """How a webhook does."""
    return WebhookStanding.model_validate(endpoint)


def _why(delivery: Delivery) -> str:
    return sending.why_not([delivery.problem], delivery.endpoint.url).get(delivery.problem, "")


WEBHOOKS = resource(
    Resource(
        "webhooks", Endpoint, RULE, queries.webhooks,
        ("name", "url", Said("kinds", list[str], lambda row: row.kinds), "owner", "state", "why", "stopped_at",
         "former_until", "created_at"),
        "Addresses that are told what is done here.", filters=("owner", "state"),
    )
)  # fmt: skip
DELIVERIES = resource(
    Resource(
        "webhook-deliveries", Delivery, RULE, queries.deliveries,
        ("endpoint", Said("message", str, str), "kind", "number", "at", "state", "tries", "next_at", "ended_at",
         "status", "answer", "problem", Said("why", str, _why, joined="endpoint")),
        "Events of the last thirty days for webhooks, and what came of each.", filters=("endpoint", "state", "kind"),
    )
)  # fmt: skip

question("standing", standing, asked=None, told=WebhookStanding, on=WEBHOOKS, rule=RULE)
verb(actions.change, on=WEBHOOKS, rule=RULE, about=(Endpoint,))
verb_each(
    actions.end_former, actions.stop, actions.start, actions.try_out, actions.replay_failed, actions.remove,
    on=WEBHOOKS, rule=RULE,
)  # fmt: skip
verb(actions.replay, on=DELIVERIES, rule=RULE)
