"""The calls that the documentation shows: one list for the page, docs/api.md and the test that runs them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Example:
    """One call; `$ACCOUNT`, `$PLAN` and `$ETAG` stand for what an earlier answer gave."""

    title: str | Promise
    path: str
    status: int = 200
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None

    @property
    def curl(self) -> str:
        """The call as one types it."""
        lines = [f'curl "$TROUSSEAU/api/v1{self.path}" -H "Authorization: Bearer $TOKEN"']
        lines += [f"-H '{name}: {value}'" if "$" not in value else f'-H "{name}: {value}"'
                  for name, value in self.headers.items()]  # fmt: skip
        if self.method != "GET":
            lines[0] = lines[0].replace("curl", f"curl -X {self.method}", 1)
        if self.body is not None:
            lines.append("-H 'Content-Type: application/json'")
            lines.append(f"-d '{json.dumps(self.body, ensure_ascii=False)}'")
        return " \\\n  ".join(lines)


EXAMPLES = (
    Example(_("The first accounts, with two of their fields"), "/accounts?limit=2&fields=name,revenue"),
    Example(_("Accounts that somebody leads, whose name holds a word"), "/accounts?manager=1&q=alstrom"),
    Example(_("One account; the answer’s ETag says which state it is"), "/accounts/$ACCOUNT"),
    Example(_("The same again, only if it changed: 304 where it did not"), "/accounts/$ACCOUNT", 304,
            headers={"If-None-Match": "$ETAG"}),
    Example(_("Put it in a group; sent twice under this key, it is done once"), "/accounts/$ACCOUNT/put-in-group",
            method="POST", headers={"Idempotency-Key": "group-2026-11-27"}, body={"name": "Alstrom"}),
    Example(_("The same over a state that is no longer: 412, and nothing changes"), "/accounts/$ACCOUNT/put-in-group",
            412, "POST", {"If-Match": '"of-yesterday"'}, {"name": "Vernay"}),
)  # fmt: skip
