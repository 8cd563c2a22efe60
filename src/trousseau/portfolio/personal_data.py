"""What this room keeps of people, and why: who decides on check-ups."""

from trousseau.access.processing import authors, declare, impersonal

declare(
    authors(
        "portfolio",
        {
            "portfolio.frozencheckup": "frozen_by note",
            "portfolio.ruleversion": "published_by reason",
            "portfolio.referencerange": "reason author",
            "portfolio.segmenttable": "file imported_by",
        },
    ),
)
impersonal(
    {
        "portfolio.frozencheckup": "period scope base_currency facts_version settings figures",
        "portfolio.frozenaccount": "name group class_now standing",
        "portfolio.ruleversion": "rules counts facts_version",
        "portfolio.classmove": "name",
        "portfolio.accountstanding": "reasons",
        "portfolio.segmententry": "segment",
    }
)
