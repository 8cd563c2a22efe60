"""What the bank of ideas hands to other rooms: the part of a plan, search, the words of the trail."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access import audit, shell
from trousseau.access.models import User
from trousseau.plans import parts
from trousseau.plans.models.value import Category
from trousseau.plans.pages import ideas as pages
from trousseau.plans.queries import ideas as queries
from trousseau.plans.queries.ideas import Ask


def register() -> None:
    """Register everything; once, at the start."""
    parts.register(
        parts.Part(
            "ideas",
            gettext_lazy("Ideas that fit their stakes"),
            "plans/ideas_part.html",
            pages.part,
            order=65,
            place="left",
            late=True,
        )
    )
    shell.register_search(find)
    audit.describe(
        {
            "idea.added": gettext_lazy("Idea added"),
            "idea.changed": gettext_lazy("Idea changed"),
            "idea.retired": gettext_lazy("Idea retired"),
            "idea.revived": gettext_lazy("Idea proposed again"),
            "idea.tried": gettext_lazy("Idea tried at a client"),
        }
    )


def find(user: User, text: str, limit: int) -> Iterable[shell.Hit]:
    """Ideas whose words hold every word."""
    if not text.split():
        return []
    return [
        shell.Hit(
            one.said_title,
            reverse("plans:idea", args=[one.public_id]),
            _("Idea"),
            str(Category(one.category).label),
        )
        for one in queries.matching(user, Ask(search=text))[:limit]
    ]
