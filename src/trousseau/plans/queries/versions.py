"""A plan as it stands, as values that can be kept and compared; and what differs between two of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.core.serializers.json import DjangoJSONEncoder

from trousseau.access.audit import history
from trousseau.access.models import AuditEvent
from trousseau.plans.models import Plan, State

Content = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Kind of part → key of the part → field → value."""
KINDS = {
    "plan": ("ambition", "starts", "ends", "budget_days", "budget_money"),
    "objectives": ("title", "horizon", "why", "start_text", "target_text", "due", "owner__name", "weight"),
    "recommendations": ("text", "reason", "expected"),
    "actions": (
        "what", "how", "owner__name", "contact__name", "starts", "due", "weight", "done", "state", "reason",
        "stake_amount", "days", "money",
    ),
    "risks": ("what", "answer", "owner__name", "probability", "impact", "closed_on"),
    "kpis": ("name", "unit", "baseline", "baseline_on", "target", "target_on", "rhythm", "owner__name"),
}  # fmt: skip
"""What of each kind of part is kept."""
NAMES = {"plan": "ambition", "objectives": "title", "recommendations": "text", "kpis": "name"}
"""The field that says what a part is; `what` of the others."""


def last_word(plan: Plan) -> AuditEvent | None:
    """Why a draft is one again: who sent the plan back, or opened it for revision, and the reason."""
    if plan.state != State.DRAFT:
        return None
    steps = ("plan.submitted", "plan.approved", "plan.sent_back", "plan.revised")
    last = history(plan).filter(verb__in=steps).first()
    return last if last is not None and last.verb in steps[2:] else None


def content(plan: Plan) -> Content:
    """All that a plan says now; one query a kind of part."""
    found: dict[str, dict[str, dict[str, Any]]] = {
        "plan": {"": {name: getattr(plan, name) for name in KINDS["plan"]}},
    }
    for kind, fields in KINDS.items():
        if kind != "plan":
            rows = getattr(plan, kind).values("pk", *fields)
            found[kind] = {str(row.pop("pk")): row for row in rows}
    plain: Content = json.loads(json.dumps(found, cls=DjangoJSONEncoder))
    return plain


@dataclass(frozen=True)
class Change:
    """One difference: a part that is new, gone, or says something else in one field."""

    kind: str
    what: str
    how: Literal["added", "gone", "changed"]
    field: str = ""
    before: Any = None
    after: Any = None


def differences(before: Content, after: Content) -> Iterator[Change]:
    """What differs, kind by kind: what came, what went, then field by field what changed."""
    for kind, fields in KINDS.items():
        old, new = before.get(kind, {}), after.get(kind, {})
        said = NAMES.get(kind, "what")
        for key in (key for key in new if key not in old):
            yield Change(kind, str(new[key].get(said, "")), "added")
        for key in (key for key in old if key not in new):
            yield Change(kind, str(old[key].get(said, "")), "gone")
        for key in (key for key in new if key in old):
            for name in fields:
                one, other = old[key].get(name), new[key].get(name)
                if one != other and name in old[key]:
                    yield Change(kind, str(new[key].get(said, "")), "changed", name, one, other)
