"""The database itself refuses to change or delete an audit event."""

from django.db import migrations

REFUSAL = "the audit trail only grows"
SQLITE = {
    "CREATE": [
        f"CREATE TRIGGER audit_no_{verb} BEFORE {verb} ON access_auditevent "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for verb in ("UPDATE", "DELETE")
    ],
    "DROP": [f"DROP TRIGGER IF EXISTS audit_no_{verb}" for verb in ("UPDATE", "DELETE")],
}
POSTGRESQL = {
    "CREATE": [
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON access_auditevent "
        "FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    ],
    "DROP": [
        "DROP TRIGGER IF EXISTS audit_no_change ON access_auditevent",
        "DROP FUNCTION IF EXISTS audit_refuse()",
    ],
}


def run(connection, verb):
    """Create or drop the triggers on whichever database this is."""
    statements = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    with connection.cursor() as cursor:
        for statement in statements[verb]:
            cursor.execute(statement)


def create(apps, schema_editor):
    run(schema_editor.connection, "CREATE")


def drop(apps, schema_editor):
    run(schema_editor.connection, "DROP")


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
