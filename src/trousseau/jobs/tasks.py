"""The one task of the queue: run a job by its number."""

from django_tasks import task

from trousseau.jobs import actions


@task()
def run_job(job_id: int) -> None:
    """Run the job; its own row says how it ended."""
    actions.run(job_id)
