"""What following adds to the client space: its places, and its sections of the first page.

Of the wide column 10–90 and of the one beside it 10–90 are given out in tens; what others add stands between.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousseau.portal import navigation, sections
from trousseau.portal.items import KINDS
from trousseau.portal.navigation import Place
from trousseau.portal.pages import actions, ahead, documents, indicators, meetings, progress, value
from trousseau.portal.sections import Section
from trousseau.trust.looks import describe


def register() -> None:
    """Register everything; once, at the start."""
    describe({one.name: one.label for one in KINDS.values()})
    for place in (
        Place("home", _("Where we stand"), _("Progress"), "portal:home", "plans", 10),
        Place("actions", _("Actions"), _("Actions"), "portal:actions", "check", 20),
        Place("meetings", pgettext_lazy("of both houses", "Meetings"), pgettext_lazy("of both houses", "Meetings"),
              "portal:meetings", "calendar", 40),
        Place("documents", pgettext_lazy("files", "Documents"), pgettext_lazy("files", "Documents"),
              "portal:documents", "file", 50, phone=False),
    ):  # fmt: skip
        navigation.register(place)
    for section in (
        Section("progress", "main", 10, "portal/home/progress.html", progress.section),
        Section("actions", "main", 20, "portal/home/actions.html", actions.section),
        Section("promises", "main", 30, "portal/home/promises.html", ahead.promises),
        Section("documents", "main", 40, "portal/home/documents.html", documents.section),
        Section("indicators", "side", 10, "portal/home/indicators.html", indicators.section),
        Section("value", "side", 30, "portal/home/value.html", value.section),
        Section("ahead", "side", 50, "portal/home/ahead.html", ahead.section),
        Section("meetings", "side", 60, "portal/home/meetings.html", meetings.section),
    ):
        sections.register(section)
