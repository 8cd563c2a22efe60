"""What decks hand to the rooms around them: their slides, the section of a plan's page, the words of the trail."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access import audit, shell
from trousseau.plans import parts
from trousseau.plans.decks import composing, living_slides, onepage, plan_slides, review_slides
from trousseau.plans.models import Plan


def register() -> None:
    """Register everything; once, at the start."""
    onepage.offer()
    plan_slides.offer()
    review_slides.offer()
    living_slides.offer()
    parts.register(
        parts.Part("papers", gettext_lazy("Files to take"), "plans/papers_part.html", build, order=900, place="side")
    )
    shell.register_settings(
        shell.SettingsTab("papers", gettext_lazy("Look of files"), "plans:papers", "manage_organisation", 45)
    )
    audit.describe(
        {
            "plan.taken": gettext_lazy("Plan taken as a file"),
            "programme.taken": gettext_lazy("Programme review taken as a file"),
            "papers.changed": gettext_lazy("Look of files changed"),
        }
    )


def build(_request: HttpRequest, plan: Plan) -> dict[str, Any]:
    """The files that can be taken of a plan."""
    return {
        "subtitle": _("in the language of this page"),
        "files": [
            {
                "title": composing.TITLES[kind],
                "shared": kind == "review",
                "formats": [
                    (name, reverse("plans:deck", args=[plan.account.public_id, kind, ending]))
                    for ending, name in FORMATS.items()
                ],
            }
            for kind in composing.OF_A_PLAN if composing.of_kind(kind)
        ],
    }  # fmt: skip


FORMATS = {"pptx": "PowerPoint", "pdf": "PDF", "xlsx": "Excel"}
