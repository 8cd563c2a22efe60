"""How a link of the trail's chain is reckoned: plain functions, so that a file can be checked without a database.

    texts  = SHA-256 of [salt, actor_label, target_label, before, after]
    digest = SHA-256 of [number, previous digest, texts, event, at, actor, verb, target_type, target_id]

Each list is written as JSON: keys sorted, no spaces, no escapes but those JSON asks for, UTF-8.
"""

from __future__ import annotations

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder

Who = tuple[object, ...]
"""What never changes of an event: its number, when (ISO 8601, UTC), the actor's number, verb, target."""


def texts(salt: str, actor_label: str, target_label: str, before: object, after: object) -> str:
    """The digest of what a name may have to leave."""
    return _sha256(salt, actor_label, target_label, before, after)


def digest(number: int, previous: str, told: str, who: Who) -> str:
    """The digest of a link: over all that stood before it, and over its event."""
    return _sha256(number, previous, told, *who)


def _sha256(*told: object) -> str:
    plain = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
