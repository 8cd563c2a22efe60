"""Rounds of assessments: blind, for good, closed by themselves, and what they leave."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from trousseau.access.models import AuditEvent
from trousseau.accounts import due
from trousseau.notices.models import Notice
from trousseau.staffing import access
from trousseau.staffing.actions import assessing, development, frameworks, subjects
from trousseau.staffing.actions.assessing import Said
from trousseau.staffing.actions.errors import CompetencyError
from trousseau.staffing.framework import Competency, Framework, delivered
from trousseau.staffing.models import Assessment, LevelFound, Subject
from trousseau.staffing.queries.assessments import spoken
from trousseau.staffing.queries.levels import held

KEYS = delivered().keys


@pytest.fixture
def team(organisation, person):
    """A director, a head, two managers of theirs, an expert, another head."""
    director = person("director", name="Dora Director")
    head = person("head", name="Hugo Head", reports_to=director)
    return {
        "director": director,
        "head": head,
        "sophie": person("manager", name="Sophie Sujet", reports_to=head),
        "marc": person("manager", name="Marc Manager", reports_to=head),
        "expert": person("expert", name="Eva Expert", reports_to=head),
        "other": person("head", name="Otto Other"),
    }


def of(user):
    return access.subject_or_404(user, str(user.pk))


def everything(level, evidence="seen in a meeting"):
    return {key: Said(level, evidence) for key in KEYS}


def opened(team, *evaluators, **more):
    return assessing.open_assessment(
        team["head"], of(team["sophie"]), timezone.localdate() + timedelta(days=7), evaluators, **more
    )


def said(user, found, level):
    assessing.answer(user, found, everything(level))
    assessing.hand_in(user, found)


def test_a_round_from_its_opening_to_the_level_held(team):
    found = opened(team, team["marc"], team["expert"])
    assert [str(one) for one in found.voices.all()] == ["Sophie Sujet", "Hugo Head", "Marc Manager", "Eva Expert"]
    said(team["sophie"], found, 5)
    said(team["head"], found, 2)
    said(team["marc"], found, 3)
    assert held() == {}, "an open round finds nothing"
    said(team["expert"], found, 4)
    found.refresh_from_db()
    assert found.closed
    assert found.closed_by is None
    assert held() == {team["sophie"].pk: dict.fromkeys(KEYS, 3.0)}
    one = LevelFound.objects.first()
    assert (one.low, one.high, one.voices, one.own_only) == (2, 5, 4, False)


def test_blind_until_ones_own_is_handed_in(team):
    found = opened(team, team["marc"])
    said(team["marc"], found, 4)
    assert spoken(team["head"], found) == []
    assert spoken(team["sophie"], found) == []
    assert [str(one.voice) for one in spoken(team["director"], found)] == ["Marc Manager"], "who is not asked reads"
    said(team["head"], found, 3)
    assert [str(one.voice) for one in spoken(team["head"], found)] == ["Hugo Head", "Marc Manager"]
    assert spoken(team["sophie"], found) == []


def test_handed_in_for_good(team):
    found = opened(team)
    said(team["head"], found, 3)
    with pytest.raises(CompetencyError, match="handed_in"):
        assessing.answer(team["head"], found, everything(4))
    assessing.close_assessment(team["head"], found)
    with pytest.raises(CompetencyError, match="closed"):
        assessing.answer(team["sophie"], found, everything(4))


def test_what_was_not_handed_in_does_not_count(team):
    found = opened(team, team["marc"])
    assessing.answer(team["marc"], found, everything(5))
    said(team["sophie"], found, 2)
    assessing.close_assessment(team["head"], found)
    assert set(held()[team["sophie"].pk].values()) == {2.0}
    assert LevelFound.objects.filter(own_only=True).count() == len(KEYS)


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (Said(1), "ends"),
        (Said(5, "   "), "ends"),
        (Said(6, "x"), "level"),
        (Said(0, "x"), "level"),
        (Said(3, "x" * 1001), "long_evidence"),
        (Said(3, "x", timezone.localdate() + timedelta(days=2)), "future"),
    ],
)
def test_answers_that_are_refused(team, one, code):
    found = opened(team)
    with pytest.raises(CompetencyError) as error:
        assessing.answer(team["head"], found, {KEYS[0]: Said(3), KEYS[1]: one})
    assert error.value.code == code
    assert not found.voices.get(person=team["head"]).answers.exists(), "nothing is kept"


def test_a_round_is_handed_in_whole(team):
    found = opened(team)
    assessing.answer(team["head"], found, dict(list(everything(3).items())[:-2]))
    with pytest.raises(CompetencyError) as error:
        assessing.hand_in(team["head"], found)
    assert error.value.params["left"] == 2
    assessing.answer(team["head"], found, {key: Said(None) for key in KEYS[-2:]})
    assessing.hand_in(team["head"], found)
    assessing.close_assessment(team["head"], found)
    assert KEYS[-1] not in held()[team["sophie"].pk], "who cannot judge says no level"


def test_who_is_asked(team, person):
    with pytest.raises(CompetencyError, match="evaluators"):
        opened(team, *(person("manager", name=f"M {n}") for n in range(4)))
    for wrong in (team["sophie"], team["head"], person("client"), person("manager", name="Gone", is_active=False)):
        with pytest.raises(CompetencyError, match="evaluator"):
            opened(team, wrong)
    found = opened(team)
    with pytest.raises(CompetencyError, match="open"):
        opened(team)
    assessing.add_evaluator(team["head"], found, team["marc"])
    assessing.remove_evaluator(team["head"], found, team["marc"])
    with pytest.raises(Http404):
        access.voice_or_404(team["marc"], found.public_id)
    assessing.add_evaluator(team["head"], found, team["marc"])
    said(team["marc"], found, 3)
    with pytest.raises(CompetencyError, match="handed_in"):
        assessing.remove_evaluator(team["head"], found, team["marc"])


def test_taking_out_the_last_one_waited_for_closes(team):
    found = opened(team, team["marc"])
    said(team["head"], found, 3)
    said(team["sophie"], found, 3)
    assessing.remove_evaluator(team["head"], found, team["marc"])
    found.refresh_from_db()
    assert found.closed


def test_only_who_leads_opens(team):
    for wrong in (team["sophie"], team["marc"], team["other"]):
        with pytest.raises(PermissionDenied):
            assessing.open_assessment(wrong, of(team["sophie"]), timezone.localdate())
    assert not Assessment.objects.exists()


def test_before_and_after_under_another_framework(team):
    found = opened(team)
    said(team["head"], found, 2)
    assessing.close_assessment(team["head"], found)
    own = Competency("own-calm", "value", "Calm", ("a", "b", "c", "d", "e"))
    changed = Framework((*delivered().competencies[:-1], own), delivered().required)
    frameworks.save_framework_draft(team["director"], changed)
    assert frameworks.publish_framework(team["director"], "We need calm").number == 1
    found.refresh_from_db()
    assert Framework.read(found.framework) == delivered(), "what was said stays under its version"
    again = opened(team)
    assert again.number == 1
    assert "own-calm" in Framework.read(again.framework).keys
    assert KEYS[-1] not in held()[team["sophie"].pk], "what is asked no more is not held"


def test_two_directors_publish(team, person):
    second = person("director", name="Second Director")
    changed = Framework(delivered().competencies[:-1], delivered().required)
    for one in (team["director"], second):
        frameworks.save_framework_draft(one, changed)
    frameworks.publish_framework(team["director"], "shorter")
    with pytest.raises(frameworks.FrameworkPublishingError, match="outdated"):
        frameworks.publish_framework(second, "shorter too")
    with pytest.raises(PermissionDenied):
        frameworks.save_framework_draft(team["head"], changed)


def test_the_plan_and_two_at_once(team):
    made = development.plan_development(
        team["sophie"], of(team["sophie"]), competency=KEYS[0], text="Visit the plant",
        due=timezone.localdate() - timedelta(days=1), owner=team["sophie"],
    )  # fmt: skip
    item = next(one for one in due.items(team["sophie"]) if one.title == "Visit the plant")
    assert item.urgency == "now"
    development.change_development(team["head"], made, made.revision, state="doing")
    with pytest.raises(CompetencyError, match="changed"):
        development.change_development(team["sophie"], made, made.revision, state="done")
    with pytest.raises(CompetencyError, match="owner"):
        development.change_development(team["head"], made, 2, owner=team["marc"])
    with pytest.raises(PermissionDenied):
        development.change_development(team["marc"], made, 2, state="done")
    development.change_development(team["sophie"], made, 2, state="done")
    assert not [one for one in due.items(team["sophie"]) if one.title == "Visit the plant"]


def test_a_candidate_without_a_login(team):
    made = subjects.name_candidate(team["head"], " Ana   Candidate ", "Product manager")
    assert made.name == "Ana Candidate"
    found = assessing.open_assessment(team["head"], made, timezone.localdate(), [team["marc"]])
    said(team["head"], found, 3)
    said(team["marc"], found, 4)
    assert LevelFound.objects.first().level == 3.5
    assert held() == {}, "who has no login leads no account"
    for wrong in (team["sophie"], team["marc"], team["other"], team["expert"]):
        with pytest.raises(Http404):
            access.subject_or_404(wrong, made.public_id)
    assert access.subject_or_404(team["director"], made.public_id) == made
    with pytest.raises(PermissionDenied):
        subjects.erase_candidate(team["other"], made)
    subjects.erase_candidate(team["head"], made)
    assert not Subject.objects.exists()
    assert not LevelFound.objects.exists()


def test_the_trail_and_the_notices_say_no_level(team):
    found = opened(team, team["marc"])
    for one in (team["sophie"], team["head"], team["marc"]):
        said(one, found, 4)
    told = [
        f"{one.verb} {one.target_label} {one.before} {one.after}"
        for one in AuditEvent.objects.filter(target_type__startswith="staffing.")
    ]
    assert told
    assert not any("level" in text or "seen in a meeting" in text for text in told)
    notices = [f"{one.kind} {one.params}" for one in Notice.objects.all()]
    assert sorted(one.kind for one in Notice.objects.all()) == ["competencies.asked"] * 3 + ["competencies.closed"] * 2
    assert not any("level" in text for text in notices)
