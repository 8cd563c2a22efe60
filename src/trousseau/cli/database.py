"""Django made ready for the commands that need the database; imported by no other."""

from __future__ import annotations

import os
import sqlite3

from trousseau.cli.failures import Failure


def ready(*, migrated: bool = True) -> None:
    """Set Django up; with `migrated`, refuse a database that lacks a table or a migration."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trousseau.settings")
    import django  # noqa: PLC0415
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Failure("configuration", detail=str(error)) from error
    if migrated and pending():
        raise Failure("not_migrated")


def pending() -> list[str]:
    """The migrations not yet applied; raises Failure where the database is locked or cannot be opened."""
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415
    from django.db.utils import OperationalError  # noqa: PLC0415

    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        raise database_failure(error) from error
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def database_failure(error: Exception) -> Failure:
    """What to say of a database that does not answer."""
    cause = error.__cause__
    text = str(error).lower()
    if isinstance(cause, sqlite3.OperationalError):
        text = str(cause).lower()
    if "locked" in text or "busy" in text:
        return Failure("locked")
    if "readonly" in text or "unable to open" in text:
        from django.conf import settings  # noqa: PLC0415

        return Failure("no_permission", path=settings.DATABASES["default"]["NAME"])
    if "no such table" in text:
        return Failure("not_migrated")
    if "disk is full" in text or "full" in text:
        from django.conf import settings  # noqa: PLC0415

        return Failure("disk_full", path=settings.TROUSSEAU_HOME)
    return Failure("surprise", what=str(error))
