"""What facts and files of clients hand to the rooms around them: a tab, a panel, papers, what is due."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousseau.access.audit import describe
from trousseau.access.models import User
from trousseau.accounts import panels, tabs
from trousseau.accounts.models import Account
from trousseau.accounts.rows import language
from trousseau.knowledge.models import Coverage
from trousseau.knowledge.pages.stakes_panel import panel


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


def _count(_user: User, account: Account) -> str | None:
    """How far the client is known, “82 %”; nothing where nobody has told anything."""
    row = Coverage.objects.filter(pk=account.pk).first()
    return language().percent(row.score, 0) if row and row.score else None
