"""What this room hands to the shell: the state of the ledger, what is due, the sentences of the trail."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trousseau.access import audit, shell
from trousseau.access.actions import after_organisation_change
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import actions as accounts
from trousseau.accounts import due, queries
from trousseau.accounts.access import sees_everything
from trousseau.accounts.due import DueItem
from trousseau.imports import wording
from trousseau.imports.models import Import, State
from trousseau.jobs import actions as jobs
from trousseau.jobs.models import Job


def register() -> None:
    """Register everything; once, at the start."""
    shell.register_ledger_state(ledger_state)
    due.register(due_items)
    accounts.after_exclusion(refresh_later)
    after_organisation_change(refresh_later)
    audit.describe(
        {
            "import.loaded": gettext_lazy("Sales lines loaded"),
            "import.undone": gettext_lazy("Import undone"),
            "import.discarded": gettext_lazy("File put aside before loading"),
            "quarantine.corrected": gettext_lazy("Rejected row corrected"),
            "rates.added": gettext_lazy("Table of rates added"),
            "rates.removed": gettext_lazy("Table of rates removed"),
        }
    )


def refresh_later() -> None:
    """Have the figures made again, unless that is already waiting its turn."""
    if not Job.objects.filter(kind="refresh", state="queued").exists():
        jobs.start("refresh", {})


def ledger_state(user: User) -> shell.LedgerState | None:
    """Version, lines and date of the sales lines, as the figures on the pages know them.

    How large the whole is, only who sees the whole is told.
    """
    reckoning = queries.reckoning()
    if reckoning.at is None or reckoning.ledger_version < 0:
        return None
    whole = sees_everything(user)
    return shell.LedgerState(
        reckoning.ledger_version,
        reckoning.lines if whole else None,
        reckoning.at,
        reckoning.accounts if whole else None,
    )


def due_items(user: User) -> Iterator[DueItem]:
    """What the data ask of who imports: files left half way, rejected rows, lines without a rate."""
    if not may(user, "import_sales"):
        return
    language = wording.language()
    waiting = Q(rejected__loaded_by=None, rejected__isnull=False)
    for item in (
        Import.objects.exclude(state=State.UNDONE)
        .annotate(left=Count("rejected", filter=waiting))
        .select_related("source")
        .order_by("-created_at")[:30]
    ):
        page = reverse("imports:import", args=[item.public_id])
        if item.state in {State.DRAFT, State.CHECKED, State.ASKING, State.FAILED}:
            yield DueItem(
                title=_("%(name)s is not loaded yet: %(state)s.") % {
                    "name": item.name, "state": item.get_state_display().lower()
                },
                url=page,
                action=_("Go on"),
                kind=_("Import"),
                urgency="now" if item.state in {State.ASKING, State.FAILED} else "soon",
            )  # fmt: skip
        elif item.state == State.LOADED and item.left:
            title = ngettext(
                "%(n)s row of %(name)s waits in quarantine.",
                "%(n)s rows of %(name)s wait in quarantine.",
                item.left,
            )
            yield DueItem(
                title=title % {"n": language.number(item.left), "name": item.name},
                url=reverse("imports:quarantine", args=[item.public_id]),
                action=_("Correct"),
                kind=_("Quarantine"),
                why=_("Its amount is missing from every figure until it is corrected or you decide to leave it."),
                urgency="soon",
            )
    unconverted = queries.reckoning().unconverted
    if unconverted:
        title = ngettext(
            "%(n)s line has no exchange rate and is in no total.",
            "%(n)s lines have no exchange rate and are in no total.",
            unconverted,
        )
        yield DueItem(
            title=title % {"n": language.number(unconverted)},
            url=reverse("imports:rates"),
            action=_("Give rates"),
            kind=_("Rates"),
            urgency="now",
        )
