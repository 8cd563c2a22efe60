"""The selection app, and what it offers to the trail."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.signals import request_started
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class SelectionConfig(AppConfig):
    """Who the key accounts are, by a grid that is the same for the whole company."""

    name = "trousseau.selection"
    verbose_name = _("Selection of key accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Word the verbs of this room, and have its usual answer worked out after the facts and the costs change."""
        from trousseau.access.audit import describe  # noqa: PLC0415 - models are ready only now
        from trousseau.accounts import due, panels, reckoning  # noqa: PLC0415
        from trousseau.costs.changes import after_change  # noqa: PLC0415
        from trousseau.notices import kinds  # noqa: PLC0415
        from trousseau.selection import assessments_due, handlers, sessions_due, sieve  # noqa: PLC0415
        from trousseau.selection.actions import assessment_reminders  # noqa: PLC0415
        from trousseau.selection.actions.ranks import write_ranks  # noqa: PLC0415
        from trousseau.selection.due import review_items  # noqa: PLC0415
        from trousseau.selection.models import GridVersion, TierVersion  # noqa: PLC0415
        from trousseau.selection.pages import opinions  # noqa: PLC0415
        from trousseau.selection.pages.potential_panel import panel  # noqa: PLC0415
        from trousseau.selection.pages.tier_panel import register as register_tier  # noqa: PLC0415
        from trousseau.selection.queries import tiers  # noqa: PLC0415
        from trousseau.selection.refreshing import other_grid, usual  # noqa: PLC0415

        describe(
            {
                "account.tier_changed": _("Tier changed"),
                "assessments.assessor_added": _("Assessor added to a round"),
                "assessments.assessor_removed": _("Assessor taken out of a round"),
                "assessments.closed": _("Round of assessments closed"),
                "assessments.due_changed": _("Round of assessments due another day"),
                "assessments.handed_in": _("Assessments handed in"),
                "assessments.judged": _("Client judged in a round"),
                "assessments.opened": _("Round of assessments opened"),
                "assessments.settled": _("Disagreement of assessors settled"),
                "assessments.taken_back": _("Assessments taken back"),
                "assessments.unsettled": _("Consensus taken back"),
                "days.loaded": _("Table of days spent read"),
                "days.told": _("Days spent on a client told"),
                "execution.told": _("Execution of a plan told"),
                "grid.published": _("Grid of criteria published"),
                "manager.days_told": _("Days a month of a manager told"),
                "review.decided": _("Review of the criteria decided"),
                "review.rhythm_set": _("Rhythm of the review of criteria set"),
                "session.closed": _("Decision session closed"),
                "session.discussed": _("Remark made in a decision session"),
                "session.opened": _("Decision session opened"),
                "spend.loaded": _("Table of total spend read"),
                "spend.told": _("Total spend of a client told"),
                "tier.decided": _("Tier of a client decided"),
                "tier.decided_as_proposed": _("Tiers decided as the rules propose"),
                "tier.proposed": _("Tier of a client proposed"),
                "tier.taken_back": _("Decision on a tier taken back"),
                "tiers.published": _("Tiers published"),
            }
        )
        panels.register(
            panels.Panel(
                "potential", _("Potential"), "selection/potential_panel.html", panel, place="side", order=60, late=True
            )
        )
        panels.register(
            panels.Panel(
                "assessments",
                _("Assessments"),
                "selection/opinions_panel.html",
                opinions.panel,
                place="side",
                order=70,
                late=True,
            )
        )
        handlers.register()
        kinds.register(assessment_reminders.KIND)
        due.register(assessments_due.items)
        due.register(review_items)
        due.register(sessions_due.items)
        reckoning.after_refresh(write_ranks)
        reckoning.ahead(usual)
        after_change(write_ranks)
        after_change(usual)
        sieve.register()
        register_tier()
        post_save.connect(other_grid, sender=GridVersion, dispatch_uid="ranks")
        post_save.connect(tiers.forget, sender=TierVersion, dispatch_uid="tiers")
        request_started.connect(tiers.forget, dispatch_uid="tiers")
