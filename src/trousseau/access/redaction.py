"""Nothing written down names a secret: log lines, tracebacks and error reports are read through here first."""

from __future__ import annotations

import logging
import re
import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

HIDDEN = "[hidden]"
NAMES = (
    r"[\w.-]*(?:password|passwd|passphrase|secret|token|api[_-]?key|private[_-]?key|authorization|cookie|session_?id"
    r"|csrf\w*|credential|signature|recovery[_-]?code|otp)[\w.-]*|pwd|mot_de_passe"
)
PLACES = re.compile(
    r"(/(?:(?:[\w-]+/)?join|client/link|sign-in/password|notices/stop|calendar)/)(?!sent/|done/|feeds/)[^/\s\"'?#<>]+"
)
"""Paths whose next part is the secret itself."""
PATTERNS = (
    (re.compile(r"\bv1\.[0-9a-f]{8}\.[\w=-]{20,}"), HIDDEN),  # first: it may hold the letters of a name below
    (re.compile(rf"(?i)(['\"]?\b(?:{NAMES})['\"]?\s*[:=]\s*)(?:(?:bearer|basic|token)\s+)?(?:'[^']*'|\"[^\"]*\"|[^\s,;&}})\]]+)"),
     rf"\1{HIDDEN}"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}"), rf"\1 {HIDDEN}"),
    (re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://)[^\s/@:]*:[^\s/@]+@"), rf"\1{HIDDEN}@"),
    (PLACES, rf"\1{HIDDEN}"),
    (re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*"), HIDDEN),
    (re.compile(r"\b(?:tr|sk|pk|ghp|xox[bp])_[\w-]{16,}"), HIDDEN),
)  # fmt: skip


def redacted(text: str) -> str:
    """A text without what reads like a secret: by its name, by its form, by the place in an address."""
    for pattern, instead in PATTERNS:
        text = pattern.sub(instead, text)
    return text


class Redacting(logging.Formatter):
    """Writes a whole record, its traceback too, without secrets, and on one line where a value breaks it.

    At the last step on purpose: whatever arguments, exceptions or stacks a record brings are in the text by then.
    Times are in UTC, as the trail's are.
    """

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%SZ"
    default_msec_format = ""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it is written."""
        message = record.getMessage()
        if any(sign < " " and sign != "\t" for sign in message):
            record = logging.makeLogRecord(
                record.__dict__ | {"msg": "".join(_shown(sign) for sign in message), "args": None}
            )
        return redacted(super().format(record))


def _shown(sign: str) -> str:
    return sign if sign >= " " or sign == "\t" else sign.encode("unicode_escape").decode()


class Reports(SafeExceptionReporterFilter):
    """What an error report leaves out: every value posted or kept in a cookie, and settings that name a secret."""

    hidden_settings = re.compile(rf"(?i)(?:{NAMES})|KEY|EMAIL_URL|DATABASE")

    def is_active(self, request: HttpRequest | None) -> bool:  # noqa: ARG002 - Django's signature
        """Always, under TROUSSEAU_DEBUG too."""
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        """Which fields there were, never what was typed."""
        return dict.fromkeys(request.POST, self.cleansed_substitute) if request is not None else {}

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: Any) -> Any:  # noqa: ANN401
        """Which variables there were; their values while one works on the code only."""
        found = super().get_traceback_frame_variables(request, tb_frame)
        return found if settings.DEBUG else [(name, self.cleansed_substitute) for name, _value in found]

    def get_safe_cookies(self, request: HttpRequest) -> dict[str, str]:
        """Which cookies there were."""
        return dict.fromkeys(request.COOKIES, self.cleansed_substitute)
