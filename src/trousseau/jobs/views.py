"""One job: its progress, and the button that stops it."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.models import User
from trousseau.access.rules import SIGNED_IN, access, may
from trousseau.jobs import actions, registry
from trousseau.jobs.models import Job


def job_or_404(request: HttpRequest, public_id: UUID) -> Job:
    """Give a job the person may follow: their own, or any to who reads the imports."""
    job = Job.objects.filter(public_id=public_id).first()
    if job is None or not (job.created_by_id == request.user.pk or may(request.user, "read_imports")):
        raise Http404
    return job


@access(SIGNED_IN)
@require_GET
def job(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a job, whole or (to htmx) only its progress; when it ends, go where its kind says."""
    found = job_or_404(request, public_id)
    handler = registry.known(found.kind)
    place = handler.finished_url(found) if handler and handler.finished_url and found.state == "done" else ""
    if request.headers.get("HX-Request"):
        answer = render(request, "jobs/progress.html", {"job": found})
        if place:
            answer.headers["HX-Redirect"] = place
        return answer
    return redirect(place) if place else render(request, "jobs/job.html", {"job": found})


@access(SIGNED_IN)
@require_POST
def cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask a job to stop."""
    found = actions.cancel(job_or_404(request, public_id), cast("User", request.user))
    if request.headers.get("HX-Request"):
        return render(request, "jobs/progress.html", {"job": found})
    return redirect("jobs:job", public_id=found.public_id)
