"""Keys of authenticator apps and seeds of recovery codes are sealed; they were kept in the clear."""

from django.db import migrations

from trousseau.access import vault
from trousseau.access.rotation import resealed, seal_factors


def seal(apps, _schema):
    seal_factors(apps.get_model("mfa", "Authenticator"), resealed)


def open_again(apps, _schema):
    seal_factors(apps.get_model("mfa", "Authenticator"), lambda text: vault.opened(text) if vault.is_sealed(text) else text)


class Migration(migrations.Migration):
    dependencies = [("access", "0007_doors"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [migrations.RunPython(seal, open_again)]
