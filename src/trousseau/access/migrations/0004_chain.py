"""A chain over the trail; the database lets nothing of a link change but its salt, while a name is forgotten."""

import importlib

from django.db import migrations, models

before = importlib.import_module("trousseau.access.migrations.0003_names_leave_the_trail")

REFUSAL = before.REFUSAL
KEPT = ("number", "event", "texts", "digest")
SQLITE = (
    "CREATE TRIGGER link_no_update BEFORE UPDATE ON access_auditlink "
    "WHEN NOT EXISTS (SELECT 1 FROM access_forgetting) OR NEW.salt <> '' OR "
    + " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in KEPT)
    + f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    "CREATE TRIGGER link_no_delete BEFORE DELETE ON access_auditlink "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
)
SAME = " AND ".join(f"OLD.{name} IS NOT DISTINCT FROM NEW.{name}" for name in KEPT)
POSTGRESQL = (
    "CREATE FUNCTION audit_link_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF TG_OP = 'UPDATE' THEN "
    f"IF EXISTS (SELECT 1 FROM access_forgetting) AND NEW.salt = '' AND {SAME} THEN RETURN NEW; END IF; "
    f"END IF; RAISE EXCEPTION '{REFUSAL}'; END $$",
    "CREATE TRIGGER link_no_change BEFORE UPDATE OR DELETE ON access_auditlink "
    "FOR EACH ROW EXECUTE FUNCTION audit_link_refuse()",
)
SQLITE_BACK = ("DROP TRIGGER link_no_update", "DROP TRIGGER link_no_delete")
POSTGRESQL_BACK = ("DROP TRIGGER link_no_change ON access_auditlink", "DROP FUNCTION audit_link_refuse()")


def close(apps, schema_editor):
    before.run(schema_editor.connection, SQLITE, POSTGRESQL)


def open_again(apps, schema_editor):
    before.run(schema_editor.connection, SQLITE_BACK, POSTGRESQL_BACK)


class Migration(migrations.Migration):
    dependencies = [("access", "0003_names_leave_the_trail")]
    operations = [
        migrations.CreateModel(
            name="AuditLink",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("event", models.BigIntegerField(db_index=True)),
                ("salt", models.CharField(blank=True, max_length=32)),
                ("texts", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={"ordering": ["number"]},
        ),
        migrations.RunPython(close, open_again),
    ]
