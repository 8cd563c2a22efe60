"""What of a version of the plan is put before the client to be signed, and that it is still the same afterwards.

Only what the version holds and is shared with the client by name, where both say the same, word for word: what was
approved under another wording than the one they see was never shown to them. Beside it the open promises they see.
Nobody is named: a side is. `docs/client-space.md` tells the same to people.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils import timezone

from trousseau.access.models import Organisation
from trousseau.accounts.models import Account
from trousseau.plans.models import LIVING, Progress
from trousseau.plans.models.versions import PlanVersion
from trousseau.plans.queries.versions import content
from trousseau.portal.items import KINDS
from trousseau.support.models.commitments import Commitment, Direction, State

PARTS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "objectives": ("objective", "title", ("horizon", "start_text", "target_text", "due")),
    "actions": ("action", "what", ("starts", "due")),
    "kpis": ("kpi", "name", ("unit", "rhythm", "baseline", "baseline_on", "target", "target_on")),
}
"""By part of a version: its kind, what names it, what else of it is signed."""
COMMITMENTS = "commitments"
Signed = Mapping[str, Any]
"""account, organisation, version, approved_on, currency, and `things`: by part a list of {id, title, …}."""


@dataclass(frozen=True)
class Told:
    """The text of a version for the client, and the shared things that are not in it."""

    content: Signed
    left: tuple[str, ...]
    """Shared, but new or worded otherwise since the version was approved."""

    @property
    def count(self) -> int:
        """How many things are signed."""
        return count(self.content)


def told(account: Account, version: PlanVersion) -> Told:
    """What the client would sign of a version now; one query a kind of thing."""
    now, things, left = content(version.plan), dict[str, list[Signed]](), []
    for part, (kind, title, fields) in PARTS.items():
        of, held = KINDS[kind], version.content.get(part, {})
        things[part] = []
        for row in of.rows(account).filter(plan=version.plan, **{of.flag: True}):
            if of.barred(row) or getattr(row, "state", "") == Progress.DROPPED:
                continue
            was, is_ = held.get(str(row.pk)), now[part][str(row.pk)]
            if was is None or any(was.get(name) != is_.get(name) for name in (title, *fields)):
                left.append(str(getattr(row, title)))
                continue
            side = {"side": _side(was)} if part == "actions" else {}
            said = {name: was.get(name) for name in fields}
            things[part].append({"id": row.public_id, "title": was[title], **said, **side})
    open_ = KINDS["commitment"].rows(account).filter(visible=True, state=State.OPEN)
    things[COMMITMENTS] = [_promise(one) for one in open_]
    house = Organisation.current()
    return Told(
        {
            "account": account.name,
            "organisation": house.name,
            "version": version.number,
            "approved_on": timezone.localdate(version.at).isoformat(),
            "currency": house.base_currency,
            "things": things,
        },
        tuple(left),
    )


def digest(signed: Signed) -> str:
    """SHA-256 of a text in its one written form: keys in order, no blanks."""
    plain = json.dumps(signed, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(plain.encode()).hexdigest()


def count(signed: Signed) -> int:
    """How many things a text holds."""
    return sum(len(rows) for rows in signed["things"].values())


def last_version(account: Account) -> PlanVersion | None:
    """The version of the living plan of an account that was approved last."""
    found = PlanVersion.objects.filter(plan__account=account, plan__state__in=LIVING).select_related("plan", "by")
    return found.order_by("-plan__starts", "-number").first()


def _side(was: Mapping[str, Any]) -> str:
    """Which side does an action; "" where nobody does."""
    return "theirs" if was.get("contact__name") else "ours" if was.get("owner__name") else ""


def _promise(one: Commitment) -> Signed:
    return {
        "id": one.public_id,
        "title": one.what,
        "side": "ours" if one.direction == Direction.OURS else "theirs",
        "promised_on": one.promised_on.isoformat(),
        "due": one.due.isoformat(),
    }
