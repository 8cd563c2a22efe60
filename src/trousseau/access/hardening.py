"""What every answer tells the browser to refuse, and how much a request may carry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponseBase
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import url_has_allowed_host_and_scheme

HEADERS = {
    "Permissions-Policy": ", ".join(
        f"{power}=()"
        for power in (
            "accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture", "geolocation",
            "gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi", "payment", "serial", "usb",
        )
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}  # fmt: skip
"""Powers of the browser that no page here needs, and nobody else's page to show what is ours."""
UNSAID = {"Cache-Control": "private, no-store"}
"""What holds where a view says nothing else: the next person at this machine finds no page by going back."""

ANONYMOUS, SIGNED_IN = 1 << 20, 128 << 20
"""Bytes that a request may carry from who is not signed in, and from who is (several files of 20 MB in one form)."""
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def headers(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: the headers of every answer, static files and errors among them."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in (HEADERS | UNSAID).items():
            response.headers.setdefault(name, value)
        return response

    return answer


def takes_up_to(most: Callable[[], int]) -> Callable[[View], View]:
    """Let a view for large files take up to `most()` bytes, beside some room for the rest of the form."""

    def mark(view: View) -> View:
        view.largest_body = most  # type: ignore[attr-defined]
        return view

    return mark


class BodyLimit(MiddlewareMixin):
    """Middleware, before the one that reads forms for CSRF: refuse a body by its declared length, unread.

    A body without a length is not read by the server at all, and one that is longer than it says is cut there.
    """

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: tuple[Any, ...], _named: dict[str, Any]
    ) -> None:
        """Raises RequestDataTooBig, which `web.views.bad_request` answers as 413."""
        most = ANONYMOUS
        if request.method not in {"GET", "HEAD"} and request.user.is_authenticated:
            most = SIGNED_IN
            if hasattr(view, "largest_body"):
                most = view.largest_body() + (1 << 20)
        declared = request.META.get("CONTENT_LENGTH") or "0"
        if not declared.isdigit() or int(declared[:18]) > most:
            raise RequestDataTooBig(f"a body of {declared[:18]} bytes, at most {most}")


def safe_place(request: HttpRequest, place: str, otherwise: str) -> str:
    """A place to go on to as a form named it, if it is one of our pages; else `otherwise`."""
    return place if is_own(place, secure=request.is_secure()) else otherwise


def is_own(place: str, *, secure: bool) -> bool:
    """Whether a place is a path of this site: no scheme, no host (not even our own), nothing that is not seen."""
    path = place.startswith("/") and not place.startswith("//") and place.isprintable()
    return path and url_has_allowed_host_and_scheme(place, allowed_hosts=None, require_https=secure)
