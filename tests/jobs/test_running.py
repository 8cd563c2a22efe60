"""What becomes of a job: done, failed, cancelled, tried again."""

import datetime as dt

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from trousseau.jobs import actions, registry, wording
from trousseau.jobs.models import Job, State
from trousseau.jobs.progress import Progress
from trousseau.jobs.registry import JobError, Retry
from trousseau.jobs.worker import work

pytestmark = pytest.mark.django_db(transaction=True)


def run(kind, **params):
    job = actions.start(kind, params)
    work(until_idle=True, interval=0)
    job.refresh_from_db()
    return job


def test_what_a_handler_returns_is_the_result(kind):
    job = run(kind(lambda progress, *, a, b: {"sum": a + b}), a=2, b=3)
    assert (job.state, job.result, job.attempt) == (State.DONE, {"sum": 5}, 1)
    assert job.started_at <= job.finished_at


def test_an_unknown_kind_is_refused_at_once(kind):
    with pytest.raises(KeyError):
        actions.start("nothing")


def test_a_failure_with_a_code_keeps_it(kind):
    def fail(progress):
        raise JobError("disk_full", path="/data")

    job = run(kind(fail, explain=lambda code, params: f"{code} at {params['path']}"))
    assert (job.state, job.error_code, job.error_params) == (State.FAILED, "disk_full", {"path": "/data"})
    assert wording.failure(job) == "disk_full at /data"


def test_anything_else_says_that_nothing_changed(kind):
    job = run(kind(lambda progress: 1 / 0))
    assert (job.state, job.error_code) == (State.FAILED, "unexpected")
    assert "ZeroDivisionError" in wording.failure(job)


def test_a_host_that_does_not_answer_is_tried_again_then_given_up(kind):
    calls = []

    def fetch(progress):
        calls.append(1)
        if len(calls) < 3:
            raise Retry("no answer")
        return {"ok": True}

    assert run(kind(fetch, retries=2)).state == State.DONE
    assert len(calls) == 3
    calls[:] = []
    job = run(kind(fetch, retries=1))
    assert (job.state, job.error_code, len(calls)) == (State.FAILED, "gave_up", 2)


def test_nothing_is_queued_when_the_action_around_it_fails(kind):
    kind(lambda progress: None)

    def act():
        with transaction.atomic():
            actions.start("tried")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act()
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_progress_is_seen_by_others_while_it_runs(kind):
    seen = []

    def steps(progress):
        progress.report(10, 100, "reading", "rows")
        seen.append(Job.objects.values_list("done", "total", "step", "unit").get())
        progress.report(11)
        progress.note("half way", at=50)

    job = run(kind(steps))
    assert seen == [(10, 100, "reading", "rows")]
    assert (job.done, job.total, job.log[-1]["params"]) == (100, 100, {"at": 50})


def test_a_waiting_job_is_cancelled_at_once(kind):
    ran = []
    job = actions.start(kind(lambda progress: ran.append(1)))
    assert actions.cancel(job).state == State.CANCELLED
    work(until_idle=True, interval=0)
    assert ran == []


def test_a_running_job_stops_at_its_next_look(kind):
    def long(progress):
        actions.cancel(Job.objects.get())
        progress.report(1, 9, "next step")
        progress.check()
        pytest.fail("went on")

    job = run(kind(long))
    assert (job.state, job.done) == (State.CANCELLED, 1)


def test_cancelling_what_is_finished_changes_nothing(kind):
    job = run(kind(lambda progress: None))
    assert actions.cancel(job).state == State.DONE


def test_a_finished_job_is_not_run_twice(kind):
    ran = []
    job = run(kind(lambda progress: ran.append(1)))
    actions.run(job.pk)
    assert ran == [1]


def test_the_time_left_follows_the_pace(kind):
    from django.utils import timezone

    job = Job(state=State.RUNNING, done=25, total=100, started_at=timezone.now() - dt.timedelta(seconds=10))
    assert job.fraction == 0.25
    assert 29 < job.seconds_left < 32
    assert wording.time_left(job) == "about 30 seconds left"
    assert Job(state=State.RUNNING, done=5).seconds_left is None


def test_a_note_past_the_bound_drops_the_oldest(kind):
    job = Job.objects.create(kind="tried")
    progress = Progress(job)
    for number in range(205):
        job.log = job.noted(str(number))
    progress.note("last")
    assert (len(job.log), job.log[0]["text"]) == (200, "6")


def test_a_worker_first_does_what_is_needed_when_it_starts(kind, monkeypatch):
    done = []
    monkeypatch.setattr(registry, "_starters", {})
    registry.at_start(kind(lambda progress: done.append(1)), lambda: True)
    registry.at_start("nothing", lambda: False)
    work(until_idle=True, interval=0)
    assert done == [1]
