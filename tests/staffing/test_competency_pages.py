"""The pages of competencies: forms that keep what was typed, refusals that teach, no query per row."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from trousseau.staffing import access
from trousseau.staffing.actions import assessing
from trousseau.staffing.actions.assessing import Said
from trousseau.staffing.framework import delivered
from trousseau.staffing.models import Answer, Assessment, DevelopmentAction, FrameworkVersion, Subject
from trousseau.staffing.pages import framework as pages

KEYS = delivered().keys
SOON = (timezone.localdate() + timedelta(days=5)).isoformat()


@pytest.fixture
def team(organisation, person):
    head = person("head", name="Hugo Head")
    return {
        "director": person("director", name="Dora Director"),
        "head": head,
        "sophie": person("manager", name="Sophie Sujet", reports_to=head),
        "marc": person("manager", name="Marc Manager", reports_to=head),
    }


def at(name, user, *more):
    return reverse(f"staffing:{name}", args=[str(user.pk), *more])


def test_a_round_by_its_pages(team, signed_in):
    client = signed_in(team["head"])
    wrong = client.post(
        at("open_assessment", team["sophie"]), {"due": SOON, "evaluator": ["Nobody Here"], "note": "Hi"}
    )
    assert wrong.status_code == 422
    text = wrong.content.decode()
    assert "“Nobody Here” is nobody of ours" in text
    assert 'value="Hi"' in text
    assert client.post(at("open_assessment", team["sophie"]), {"due": "soon"}).status_code == 422
    form = {"due": SOON, "evaluator": ["marc manager", "", ""]}
    assert client.post(at("open_assessment", team["sophie"]), form).status_code == 302
    found = Assessment.objects.get()
    assert found.voices.count() == 3
    page = reverse("staffing:assess", args=[found.public_id])
    client = signed_in(team["marc"])
    answer = client.post(page, {"level-0": "3", "level-1": "5", "evidence-2": "I saw <b>it</b>"})
    assert answer.status_code == 422
    assert "I saw &lt;b&gt;it&lt;/b&gt;" in answer.content.decode()
    assert not Answer.objects.exists()
    answer = client.post(page, {"level-0": "3", "level-1": "5"})
    assert "is an end of the scale" in answer.content.decode()
    given = {f"level-{n}": "4" for n in range(len(KEYS))} | {"level-3": "none", "on-0": "2026-01-05"}
    assert client.post(page, given).status_code == 302
    assert Answer.objects.filter(level=None).count() == 1
    assert client.post(page, given | {"hand_in": "1"}).status_code == 302
    assert client.post(page, given).status_code == 422, "for good"
    assert client.get(at("person_competencies", team["sophie"])).status_code == 404
    client = signed_in(team["head"])
    assert client.post(at("close_assessment", team["sophie"])).status_code == 302
    assert "Marc Manager" in client.get(at("person_round", team["sophie"], found.public_id)).content.decode()
    assert signed_in(team["sophie"]).get("/team/competencies/").status_code == 200


def test_the_plan_by_its_page(team, signed_in):
    client = signed_in(team["sophie"])
    form = {"text": "Meet the board", "competency": KEYS[0], "due": SOON, "owner": str(team["sophie"].pk)}
    for wrong in (
        {"text": " "},
        {"due": "31/12/2026"},
        {"owner": str(team["marc"].pk)},
        {"owner": "x"},
        {"competency": "?"},
    ):
        answer = client.post(at("plan_development", team["sophie"]), form | wrong)
        assert answer.status_code == 422, wrong
    assert client.post(at("plan_development", team["sophie"]), form).status_code == 302
    made = DevelopmentAction.objects.get()
    change = at("change_development", team["sophie"], made.pk)
    assert client.post(change, {"state": "done", "due": SOON, "revision": "1"}).status_code == 302
    late = client.post(change, {"state": "open", "due": SOON, "revision": "1"})
    assert late.status_code == 422
    assert "Someone changed this action in the meantime" in late.content.decode()
    assert client.post(at("change_development", team["marc"], made.pk), {"revision": "2"}).status_code == 404


def fields(framework):
    """The form of a framework, as the page fills it."""
    given = {}
    for row in pages._rows(framework, pages.profiles(framework)):
        given |= {f"key-{row.at}": row.key, f"name-{row.at}": row.own_name, f"area-{row.at}": row.area}
        given |= {f"level-{row.at}-{number}": text for number, text in row.levels}
        given |= {f"asked-{row.at}-{one.profile}": one.level for one in row.required}
    return given


def test_the_framework_by_its_page(team, signed_in):
    given = fields(delivered())
    assert pages.read_draft(given) == delivered(), "words nobody changed stay delivered"
    client = signed_in(team["director"])
    draft, publish = reverse("staffing:framework_draft"), reverse("staffing:publish_framework")
    own = {"area-14": "value", "key-14": "", "name-14": "Patience", **{f"level-14-{n}": "" for n in range(1, 6)}}
    answer = client.post(draft, given | own)
    assert answer.status_code == 422
    assert "“Patience”: level 1 is empty" in answer.content.decode()
    assert client.post(draft, given | {"asked-0-manager": "9"}).status_code == 422
    own |= {f"level-14-{n}": f"level {n}" for n in range(1, 6)} | {"asked-14-manager": "3"}
    assert client.post(draft, given | own | {"drop-0": "1"}).status_code == 302
    assert "“Patience” comes in." in client.get(reverse("staffing:framework")).content.decode()
    assert client.post(publish, {"reason": ""}).status_code == 422
    assert client.post(publish, {"reason": "Patience pays"}).status_code == 302
    version = FrameworkVersion.objects.get()
    page = client.get(reverse("staffing:framework_version", args=[version.number])).content.decode()
    assert "Patience" in page
    assert "The client’s business and economics" not in page
    assert signed_in(team["head"]).post(draft, given).status_code == 403


def test_a_candidate_by_the_page(team, signed_in):
    client = signed_in(team["head"])
    assert client.post(reverse("staffing:name_candidate"), {"name": " "}).status_code == 422
    answer = client.post(reverse("staffing:name_candidate"), {"name": "<i>Ana</i>", "profile": "expert"})
    made = Subject.objects.get()
    assert answer.url == reverse("staffing:person_competencies", args=[made.public_id])
    assert "&lt;i&gt;Ana&lt;/i&gt;" in client.get(answer.url).content.decode()
    assert signed_in(team["sophie"]).get(answer.url).status_code == 404
    client = signed_in(team["head"])
    assert client.post(reverse("staffing:erase_candidate", args=[made.public_id])).status_code == 302
    assert client.post(at("erase_candidate", team["sophie"])).status_code == 404


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_more_people_and_rounds_cost_no_more_queries(team, person, signed_in):
    def assess(user):
        subject = access.subject_or_404(team["head"], str(user.pk))
        found = assessing.open_assessment(team["head"], subject, timezone.localdate())
        assessing.answer(team["head"], found, {key: Said(3, "seen") for key in KEYS})
        assessing.hand_in(team["head"], found)
        assessing.close_assessment(team["head"], found)

    assess(team["sophie"])
    client = signed_in(team["head"])
    heat, one = reverse("staffing:competencies"), at("person_competencies", team["sophie"])
    before = queries(client, heat), queries(client, one)
    for n in range(5):
        assess(person("manager", name=f"More {n}", reports_to=team["head"]))
        assess(team["sophie"])
    assert (queries(client, heat), queries(client, one)) == before
    assert max(before) <= 25, "the shell’s own included"


def test_in_french(team, signed_in):
    team["director"].language = "fr"
    team["director"].save()
    text = signed_in(team["director"]).get(reverse("staffing:framework")).content.decode()
    assert "Coordination des experts" in text
    assert "14 compétences en 5 domaines" in text
