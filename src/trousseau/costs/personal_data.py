"""What this room keeps of people, and why: who tells costs."""

from trousseau.access.processing import authors, declare, impersonal

declare(
    authors(
        "costs",
        {
            "costs.table": "name drivers created_by",
            "costs.zoneinflation": "source told_by",
        },
    ),
)
impersonal(
    {
        "costs.driver": "label unit",
        "costs.table": "choices quantities",
        "costs.zoneinflation": "zone period area",
        "costs.zonearea": "area",
        "costs.fixedcost": "division zone",
        "costs.budget": "division",
    }
)
