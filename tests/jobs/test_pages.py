"""The page of a job: progress that asks for itself, cancelling, and where it leads when it is done."""

import pytest

from trousseau.access.models import AuditEvent
from trousseau.jobs import registry
from trousseau.jobs.models import Job, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(organisation, person):
    return person("controller")


@pytest.fixture
def job(kind, owner):
    kind(lambda progress: None, finished_url=lambda job: f"/data/{job.result['import']}/")
    return Job.objects.create(kind="tried", created_by=owner, state=State.RUNNING, done=40, total=200, unit="rows")


def page(job):
    return f"/jobs/{job.public_id}/"


def test_it_shows_how_far_it_is_and_asks_again(job, owner, signed_in):
    content = signed_in(owner).get(page(job)).content.decode()
    assert 'value="0.2000" max="1"' in content
    assert 'hx-trigger="every 1s"' in content
    assert "<b>40</b> / 200 rows" in content


def test_finished_it_asks_no_more_and_leads_on(job, owner, signed_in):
    Job.objects.update(state=State.DONE, result={"import": 7})
    fragment = signed_in(owner).get(page(job), headers={"HX-Request": "true"})
    assert "hx-trigger" not in fragment.content.decode()
    assert fragment.headers["HX-Redirect"] == "/data/7/"
    assert signed_in(owner).get(page(job)).url == "/data/7/"


def test_failed_it_says_why(job, owner, signed_in):
    Job.objects.update(state=State.FAILED, error_code="unexpected", error_params={"what": "<b>OSError</b>"})
    content = signed_in(owner).get(page(job)).content.decode()
    assert "&lt;b&gt;OSError" in content


def test_cancelling_is_one_button(job, owner, signed_in):
    answer = signed_in(owner).post(page(job) + "cancel/", headers={"HX-Request": "true"})
    assert "Stopping" in answer.content.decode()
    assert Job.objects.get().cancel_requested


def test_somebody_else_s_job_is_not_there(job, person, signed_in):
    assert signed_in(person("manager")).get(page(job)).status_code == 404
    assert signed_in(person("director")).get(page(job)).status_code == 200
    assert signed_in(person("manager")).post(page(job) + "cancel/").status_code == 404


def test_a_kind_whose_room_is_gone_is_still_shown(job, owner, signed_in, monkeypatch):
    monkeypatch.setattr(registry, "_handlers", {})
    assert signed_in(owner).get(page(job)).status_code == 200


def test_who_may_follow_a_job_but_not_load_cannot_stop_it(job, person, signed_in):
    browser = signed_in(person("director"))
    assert "/cancel/" not in browser.get(page(job)).content.decode()
    assert browser.post(page(job) + "cancel/").status_code == 403
    assert not Job.objects.get().cancel_requested


def test_stopping_leaves_its_trace(job, owner, signed_in):
    signed_in(owner).post(page(job) + "cancel/")
    event = AuditEvent.objects.get(verb="job.cancelled")
    assert (event.actor, event.before) == (owner, {"state": "running"})
