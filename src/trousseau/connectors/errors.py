"""What can go wrong between a CRM and us; each says in the reader's language what happened and what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "reconnect": _("%(crm)s no longer knows us: an administrator must connect it again."),
    "sign_in_refused": _(
        "%(crm)s refuses the sign-in: “%(message)s”. Look at what was copied from it, then connect again."
    ),
    "no_key": _("The private key for %(crm)s is none: paste the whole of it, from BEGIN to END, without a password."),
    "address": _("The address of %(crm)s cannot be called: %(message)s"),
    "not_allowed": _("%(crm)s does not let us do this: “%(message)s”. Give the connection the right, then try again."),
    "refused": _("%(crm)s refuses the request: “%(message)s”."),
    "throttled": _("%(crm)s asks us to wait: it goes on by itself."),
    "day_spent": _("%(crm)s takes no more calls today: it goes on tomorrow by itself."),
    "quota_spent": _(
        "Our share of the calls to %(crm)s is used for today (%(used)s of %(share)s): it goes on tomorrow by itself."
    ),
    "unreachable": _("%(crm)s does not answer: it is tried again by itself."),
    "busy": _("%(crm)s is not available (%(status)s): it is tried again by itself."),
    "html": _("%(crm)s answered with a page of the web instead of data: look whether it is down for maintenance."),
    "not_text": _("%(crm)s answered with text that is not UTF-8 (byte %(byte)s)."),
    "not_json": _("%(crm)s answered with something that is not JSON: “%(start)s”."),
    "error_inside": _("%(crm)s said all was well, with an error inside: “%(message)s”."),
    "shape": _("%(crm)s answered without “%(missing)s”: its interface may have changed."),
    "not_csv": _("%(crm)s answered with a table that breaks off or goes astray at line %(line)s."),
    "no_version": _(
        "%(crm)s does not offer version %(version)s of its interface (only %(offered)s): a newer Trousseau may know it."
    ),
    "too_large": _("%(crm)s answers with more than is taken in at once (%(most)s)."),
    "loop": _("%(crm)s leads to the same page again and again: reading stopped there."),
    "elsewhere": _("%(crm)s sends us to “%(host)s”, which is not one of its own addresses: it is not called."),
    "no_entity": _("%(crm)s has no “%(entity)s” that we may read."),
    "job_failed": _("%(crm)s could not prepare its data: “%(message)s”."),
}


class ConnectorError(Exception):
    """Something between a CRM and us; `code` is a key of SENTENCES, `told` what its sentence names."""

    def __init__(self, code: str, **told: Any) -> None:
        super().__init__(code, told)
        self.code = code
        self.told: dict[str, Any] = {"crm": "CRM", **told}

    def __str__(self) -> str:
        return str(SENTENCES[self.code]) % self.told


class SignInError(ConnectorError):
    """Our token is worth nothing any more: only a person can mend it."""


class NotAllowedError(ConnectorError):
    """We are known, and may not."""


class RefusedError(ConnectorError):
    """The request itself is wrong: the same one is never sent again."""


class ThrottledError(ConnectorError):
    """Too many calls. `wait` in seconds, where the CRM says how long; None where it does not."""

    def __init__(self, code: str, *, wait: float | None = None, **told: Any) -> None:
        super().__init__(code, **told)
        self.wait = wait


class QuotaError(ConnectorError):
    """Nothing more is called today: the day's calls are spent, or our share of them."""


class UnavailableError(ConnectorError):
    """No answer, or none for now: the same call may go through later."""


class UnreadableError(ConnectorError):
    """An answer that is none: HTML, another encoding, an error inside a success, a page that leads to itself."""
