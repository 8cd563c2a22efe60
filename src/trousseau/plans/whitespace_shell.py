"""What the white space hands to other rooms: the part of the plan, the words of the trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from trousseau.access import audit
from trousseau.plans import parts
from trousseau.plans.pages import whitespace as pages


def register() -> None:
    """Register everything; once, at the start."""
    parts.register(
        parts.Part(
            "whitespace",
            gettext_lazy("White space"),
            "plans/whitespace_part.html",
            pages.part,
            order=50,
            place="main",
            late=True,
        )
    )
    audit.describe(
        {
            "whitespace.said": gettext_lazy("Cell of the white space said"),
            "whitespace.grown": gettext_lazy("Cell of the white space put into the plan"),
        }
    )
