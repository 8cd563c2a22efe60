"""Scenarios may hold shocks and partial losses; those kept before lose accounts only, as they did."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("exposure", "0003_outlooks")]

    operations = [
        migrations.AddField(
            model_name="scenario",
            name="asks",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
