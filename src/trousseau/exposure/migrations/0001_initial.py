"""Scenarios as they came from the room `portfolio`, whose migration renamed their table."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import trousseau.portfolio.models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("portfolio", "0002_scenarios_have_their_room"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Scenario",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("public_id", models.CharField(default=trousseau.portfolio.models.public_id, editable=False, max_length=16, unique=True)),
                        ("name", models.CharField(max_length=120)),
                        ("by", models.CharField(choices=[("account", "by account"), ("group", "by group")], max_length=8)),
                        ("scope", models.CharField(blank=True, max_length=500)),
                        ("lost", models.JSONField()),
                        ("made_at", models.DateTimeField(auto_now_add=True)),
                        ("made_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                    ],
                    options={"ordering": ("name",)},
                ),
                migrations.AddConstraint(
                    model_name="scenario",
                    constraint=models.UniqueConstraint(fields=("scope", "name"), name="scenario_name_once"),
                ),
            ]
        )
    ]
