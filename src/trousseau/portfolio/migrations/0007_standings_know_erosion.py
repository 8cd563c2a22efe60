from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portfolio', '0006_standings_with_reasons'),
    ]

    operations = [
        migrations.AddField(
            model_name='accountstanding',
            name='eroding',
            field=models.BooleanField(default=False),
        ),
    ]
