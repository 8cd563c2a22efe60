"""The review of the programme: what it tells, of whom, to whom."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import override

import tagged
from plans.decks.looking import charts, opened, out_of_place, words
from trousseau.access.models import AuditEvent
from trousseau.plans.actions.health import refresh_all
from trousseau.plans.decks import files


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_tells_every_plan_its_health_and_the_largest_risks(house, full, language):
    refresh_all()
    with override(language):
        deck = opened(files.of_programme(house["director"], "pptx").content)
    said = " ".join(words(deck))
    assert not out_of_place(deck)
    assert "Alstrom SA" in said
    assert "A second source" in said
    assert (
        ("En danger" in said or "À surveiller" in said) if language == "fr" else ("danger" in said or "watch" in said)
    )
    assert len(charts(deck)) >= 3


def test_no_slide_where_there_is_nothing_to_say(house):
    deck = opened(files.of_programme(house["director"], "pptx").content)
    said = " ".join(words(deck))
    assert "Largest risks" not in said
    assert "Value delivered" not in said


def test_who_reads_the_programme_takes_it_and_leaves_a_trace(house, full, signed_in, tmp_path):
    with pytest.raises(PermissionDenied):
        files.of_programme(house["manager"], "pdf")
    answer = signed_in(house["director"]).get(reverse("plans:programme_deck", args=["pdf"]))
    assert answer.content.startswith(b"%PDF")
    assert not tagged.faults(answer.content, tmp_path)
    assert AuditEvent.objects.filter(verb="programme.taken").count() == 1
