"""Calendar feeds: one's own addresses, and what a calendar reads there."""

from __future__ import annotations

import hashlib

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from trousseau.access.rules import access, person
from trousseau.accounts.access import account_or_404
from trousseau.accounts.posted import whole
from trousseau.plans.actions import feeds as actions
from trousseau.plans.models import CalendarFeed
from trousseau.plans.queries import feeds as queries

WHOLE = 12
"""How often a minute an address gives all its meetings; calendars ask a few times a day."""


@access("read_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: HttpRequest) -> HttpResponse:
    """One's own addresses; make one, which is shown this once, or withdraw one."""
    user = person(request)
    wanted = request.POST.get("account", "") or request.GET.get("account", "")
    account = account_or_404(user, wanted) if wanted else None
    link, status = "", 200
    if request.method == "POST" and (withdrawn := whole(request.POST.get("withdraw", ""))):
        actions.withdraw(user, withdrawn)
        messages.success(request, _("Withdrawn: calendars that read it find nothing any more."))
        return redirect("plans:feeds")
    if request.method == "POST":
        try:
            path = reverse("plans:feed", args=[actions.make(user, account)])
            link = request.build_absolute_uri(path)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            status = 422
    context = {
        "feeds": CalendarFeed.objects.filter(user=user).select_related("account"),
        "account": account,
        "link": link,
    }
    return render(request, "plans/feeds.html", context, status=status)


@access("public")
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The meetings behind an address; a calendar that has them already is told so at the cost of three small reads.

    One that takes no notice and asks for all of it again and again is told to wait.
    """
    found = queries.feed_of(secret)
    if found is None:
        raise Http404
    tag = f'"{queries.tag(found)}"'
    asked = {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}
    answer: HttpResponse
    if tag in asked:
        answer = HttpResponseNotModified()
    elif _too_often(secret):
        said = _(
            "This calendar is given whole %(most)s times a minute at most: ask again in a minute, or send its ETag."
        )
        answer = HttpResponse(said % {"most": WHOLE}, status=429, content_type="text/plain; charset=utf-8")
        answer.headers["Retry-After"] = "60"
        return answer
    else:
        answer = HttpResponse(queries.content(found), content_type="text/calendar; charset=utf-8")
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "private, max-age=300"
    return answer


def _too_often(secret: str) -> bool:
    """Whether an address was given whole often enough this minute, by this process."""
    key = f"calendar-feed-{hashlib.sha256(secret.encode()).hexdigest()}"
    cache.add(key, 0, timeout=60)
    return cache.incr(key) > WHOLE
