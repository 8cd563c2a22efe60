"""A worker that is killed loses nothing."""

import datetime as dt
import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest
from django.utils import timezone

import kept
from trousseau.jobs import actions, recovery, registry, schedule
from trousseau.jobs.models import Job, Schedule, State
from trousseau.jobs.worker import work

pytestmark = pytest.mark.django_db(transaction=True)


def running(worker, **fields):
    return Job.objects.create(kind="tried", state=State.RUNNING, worker=worker, started_at=timezone.now(), **fields)


def test_a_worker_lives_as_long_as_it_holds_its_lock(home):
    with recovery.alive("one"):
        assert recovery.lives("one")
    assert not recovery.lives("one")
    assert not recovery.lives("never was")


def test_a_lock_is_released_even_when_the_worker_is_killed(home):
    script = f"""
        import fcntl, time
        file = open({str(home / "workers" / "dead.lock")!r}, "w")
        fcntl.flock(file, fcntl.LOCK_EX)
        print("holding", flush=True)
        time.sleep(60)
    """
    (home / "workers").mkdir()
    child = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE)
    assert child.stdout.readline() == b"holding\n"
    assert recovery.lives("dead")
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert not recovery.lives("dead")


def test_what_a_killed_worker_left_is_done_by_the_next(kind):
    kind(lambda progress: {"done": True})
    job = running("killed", attempt=1)
    work(until_idle=True, interval=0)
    job.refresh_from_db()
    assert (job.state, job.attempt, job.log[-1]["text"]) == (State.DONE, 2, "worker_lost")


def test_what_a_living_worker_does_is_left_alone(kind):
    with recovery.alive("living"):
        job = running("living")
        assert recovery.requeue_orphans() == []
    job.refresh_from_db()
    assert job.state == State.RUNNING


def test_one_that_was_to_stop_is_not_started_again(kind):
    job = running("killed", cancel_requested=True)
    recovery.requeue_orphans()
    job.refresh_from_db()
    assert job.state == State.CANCELLED


def test_one_that_kills_its_worker_every_time_is_given_up(kind):
    job = running("killed", attempt=5)
    recovery.requeue_orphans()
    job.refresh_from_db()
    assert (job.state, job.error_code) == (State.FAILED, "worker_lost")


def test_a_job_that_never_reached_the_queue_is_found_again(kind):
    """The process may die between the commit and the queueing."""
    kind(lambda progress: {"done": True})
    job = Job.objects.create(kind="tried", created_at=timezone.now() - dt.timedelta(minutes=5))
    work(until_idle=True, interval=0)
    job.refresh_from_db()
    assert job.state == State.DONE


def test_the_clock_starts_what_is_due_once(kind):
    kind(lambda progress: None)
    registry.every(dt.timedelta(days=1), "tried")
    assert len(schedule.tick()) == 1
    assert schedule.tick() == []
    Schedule.objects.update(next_at=timezone.now() - dt.timedelta(days=3))
    assert schedule.tick() == []  # the first still waits
    work(until_idle=True, interval=0)
    Schedule.objects.update(next_at=timezone.now() - dt.timedelta(days=3))
    assert len(schedule.tick()) == 1
    assert Schedule.objects.get().next_at > timezone.now()


def test_a_real_worker_killed_half_way_loses_nothing(home):
    """Everything for real: a database file, a worker process, SIGKILL, another worker."""
    environment = {**os.environ, "TROUSSEAU_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)}
    environment["DJANGO_SETTINGS_MODULE"] = os.environ["DJANGO_SETTINGS_MODULE"]

    def python(script):
        start = "import django; django.setup()\n"
        return [sys.executable, "-c", start + textwrap.dedent(script)]

    handler = f"""
        import datetime, pathlib, sys, time
        from trousseau.jobs import registry
        @registry.handler("slow", label="Slow")
        def slow(progress):
            marker = pathlib.Path({str(home)!r}, "tries")
            marker.write_text(marker.read_text() + "x" if marker.exists() else "x")
            progress.report(1, 2, "half way")
            if len(marker.read_text()) == 1:
                time.sleep(60)
            return {{"tries": len(marker.read_text())}}
        from trousseau.jobs.worker import work
    """
    queue = "from trousseau.jobs import actions\nactions.start('slow')\n"
    kept.house(home)
    subprocess.run(python(textwrap.dedent(handler) + queue), env=environment, check=True)
    child = subprocess.Popen(python(textwrap.dedent(handler) + "work()"), env=environment)
    deadline = time.monotonic() + 30
    while not (home / "tries").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(0.2)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    ask = "from trousseau.jobs.models import Job\nprint(*Job.objects.values_list('state', 'result', 'attempt'))"
    after = subprocess.run(
        python(textwrap.dedent(handler) + "work(until_idle=True)\n" + ask),
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    assert after.stdout.strip().endswith("('done', {'tries': 2}, 2)")


def test_unfinished_tells_whether_one_waits(kind):
    kind(lambda progress: None)
    assert not actions.unfinished("tried")
    actions.start("tried")
    assert actions.unfinished("tried")
