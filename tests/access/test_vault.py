"""What second factors and other systems' tokens hang on is sealed in the database, and changes key without a gap."""

import base64
import importlib
import json
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from click.testing import CliRunner
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection, models
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from trousseau import environment
from trousseau.access import rotation, vault
from trousseau.access.fields import SealedTextField
from trousseau.access.models import AuditEvent
from trousseau.access.vault import SealError
from trousseau.cli import secrets_kept
from trousseau.cli.failures import Words

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
SEED = "JBSWY3DPEHPK3PXP"
SEALING = next(Path(rotation.__file__).parent.glob("migrations/*_seal_second_factors.py")).stem


@given(st.text())
def test_what_is_sealed_opens_again_and_tells_nothing(text):
    stored = vault.sealed(text)
    assert vault.opened(stored) == text
    assert len(text) < 8 or text not in stored
    assert vault.sealed(text) != stored


@tried(max_examples=300)
@given(st.text(max_size=60), st.integers(0, 500), st.integers(1, 255))
def test_a_changed_text_is_never_opened(text, place, step):
    stored = vault.sealed(text)
    place %= len(stored)
    changed = stored[:place] + chr((ord(stored[place]) + step) % 256) + stored[place + 1 :]
    with pytest.raises(SealError):
        vault.opened(changed)
    with pytest.raises(SealError):
        vault.opened(text if not text.startswith("v1.") else "")


def test_keys_change_while_the_old_ones_still_open(settings):
    derived = vault.sealed("a")
    settings.SECRETS_KEYS = (OLD,)
    old = vault.sealed("b")
    settings.SECRETS_KEYS = (NEW, OLD)
    assert [vault.opened(one) for one in (derived, old, vault.sealed("c"))] == ["a", "b", "c"]
    assert [vault.is_current(one) for one in (derived, old)] == [False, False]
    settings.SECRETS_KEYS = (NEW,)
    with pytest.raises(SealError) as told:
        vault.opened(old)
    assert (told.value.code, told.value.key) == ("key_missing", vault.key_of(old))
    settings.SECRET_KEY = "another" * 8
    with pytest.raises(SealError, match="key_missing"):
        vault.opened(derived)


@pytest.mark.parametrize(
    "wrong",
    ["short", base64.urlsafe_b64encode(b"x" * 31).decode(), f"{OLD},???", "é"],
    ids=["short", "31 bytes", "one of two", "no ASCII"],
)
def test_what_is_no_key_is_refused_at_start(wrong):
    with pytest.raises(ImproperlyConfigured, match="TROUSSEAU_SECRETS_KEYS"):
        environment.secrets_keys({"TROUSSEAU_SECRETS_KEYS": wrong})


def _code(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def _factors(user):
    return {one.type: one for one in Authenticator.objects.filter(user=user)}


def test_second_factors_are_sealed_work_and_are_rotated(cast, settings):
    user = cast["manager"]
    settings.SECRETS_KEYS = (OLD,)
    TOTP.activate(user, SEED)
    codes = RecoveryCodes.activate(user).get_unused_codes()
    kept = json.dumps([one.data for one in Authenticator.objects.all()])
    assert SEED not in kept
    assert vault.opened(_factors(user)["recovery_codes"].data["seed"]) not in kept
    settings.SECRETS_KEYS = (NEW, OLD)
    assert secrets_kept.examined(Words("en")) == (
        "watch", "Secrets that still need an older key: 2. Run `trousseau rotate-secrets` before it goes.",
    )  # fmt: skip
    assert rotation.rotate() == 2
    assert rotation.rotate() == 0
    assert AuditEvent.objects.filter(verb="secrets.rotated").count() == 1
    settings.SECRETS_KEYS = (NEW,)
    assert secrets_kept.examined(Words("en"))[0] == "ok"
    factors = _factors(user)
    assert TOTP(factors["totp"]).validate_code(_code(SEED))
    assert RecoveryCodes(factors["recovery_codes"]).validate_code(codes[3])
    assert not RecoveryCodes(_factors(user)["recovery_codes"]).validate_code(codes[3])
    settings.SECRETS_KEYS = (OLD,)
    assert secrets_kept.examined(Words("en"))[0] == "bad"


def test_rotation_that_is_interrupted_goes_on_where_it_stopped(cast, settings, monkeypatch):
    settings.SECRETS_KEYS = (OLD,)
    for user in list(cast.values())[:4]:
        TOTP.activate(user, SEED)
    settings.SECRETS_KEYS = (NEW, OLD)
    monkeypatch.setattr(rotation, "A_TIME", 2)
    broken = Authenticator.objects.order_by("pk").last()
    sound = broken.data["secret"]
    Authenticator.objects.filter(pk=broken.pk).update(data={"secret": sound[:-4] + "AAAA"})
    with pytest.raises(SealError, match="damaged"):
        rotation.rotate()
    assert rotation.standing() == rotation.Standing(current=2, older=2, lost=0, clear=0)
    Authenticator.objects.filter(pk=broken.pk).update(data={"secret": sound})
    assert rotation.rotate() == 2
    assert rotation.standing().older == 0


def test_factors_kept_in_the_clear_by_an_earlier_version_are_sealed_by_the_migration(cast):
    user = cast["expert"]
    Authenticator.objects.create(user=user, type="totp", data={"secret": SEED})
    Authenticator.objects.create(
        user=user, type="recovery_codes", data={"migrated_codes": ["a1", "b2"], "used_mask": 0}
    )
    migration = importlib.import_module(f"trousseau.access.migrations.{SEALING}")
    migration.seal(apps, None)
    factors = _factors(user)
    assert SEED not in json.dumps([one.data for one in factors.values()])
    assert TOTP(factors["totp"]).validate_code(_code(SEED))
    assert RecoveryCodes(factors["recovery_codes"]).get_unused_codes() == ["a1", "b2"]
    migration.open_again(apps, None)
    assert _factors(user)["totp"].data == {"secret": SEED}


@pytest.fixture
def tokens(transactional_db):
    """A model with a sealed field, as connectors will have."""

    class Token(models.Model):
        kept = SealedTextField(blank=True)

        class Meta:
            app_label = "access"

    with connection.schema_editor() as editor:
        editor.create_model(Token)
    yield Token
    with connection.schema_editor() as editor:
        editor.delete_model(Token)
    apps.all_models["access"].pop("token")
    apps.clear_cache()


def test_a_sealed_field_reads_as_text_is_never_searched_and_rotates(tokens, settings, organisation):
    settings.SECRETS_KEYS = (OLD,)
    made = tokens.objects.create(kept="00D5g-token")
    tokens.objects.create(kept="")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT kept FROM {tokens._meta.db_table} ORDER BY id")
        first, second = (row[0] for row in cursor.fetchall())
    assert "00D5g" not in first
    assert vault.is_sealed(first)
    assert second == ""
    assert tokens.objects.get(pk=made.pk).kept == "00D5g-token"
    with pytest.raises(FieldError, match="looked up by exact"):
        tokens.objects.filter(kept="00D5g-token").exists()
    settings.SECRETS_KEYS = (NEW, OLD)
    assert rotation.rotate() == 1
    settings.SECRETS_KEYS = (NEW,)
    assert tokens.objects.get(pk=made.pk).kept == "00D5g-token"


def test_a_key_is_drawn_for_the_environment():
    drawn = CliRunner().invoke(secrets_kept.rotate_secrets, ["--draw"]).output.strip()
    assert environment.secrets_keys({"TROUSSEAU_SECRETS_KEYS": drawn}) == (drawn,)
