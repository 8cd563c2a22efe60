"""Fixtures for every room."""

import gc
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from hypothesis import HealthCheck, settings

import kept

ROOT = Path(__file__).resolve().parent.parent
ROLES = ("director", "executive", "controller", "manager", "head", "expert", "administrator", "client")
# How long an example takes to make or to try is a matter of the machine; speed lives in benchmarks.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
# So is the digest of a password: the same door, by a thousandth of the rounds.
PBKDF2PasswordHasher.iterations = 1_000
# And a server lists its files at its start; a client of a test, which starts as one, looks for what it is asked.
django_settings.WHITENOISE_AUTOREFRESH = True


def pytest_make_parametrize_id(config, val, argname):
    """Bytes are no name of a test: an archive holds the second it was made in, on which two workers may not agree."""
    return argname if isinstance(val, bytes) else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """No worker waits for what another makes: one begins with the walks and their demo company, the others with what
    needs no database; by then there is a demo company for the commands.
    """
    items.sort(key=turn)
    gc.collect()
    gc.freeze()  # what was imported and collected lives to the end of the run: it is not looked through again
    gc.set_threshold(20_000, 20, 50)


def pytest_sessionfinish():
    """Let the interpreter find at its end what was set apart."""
    gc.unfreeze()


WITHOUT_DATABASE = {"method", "ledger", "figures", "laws"}


def turn(item) -> int:
    """Which quarter of the run a test belongs to."""
    marker = item.get_closest_marker("xdist_group")
    group = marker.args[0] if marker else ""
    if group == "browser":
        return 0
    if group == "house":
        return 2
    return 1 if item.path.relative_to(ROOT / "tests").parts[0] in WITHOUT_DATABASE else 3


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data sets, beside the project or where TROUSSEAU_SHARED says."""
    folder = Path(os.environ.get("TROUSSEAU_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(f"no real data sets at {folder}; set TROUSSEAU_SHARED")
    return folder


@pytest.fixture(scope="session")
def django_db_modify_db_settings():
    """The migrations need not run: an empty house is kept, and a run of ten tests does not wait for them.

    On PostgreSQL they run: nothing is kept of it.
    """
    from django.conf import settings

    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        settings.DATABASES["default"].setdefault("TEST", {})["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory):
    """The test database; in SQLite without the triggers that keep the audit trail, as tests empty every table."""
    from django.db import connection

    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            house = tmp_path_factory.mktemp("database")
            kept.house(house)
            connection.ensure_connection()
            with closing(sqlite3.connect(house / "trousseau.sqlite3")) as ready:
                ready.backup(connection.connection)
            with connection.cursor() as cursor:
                cursor.execute("DROP TRIGGER IF EXISTS audit_no_DELETE")
                cursor.execute("DROP TRIGGER IF EXISTS link_no_delete")
        kept_rows = json.loads(connection.creation.serialize_db_to_string())
        DELIVERED.append(json.dumps([row for row in kept_rows if row["model"] not in MADE_BY_DJANGO]))


DELIVERED: list[str] = []
"""The rows that the migrations deliver: skills, ideas, stages of a programme."""
MADE_BY_DJANGO = {"contenttypes.contenttype", "auth.permission"}
"""Made anew whenever tables were emptied, under other keys."""
COMMITS = {"transactional_db", "live_server", "django_db_reset_sequences"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """A test that commits has every table emptied after it: what the migrations deliver is put back for the next."""
    result = yield
    marker = item.get_closest_marker("django_db")
    commits = COMMITS & set(item.fixturenames) or (marker is not None and marker.kwargs.get("transaction"))
    if commits and nextitem is not None and DELIVERED:
        from django.db import connection

        with item.funcargs["django_db_blocker"].unblock():
            connection.creation.deserialize_db_from_string(DELIVERED[0])
    return result


@pytest.fixture(scope="session", autouse=True)
def worked_out_ahead():
    """Nothing is worked out ahead of being asked for, after each little import of a test; gives what would be."""
    from trousseau.accounts import reckoning

    hooks = list(reckoning._ahead)
    reckoning._ahead.clear()
    return hooks


@pytest.fixture
def ahead(worked_out_ahead, monkeypatch):
    """What pages show first is worked out after a refresh, as in a house."""
    from trousseau.accounts import reckoning

    monkeypatch.setattr(reckoning, "_ahead", worked_out_ahead)


@pytest.fixture(autouse=True)
def language():
    """Every test begins in English, whatever a request of the one before has left in this thread."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def no_policy(monkeypatch):
    """Nobody needs a second factor or confirms before administering, where a test does not say so."""
    from trousseau.access.models import Organisation

    for name, decided in (("second_factor_roles", list), ("elevation_minutes", int)):
        monkeypatch.setattr(Organisation._meta.get_field(name), "_get_default", decided)


@pytest.fixture
def home(tmp_path, settings) -> Path:
    """A data folder of its own."""
    settings.TROUSSEAU_HOME = tmp_path / "home"
    settings.TROUSSEAU_HOME.mkdir()
    return settings.TROUSSEAU_HOME


@pytest.fixture
def organisation(db, home):
    """The organisation, set up; nobody is asked for a second factor or to confirm."""
    from trousseau.access.models import Organisation

    return Organisation.objects.create(
        pk=1, name="Groupe Garonne", base_currency="EUR", second_factor_roles=[], elevation_minutes=0
    )


@pytest.fixture
def person(db):
    """Make a person with roles: `person("manager", "expert", name="Bob", zones=["France"])`."""
    from trousseau.access.models import RoleAssignment, User

    def make(*roles, name=None, email=None, zones=(), divisions=(), **fields):
        name = name or (f"{roles[0].title()} Test" if roles else "Nobody Test")
        email = email or f"{name.lower().replace(' ', '.')}.{User.objects.count()}@garonne.example"
        made = User.objects.create_user(email, None, name=name, **fields)
        for role in roles:
            RoleAssignment.objects.create(user=made, role=role, zones=list(zones), divisions=list(divisions))
        return made

    return make


@pytest.fixture
def cast(organisation, person):
    """One person a role, by the role's name."""
    return {role: person(role) for role in ROLES}


@pytest.fixture
def signed_in(client):
    """The test client, signed in as somebody: `signed_in(person).get("/")`."""

    def sign_in(somebody):
        client.force_login(somebody, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
