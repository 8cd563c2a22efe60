"""What of a shared thing reaches the client: the fields that are told, and nothing else of its row."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import models
from django.utils import timezone

from trousseau.knowledge.models import Document
from trousseau.plans.models import Action, Kpi, Meeting, Objective
from trousseau.plans.models.rhythm import AgendaPoint, Decision
from trousseau.plans.models.value import Delivered
from trousseau.portal.access import Window, memberships
from trousseau.portal.items import KINDS
from trousseau.portal.told import TELLERS, told
from trousseau.support.models import Commitment

KEPT = "kept-to-us"
OURS = {
    "objective": {"why"},
    "action": {"how", "reason", "search_text"},
    "kpi": set(),
    "commitment": {"reference", "evidence", "reason", "search_text"},
    "meeting": {"reason", "search_text"},
    "value": {"search_text"},
    "document": {"subject", "digest"},
}
"""Texts of a row that never leave us; a new text of a model is to be put here or into what is told."""
TOLD = {
    "objective": {"title", "horizon", "start_text", "target_text", "public_id"},
    "action": {"what", "state", "public_id"},
    "kpi": {"name", "unit", "rhythm", "public_id"},
    "commitment": {"what", "direction", "state", "contact_name", "public_id"},
    "meeting": {"title", "kind", "where", "state", "minutes", "public_id"},
    "value": {"category", "what", "method", "evidence", "opinion", "said_by", "said", "public_id"},
    "document": {"name", "kind", "public_id"},
}
ELSE = {"kpi": {"source"}, "commitment": {"channel"}, "meeting": {"level"}}
"""Codes of ours that are not told."""


def rows(house, plan, today):
    """One row of each kind, shared, its own texts marked."""
    common = {"account": house["account"]}
    goal = Objective.objects.get()
    Objective.objects.update(shared=True)
    Action.objects.update(shared=True, objective=goal, stake_amount=987654, days=7, money=45678)
    Kpi.objects.create(
        plan=plan, name="On time", unit="percent", baseline_on=today, target_on=today + dt.timedelta(days=300),
        formula={"field": KEPT}, floor=777777, shared=True,
    ).readings.create(on=today, value=91, note=KEPT)  # fmt: skip
    Commitment.objects.create(
        **common, what="Certificates", owner=house["expert"], promised_on=today, first_due=today, due=today,
        visible=True,
    )  # fmt: skip
    held = Meeting.objects.create(**common, title="Steering", on=today, state="held", minutes="We agreed.", shared=True)
    hidden = Action.objects.create(plan=plan, what=KEPT, starts=today, due=today)
    AgendaPoint.objects.create(meeting=held, text=KEPT, action=hidden)
    AgendaPoint.objects.create(meeting=held, text="Dock 3")
    Decision.objects.create(meeting=held, text="Open it", owner=house["expert"], due=today)
    Delivered.objects.create(**common, category="cost", what="Fewer stops", since=today, shared=True)
    Document.objects.create(**common, name="Plan.pdf", kind="application/pdf", size=3, digest="", shared=True)
    for kind, names in OURS.items():
        KINDS[kind].rows(house["account"]).filter(**{KINDS[kind].flag: True}).update(**dict.fromkeys(names, KEPT))


def test_no_text_of_ours_and_no_amount_of_ours_is_told(house, plan, space, django_assert_max_num_queries):
    rows(house, plan, timezone.localdate())
    window = Window(space, memberships(house["client"]).get())
    for kind in TELLERS:
        with django_assert_max_num_queries(8):
            said = told(window, kind)
        assert len(said) == 1, kind
        assert not [one for one in (KEPT, "987654", "45678", "777777") if one in repr(said)], kind
    assert "Dock 3" in repr(told(window, "meeting"))
    assert "Léa Marchal" in repr(told(window, "commitment"))


@pytest.mark.parametrize("kind", sorted(TELLERS))
def test_each_text_of_a_model_was_decided_to_be_told_or_kept(kind):
    texts = {
        one.name for one in KINDS[kind].model._meta.get_fields() if isinstance(one, models.CharField | models.TextField)
    }
    assert texts == OURS[kind] | TOLD[kind] | ELSE.get(kind, set())
