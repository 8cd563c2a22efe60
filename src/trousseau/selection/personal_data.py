"""What this room keeps of people, and why: who judges and decides."""

from trousseau.access.processing import authors, declare, impersonal

declare(
    authors(
        "selection",
        {
            "selection.round": "opened_by note criteria closed_by",
            "selection.assessor": "person kept_for",
            "selection.judgement": "reason evidence",
            "selection.consensus": "reason by",
            "selection.daystold": "name source author",
            "selection.decisionsession": "title attendees opened_by",
            "selection.sessionclosing": "closed_by undecided",
            "selection.proposal": "why by",
            "selection.remark": "text by",
            "selection.ruling": "reason by",
            "selection.tierdecision": "reason proposed_by proposed_why decided_by",
            "selection.gridversion": "published_by reason",
            "selection.griddraft": "owner",
            "selection.executiontold": "name source author",
            "selection.reviewrhythm": "author",
            "selection.criteriareview": "decided_by reason evidence",
            "selection.spendtold": "name offer source author",
            "selection.tierversion": "published_by reason tiers",
            "selection.managerdays": "manager",
        },
    ),
)
impersonal(
    {
        "selection.roundclient": "name",
        "selection.judgement": "criterion",
        "selection.consensus": "criterion",
        "selection.sessionclosing": "load",
        "selection.proposal": "tier",
        "selection.ruling": "tier",
        "selection.tierdecision": "name before before_name after after_name rules_proposed",
        "selection.gridversion": "grid weighed moves facts_version",
        "selection.griddraft": "grid weighed",
        "selection.spendtold": "unit currency",
        "selection.tierversion": "counts facts_version",
        "selection.tierheld": "name tier tier_name",
        "selection.accountrank": "tier proposed",
    }
)
