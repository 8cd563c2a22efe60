"""What this room keeps of people, and why: who tells outlooks, prices and scenarios."""

from trousseau.access.processing import authors, declare, impersonal

declare(
    authors(
        "exposure",
        {
            "exposure.outlook": "reason author",
            "exposure.pricetable": "name added_by",
            "exposure.scenario": "name made_by",
            "exposure.tariffscenario": "name made_by",
        },
    ),
)
impersonal(
    {
        "exposure.listprice": "product zone currency",
        "exposure.scenario": "scope lost asks",
        "exposure.tariffscenario": "scope wishes",
    }
)
