"""The trail still only grows, but a name that must be forgotten may leave its texts."""

import importlib

import django.utils.timezone
from django.db import migrations, models

before = importlib.import_module("trousseau.access.migrations.0002_audit_only_grows")

REFUSAL = before.REFUSAL
KEPT = ("id", "at", "actor_id", "actor_label", "verb", "target_type", "target_id")
SQLITE = (
    "DROP TRIGGER audit_no_UPDATE",
    "CREATE TRIGGER audit_no_UPDATE BEFORE UPDATE ON access_auditevent "
    "WHEN NOT EXISTS (SELECT 1 FROM access_forgetting) OR "
    + " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in KEPT)
    + f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
)
SQLITE_BACK = ("DROP TRIGGER audit_no_UPDATE", before.SQLITE["CREATE"][0])
SAME = " AND ".join(f"OLD.{name} IS NOT DISTINCT FROM NEW.{name}" for name in KEPT)
POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF TG_OP = 'UPDATE' THEN "
    f"IF EXISTS (SELECT 1 FROM access_forgetting) AND {SAME} THEN RETURN NEW; END IF; "
    f"END IF; RAISE EXCEPTION '{REFUSAL}'; END $$",
)
POSTGRESQL_BACK = (before.POSTGRESQL["CREATE"][0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),)


def run(connection, sqlite, postgresql):
    """Change the triggers on whichever database this is."""
    with connection.cursor() as cursor:
        for statement in sqlite if connection.vendor == "sqlite" else postgresql:
            cursor.execute(statement)


def open_door(apps, schema_editor):
    run(schema_editor.connection, SQLITE, POSTGRESQL)


def close_door(apps, schema_editor):
    run(schema_editor.connection, SQLITE_BACK, POSTGRESQL_BACK)


class Migration(migrations.Migration):
    dependencies = [("access", "0002_audit_only_grows")]
    operations = [
        migrations.CreateModel(
            name="Forgetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
        ),
        migrations.RunPython(open_door, close_door),
    ]
