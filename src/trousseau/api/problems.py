"""How the API says no: one clear sentence in the caller's language, as problem+json (RFC 9457)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.db import DataError, IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.errors import AuthenticationError
from ninja.errors import ValidationError as BadParametersError
from pydantic import BaseModel
from pydantic import ValidationError as BadBodyError
from pydantic_core import ErrorDetails, to_json

from trousseau.access.models import Scope

MEDIA = "application/problem+json"
E = TypeVar("E", bound=Exception)
logger = logging.getLogger("trousseau.api")


class Fault(BaseModel):
    """One value that does not do: which, and what would."""

    field: str
    message: str


class Problem(BaseModel):
    """Why a call was refused."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[Fault] = []


class ScopeMissingError(PermissionDenied):
    """The token was not made for this."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.scope = scope


class PreconditionError(Exception):
    """The thing is no longer as the caller has seen it (412), or they did not say what they have seen (428)."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class MediaError(Exception):
    """The body is of a kind that is not read here."""


TITLES: dict[int, str | Promise] = {
    400: gettext_lazy("This call cannot be read"),
    401: gettext_lazy("No token, or one that no longer stands"),
    403: gettext_lazy("Not allowed"),
    404: gettext_lazy("There is nothing here"),
    405: gettext_lazy("This address does not take that method"),
    409: gettext_lazy("This cannot stand beside what is there"),
    412: gettext_lazy("It was changed meanwhile"),
    413: gettext_lazy("Too much at once"),
    415: gettext_lazy("This kind of body is not read here"),
    422: gettext_lazy("A value does not do"),
    428: gettext_lazy("Say which state you have seen"),
    429: gettext_lazy("Too many calls"),
    500: gettext_lazy("Something failed on our side"),
}
DETAILS: dict[int, str | Promise] = {
    401: gettext_lazy("Send a token from Settings → API tokens in the header: “Authorization: Bearer trs_…”."),
    403: gettext_lazy("The person of this token may not do this."),
    404: gettext_lazy("Nothing has this address, or the person of this token does not see it."),
    405: gettext_lazy("The header “Allow” of this answer says which methods it takes."),
    409: gettext_lazy("Something that is stored already stands against this: read it again, then send what fits."),
    412: gettext_lazy("Read it again, and send its new ETag in “If-Match”."),
    413: gettext_lazy("The body is larger than what is taken at once."),
    415: gettext_lazy("Send the body as application/json."),
    428: gettext_lazy(
        "Send the ETag you read in the header “If-Match”, so that nobody’s change is overwritten unseen."
    ),
    429: gettext_lazy("Wait as many seconds as the header “Retry-After” says."),
    500: gettext_lazy("It was noted in the log; nothing of the call was kept."),
}
SENTENCES: dict[str, str | Promise] = {
    "missing": gettext_lazy("This is needed."),
    "extra_forbidden": gettext_lazy("There is no such field here."),
    "json_invalid": gettext_lazy("This is no JSON."),
    "bool": gettext_lazy("Write true or false."),
    "int": gettext_lazy("Write a whole number."),
    "float": gettext_lazy("Write a number."),
    "decimal": gettext_lazy("Write an amount, as a number or a text such as “1250.00”, with no more digits than fit."),
    "finite": gettext_lazy("Write a number."),
    "string": gettext_lazy("Write a text."),
    "date": gettext_lazy("Write a day as 2026-12-31."),
    "datetime": gettext_lazy("Write a moment as 2026-12-31T09:00:00Z."),
    "time": gettext_lazy("Write a time as 09:00."),
    "literal": gettext_lazy("Write one of: %(expected)s."),
    "enum": gettext_lazy("Write one of: %(expected)s."),
    "list": gettext_lazy("Write a list."),
    "dict": gettext_lazy("Write an object."),
    "model": gettext_lazy("Write an object."),
    "string_too_long": gettext_lazy("At most %(max_length)s characters."),
    "string_too_short": gettext_lazy("At least %(min_length)s characters."),
    "string_pattern_mismatch": gettext_lazy("These characters do not do here."),
    "string_unicode": gettext_lazy("This is no text that can be written."),
    "greater_than_equal": gettext_lazy("At least %(ge)s."),
    "less_than_equal": gettext_lazy("At most %(le)s."),
    "greater_than": gettext_lazy("More than %(gt)s."),
    "less_than": gettext_lazy("Less than %(lt)s."),
    "too_long": gettext_lazy("At most %(max_length)s of them."),
    "too_short": gettext_lazy("At least %(min_length)s of them."),
}
Answer = Callable[[HttpRequest, Any], HttpResponse]
_refusals: dict[type[Exception], Callable[[Any], str]] = {}


