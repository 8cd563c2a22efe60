"""The period of a page, from its address (`?period=r12`), and the choices of the picker in the top bar."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trousseau.accounts.rows import language
from trousseau.ledger import answers
from trousseau.ledger.answers import Window, WindowError
from trousseau.ledger.facts import Facts

DEFAULT = "r12"
LABELS: dict[str, str | Promise] = {
    "r12": _("Last 12 months"),
    "fy": _("Last fiscal year"),
    "ytd": _("Fiscal year so far"),
    "all": _("Everything"),
    "dates": _("From date to date"),
}


@dataclass(frozen=True)
class Choice:
    """One entry of the picker."""

    label: str | Promise
    detail: str
    url: str
    current: bool


def chosen(request: HttpRequest, facts: Facts) -> Window | None:
    """The window the address asks for, or the default; None where there is no line at all."""
    if not answers.windows(facts):
        return None
    try:
        return answers.window(facts, request.GET.get("period") or DEFAULT)
    except WindowError:
        return answers.window(facts, DEFAULT)


def picker(request: HttpRequest, facts: Facts, window: Window) -> dict[str, object]:
    """What `web/components/period.html` shows."""
    choices = []
    for name, other in answers.windows(facts).items():
        query = request.GET.copy()
        query["period"] = name
        query.pop("page", None)
        choices.append(Choice(LABELS[name], detail(other), f"?{query.urlencode()}", other.key == window.key))
    return {"period_label": LABELS[window.name], "period_detail": detail(window), "periods": choices}


def detail(window: Window) -> str:
    """A window in words: whole months as months, anything else by its days."""
    said = language()
    if window.name in {"r12", "fy", "ytd"}:
        return f"{said.month(window.start)} – {said.month(window.end)}"
    return said.period(window.start, window.end)
