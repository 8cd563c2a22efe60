"""What a connector's folder is given to call for a connection: `opening.connector(line)` of each makes its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from trousseau.connectors.calling import Budget


@dataclass(frozen=True)
class Line:
    """A way to one company's CRM."""

    client: httpx.Client
    base: str
    auth: httpx.Auth | None = None
    budget: Budget | None = None
    way: str = ""
    """How one signs in there."""
    told: Mapping[str, str] = field(default_factory=dict)
    """What an administrator wrote, but what is secret."""
    secret: str = field(default="", repr=False)