def words(error: type[E], sentence: Callable[[E], str]) -> None:
    """Say how a refusal of a room reads; it is answered with 422."""
    _refusals[error] = sentence


def refusals() -> dict[type[Exception], Callable[[Any], str]]:
    """Give the refusals of the rooms with their sentences."""
    return _refusals


def problem(status: int, detail: str = "", faults: Iterable[Fault] = ()) -> HttpResponse:
    """Answer a refusal; the sentence is that of the status where none is given."""
    said = detail or str(DETAILS.get(status, ""))
    body = Problem(title=str(TITLES[status]), status=status, detail=said, errors=list(faults))
    response = HttpResponse(to_json(body), status=status, content_type=MEDIA)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def refused(error: ValidationError) -> HttpResponse:
    """Answer what an action refused: each sentence with its field; 412 where somebody else was first."""
    if getattr(error, "code", None) == "changed_meanwhile":
        return problem(412, " ".join(error.messages))
    named = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    faults = [
        Fault(field="" if name == "__all__" else name, message=text) for name, texts in named.items() for text in texts
    ]
    return problem(422, " ".join(fault.message for fault in faults), faults)


def unreadable(errors: Iterable[ErrorDetails]) -> HttpResponse:
    """Answer a body or parameters that do not fit their description."""
    faults = [Fault(field=_place(error), message=_sentence(error)) for error in errors]
    detail = " ".join(f"{fault.field}: {fault.message}" if fault.field else fault.message for fault in faults[:5])
    broken = any(error["type"] == "json_invalid" for error in errors)
    return problem(400 if broken else 422, detail, faults)


def answered(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer whatever an operation raised; what nobody foresaw is logged, and told without its text."""
    for kind, answer in ANSWERS.items():
        if isinstance(error, kind):
            return answer(request, error)
    for refusal, sentence in _refusals.items():
        if isinstance(error, refusal):
            return problem(422, sentence(error))
    logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem(500)


ANSWERS: dict[type[Exception], Answer] = {
    AuthenticationError: lambda _request, _error: problem(401),
    ScopeMissingError: lambda _request, error: problem(403, _scope_said(error.scope)),
    PermissionDenied: lambda _request, _error: problem(403),
    Http404: lambda _request, _error: problem(404),
    PreconditionError: lambda _request, error: problem(error.status),
    MediaError: lambda _request, _error: problem(415),
    RequestDataTooBig: lambda _request, _error: problem(413),
    ValidationError: lambda _request, error: refused(error),
    BadBodyError: lambda _request, error: unreadable(error.errors(include_url=False)),
    BadParametersError: lambda _request, error: unreadable(error.errors),
    IntegrityError: lambda _request, _error: problem(409),
    DataError: lambda _request, _error: problem(422),
}


def _scope_said(scope: Scope) -> str:
    return _("This token was not made for that: it lacks “%(scope)s”.") % {"scope": scope.label}


def _place(error: ErrorDetails) -> str:
    """Where in the call: `owner`, `terms.2.name`; a parameter without the word that says it is one."""
    parts = [str(part) for part in error["loc"]]
    return ".".join(parts[1:] if parts and parts[0] in {"path", "query", "header"} else parts)


def _sentence(error: ErrorDetails) -> str:
    kind = error["type"]
    for name in (kind, kind.partition("_")[0]):
        if name in SENTENCES:
            told = {name: str(value).replace(" or ", ", ") for name, value in error.get("ctx", {}).items()}
            return str(SENTENCES[name]) % told
    return _("This does not do here.")
