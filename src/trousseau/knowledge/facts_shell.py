"""What facts and files of clients hand to the rooms around them: a tab, a panel, papers, what is due."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousseau.access.audit import describe
from trousseau.access.models import User
from trousseau.accounts import due, filters, panels, sections, tabs
from trousseau.accounts.access import read_with
from trousseau.accounts.models import Account
from trousseau.accounts.rows import language
from trousseau.jobs import registry
from trousseau.jobs.progress import Progress
from trousseau.knowledge import facts_due
from trousseau.knowledge.actions.coverage import refresh_all, refresh_later
from trousseau.knowledge.models import Contact, Coverage, Influence
from trousseau.knowledge.pages import coverage as coverage_page
from trousseau.knowledge.pages import papers
from trousseau.knowledge.pages.stakes_panel import panel

COVERAGE = "knowledge_coverage"


def register() -> None:
    """Register everything; once, at the start."""
    describe(
        {
            "document.kept": _("File kept"),
            "document.removed": _("File removed"),
            "fact.told": _("Something told of the client"),
            "fact.changed": _("Something known of the client changed"),
            "fact.confirmed": _("Something known of the client confirmed"),
            "fact.removed": _("Something known of the client removed"),
            "fact.restored": _("Something known of the client brought back"),
            "question.nobody_knows": _("Asked, and nobody knows"),
        }
    )
    tabs.register(tabs.Tab("knowledge", _("Knowledge"), "knowledge:facts", order=40, count=_count))
    panels.register(
        panels.Panel(
            "stakes",
            pgettext_lazy("client", "Their stakes"),
            "knowledge/stakes_panel.html",
            panel,
            place="side",
            order=20,
        )
    )

    read_with("coverage")
    due.register(facts_due.contracts)
    filters.register(coverage_page.choices())
    handover: frozenset[sections.Paper] = frozenset({"handover"})
    for name, title, order, build, which in (
        ("stakes", pgettext_lazy("client", "Their stakes"), 40, papers.table_of("stake"), sections.BOTH),
        ("contracts", _("Contracts"), 50, papers.table_of("contract"), sections.BOTH),
        ("competition", _("Competition"), 60, papers.table_of("competitor"), sections.BOTH),
        ("economics", _("Their economics"), 70, papers.table_of("economics"), sections.BOTH),
        ("structure", _("Structure"), 30, papers.structure_section, handover),
        ("sites", _("Sites"), 75, papers.table_of("site"), handover),
        ("gaps", _("What we do not know"), 80, papers.gaps_section, handover),
    ):
        sections.register(sections.Section(name, title, build, order=order, papers=which))
    for moved in (post_save, post_delete):
        moved.connect(_person_moved, sender=Contact, dispatch_uid=f"coverage-{id(moved)}")
        moved.connect(_influence_moved, sender=Influence, dispatch_uid=f"coverage-{id(moved)}")
    registry.handler(COVERAGE, label=_("How well accounts are known"))(_refresh)
    registry.every(timedelta(days=1), COVERAGE)


def _refresh(progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - every handler is given one
    """Write the kept coverage anew: ages move by themselves."""
    return {"accounts": refresh_all()}


def _person_moved(instance: Contact, **_given: object) -> None:
    """What is kept of coverage depends on people as well."""
    refresh_later(instance.account)


def _influence_moved(instance: Influence, **_given: object) -> None:
    refresh_later(instance.on.account)


def _count(_user: User, account: Account) -> str | None:
    """How far the client is known, “82 %”; nothing where nobody has told anything."""
    row: Coverage | None = getattr(account, "coverage", None)
    return language().percent(row.score, 0) if row and row.score else None
