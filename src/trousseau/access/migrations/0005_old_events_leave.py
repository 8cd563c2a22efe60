"""Old events may leave the trail through a door that lets nothing younger go; so may the name of who did something.

The links say the actor's name among the texts that may change from now on: the chain is made anew, by the next action.
"""

import importlib

from django.db import migrations, models

names = importlib.import_module("trousseau.access.migrations.0003_names_leave_the_trail")
chain = importlib.import_module("trousseau.access.migrations.0004_chain")

REFUSAL = names.REFUSAL
ACTOR = "actor_label"
OLD_EVENT = "SELECT 1 FROM access_cutting WHERE OLD.at < older_than"
OLD_LINK = "SELECT 1 FROM access_cutting WHERE OLD.number <= upto"
SQLITE_DELETE = tuple(
    statement
    for trigger, table, door in (
        ("audit_no_DELETE", "access_auditevent", OLD_EVENT),
        ("link_no_delete", "access_auditlink", OLD_LINK),
    )
    for statement in (
        f"DROP TRIGGER IF EXISTS {trigger}",
        f"CREATE TRIGGER {trigger} BEFORE DELETE ON {table} WHEN NOT EXISTS ({door}) "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    )
)
SQLITE = (
    "DROP TRIGGER IF EXISTS link_no_delete",
    "DELETE FROM access_auditlink",
    *SQLITE_DELETE,
    names.SQLITE[0],
    names.SQLITE[1].replace(f"OLD.{ACTOR} IS NOT NEW.{ACTOR} OR ", ""),
)
SQLITE_BACK = (
    "DROP TRIGGER IF EXISTS audit_no_DELETE",
    names.before.SQLITE["CREATE"][1],
    "DROP TRIGGER IF EXISTS link_no_delete",
    "DELETE FROM access_auditlink",
    chain.SQLITE[1],
    *names.SQLITE,
)


def _with_door(statement, door):
    """The function of a trigger that also lets a deletion through its door."""
    opened = f"BEGIN IF TG_OP = 'DELETE' THEN IF EXISTS ({door}) THEN RETURN OLD; END IF; END IF; IF"
    again = statement.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    return again.replace(f"OLD.{ACTOR} IS NOT DISTINCT FROM NEW.{ACTOR} AND ", "").replace("BEGIN IF", opened, 1)


EMPTY = (chain.POSTGRESQL_BACK[0], "DELETE FROM access_auditlink", chain.POSTGRESQL[1])
POSTGRESQL_BACK = (
    *EMPTY,
    names.POSTGRESQL[0],
    chain.POSTGRESQL[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
)
POSTGRESQL = (*EMPTY, _with_door(names.POSTGRESQL[0], OLD_EVENT), _with_door(chain.POSTGRESQL[0], OLD_LINK))


def open_door(apps, schema_editor):
    names.run(schema_editor.connection, SQLITE, POSTGRESQL)


def close_door(apps, schema_editor):
    names.run(schema_editor.connection, SQLITE_BACK, POSTGRESQL_BACK)


class Migration(migrations.Migration):
    dependencies = [("access", "0004_chain")]
    operations = [
        migrations.CreateModel(
            name="Cutting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("older_than", models.DateTimeField()),
                ("upto", models.PositiveBigIntegerField()),
            ],
        ),
        migrations.RunPython(open_door, close_door),
    ]
