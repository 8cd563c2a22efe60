"""What is sent, and how it is signed: Standard Webhooks (https://www.standardwebhooks.com), symmetric secrets.

webhook-id         msg_… the same at each try
webhook-timestamp  seconds since 1970, of this try
webhook-signature  v1,<base64 of HMAC-SHA256 over "id.timestamp.body">, one a secret in force
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Collection
from typing import Any

from trousseau.access.models import AuditEvent
from trousseau.webhooks.models import Delivery, Endpoint

MARK, BYTES = "whsec_", 32
FIELD = re.compile(r"[a-z][a-z0-9_]*")


def new_secret() -> str:
    """A secret that nobody had before."""
    return MARK + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def body(
    delivery: Delivery, event: AuditEvent, subject: dict[str, Any], valued: Collection[str] = ()
) -> bytes:  # fmt: skip
    """What happened to what, when, in which order, and which fields changed; their values are for who reads the API.

    `valued`: the fields whose values are told all the same, before and after.
    """
    data = {
        "subject": subject,
        "action": event.verb,
        "changed": _changed(event),
        "by": None if event.actor_id is None else str(event.actor_id),
    }
    if valued:
        data["before"] = {name: (event.before or {}).get(name) for name in valued}
        data["after"] = {name: (event.after or {}).get(name) for name in valued}
    told = {"type": delivery.kind, "timestamp": event.at.isoformat(), "sequence": delivery.number, "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def headers(endpoint: Endpoint, delivery: Delivery, at: int, content: bytes) -> dict[str, str]:
    """The headers of one try; `at`: seconds since 1970."""
    keys = [endpoint.secret, *([endpoint.former] if endpoint.former_in_force else [])]
    return {
        "Content-Type": "application/json",
        "User-Agent": "Trousseau-Webhooks/1",
        "webhook-id": str(delivery),
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(_signature(key, f"{delivery}.{at}.".encode() + content) for key in keys),
    }


def _signature(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(MARK))
    return f"v1,{base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()}"


def _changed(event: AuditEvent) -> list[str]:
    """The names of fields that differ; a key that is no name of a field, such as a client’s name, is not told."""
    before, after = event.before or {}, event.after or {}
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name) and FIELD.fullmatch(name))
