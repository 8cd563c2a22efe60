"""A notice is addressed by a name that does not say how many there are."""

import uuid

from django.db import migrations, models


def name(apps, schema_editor):
    notices = apps.get_model("notices", "Notice")
    rows = list(notices.objects.only("pk"))
    for row in rows:
        row.public_id = uuid.uuid4()
    notices.objects.bulk_update(rows, ["public_id"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_letters")]
    operations = [
        migrations.AddField("notice", "public_id", models.UUIDField(default=uuid.uuid4, editable=False, null=True)),
        migrations.RunPython(name, migrations.RunPython.noop),
        migrations.AlterField(
            "notice", "public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
        ),
    ]
