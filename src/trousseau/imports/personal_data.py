"""What this room keeps of people, and why: who loads sales lines."""

from trousseau.access.processing import authors, declare, impersonal

declare(
    authors(
        "imports",
        {
            "imports.import": "name findings created_by undone_by",
            "imports.quarantined": "value reason cells corrected corrected_by",
            "imports.ratetable": "name created_by",
        },
    ),
)
impersonal(
    {
        "imports.source": "choices",
        "imports.import": "choices months error_code error_params",
        "imports.quarantined": "column",
        "imports.ratetable": "header currencies",
    }
)
