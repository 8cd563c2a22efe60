"""Two things asked of every request: has the house been set up, and which language does this person read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from trousseau.access import setup

Answer = Callable[[HttpRequest], HttpResponseBase]
OPEN_BEFORE_SETUP = ("/static/", "/healthz", "/language/")


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
