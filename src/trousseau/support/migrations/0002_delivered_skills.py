"""The skills a company begins with."""

from django.db import migrations

from trousseau.support.delivered import SKILLS


def deliver(apps, _schema):
    """Put the delivered skills where there is none."""
    skills = apps.get_model("support", "Skill")
    if not skills.objects.exists():
        skills.objects.bulk_create(
            skills(code=code, english=english, french=french) for code, english, french in SKILLS
        )


class Migration(migrations.Migration):
    """Only rows; taken back, they stay."""

    dependencies = [("support", "0001_requests")]

    operations = [migrations.RunPython(deliver, migrations.RunPython.noop)]
