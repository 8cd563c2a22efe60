"""Scenarios move to the room `exposure`: the table keeps its rows and changes its name."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("portfolio", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable("scenario", "exposure_scenario")],
            state_operations=[migrations.DeleteModel("Scenario")],
        )
    ]
