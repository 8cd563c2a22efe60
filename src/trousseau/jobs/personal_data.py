"""What this room keeps of people, and why: the work in the background."""

from trousseau.access.processing import authors, declare, impersonal

declare(
    authors(
        "jobs",
        {
            "jobs.job": "params log created_by",
            "django_tasks_database.dbtaskresult": "args_kwargs return_value traceback",
        },
    ),
)
impersonal(
    {
        "jobs.job": "unit step result error_code error_params",
    }
)
