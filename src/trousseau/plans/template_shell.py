"""What templates of plans hand to other rooms: search, the words of the trail."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access import audit, shell
from trousseau.access.models import User
from trousseau.accounts.models import folded
from trousseau.plans import parts
from trousseau.plans.pages import template_starting
from trousseau.plans.queries import templates as queries


def register() -> None:
    """Register everything; once, at the start."""
    parts.register(
        parts.Part(
            "template",
            gettext_lazy("Template"),
            "plans/template_part.html",
            template_starting.part,
            order=95,
            place="side",
            late=True,
        )
    )
    shell.register_search(find)
    audit.describe(
        {
            "template.saved": gettext_lazy("Template saved"),
            "template.retired": gettext_lazy("Template retired"),
            "template.brought_back": gettext_lazy("Template offered again"),
            queries.STARTED: gettext_lazy("Plan begun from a template"),
            queries.MERGED: gettext_lazy("Template added to the plan"),
        }
    )


def find(user: User, text: str, limit: int) -> Iterable[shell.Hit]:
    """Templates whose names hold every word."""
    asked = folded(text).split()
    if not asked:
        return []
    found = [one for one in queries.newest(user) if all(word in folded(one.outline.name) for word in asked)]
    return [
        shell.Hit(
            one.outline.name,
            reverse("plans:template", args=[one.template.public_id]),
            _("Template"),
            queries.meant_for(one.outline),
        )
        for one in found[:limit]
    ]
