"""What is asked of every request: is the house set up, which language, is the session known, is a factor missing."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from trousseau.access import factors, setup, visits
from trousseau.access.models import User

Answer = Callable[[HttpRequest], HttpResponseBase]
OPEN_BEFORE_SETUP = ("/static/", "/healthz", "/language/")
OPEN_WITHOUT_FACTOR = (
    "/static/", "/healthz", "/language/", "/theme/", "/sign-out/", "/settings/security/", "/settings/confirm/",
)  # fmt: skip


def first_run(get_response: Answer) -> Answer:
    """Send every page to the first run while nobody is known yet."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        place = reverse("setup")
        if request.path != place and not request.path.startswith(OPEN_BEFORE_SETUP) and setup.is_needed():
            return redirect(place)
        return get_response(request)

    return answer


def person_language(get_response: Answer) -> Answer:
    """Speak the language the person chose, on whatever machine they sign in."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        chosen = getattr(request.user, "language", "")
        if chosen in dict(settings.LANGUAGES):
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        return get_response(request)

    return answer


def session_seen(get_response: Answer) -> Answer:
    """Note now and then that a session goes on, end one that is too old, and leave nothing behind in the browser."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return get_response(request)
        if visits.end_if_old(request):
            messages.info(
                request, _("A session ends after %(days)s days: sign in again.") % {"days": visits.LONGEST.days}
            )
        else:
            visits.seen(request)
        response = get_response(request)
        if not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return answer


def second_factor(get_response: Answer) -> Answer:
    """Lead who needs a second factor and has none to where it is set up; asked until there is one, then no more."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        user, waits = request.user, not request.path.startswith(OPEN_WITHOUT_FACTOR)
        if waits and isinstance(user, User) and factors.FOUND not in request.session and factors.needs(user):
            if not factors.has(user):
                return _set_up(request)
            request.session[factors.FOUND] = True
        return get_response(request)

    return answer


def _set_up(request: HttpRequest) -> HttpResponse:
    place = reverse("mfa_index")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": place})
    return redirect(place)
