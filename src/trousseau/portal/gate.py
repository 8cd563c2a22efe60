"""The texts of the house come before anything else of the client space."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from trousseau.portal.access import is_client
from trousseau.portal.pages.joining import owed

Answer = Callable[[HttpRequest], HttpResponseBase]
SPACE = "/client/"
OPEN = ("/client/terms/", "/client/join/", "/client/link/")


def terms_first(get_response: Answer) -> Answer:
    """Send a person of a client who has not accepted the version in force to it."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if (
            request.path.startswith(SPACE)
            and not request.path.startswith(OPEN)
            and request.user.is_authenticated
            and is_client(request.user)
            and owed(request.user) is not None
        ):
            return redirect(reverse("portal:terms"))
        return get_response(request)

    return answer
