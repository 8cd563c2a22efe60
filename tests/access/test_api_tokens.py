"""API tokens: shown once, kept hashed, scoped, over on their day, revoked at once."""

import datetime as dt
import re

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from trousseau.access import tokens
from trousseau.access.models import ApiToken, AuditEvent

MADE = re.compile(r"trs_[0-9a-f]{12}_[\w-]{43}")


def make(client, **changed):
    return client.post("/settings/tokens/new/", {"name": "Tableur", "scopes": ["read"], "days": 30} | changed)


@pytest.fixture
def manager(cast, signed_in):
    signed_in(cast["manager"])
    return cast["manager"]


def test_a_token_is_shown_once_opens_within_its_scopes_and_is_kept_nowhere(manager, client):
    text = MADE.search(make(client, scopes=["read", "ledger"]).content.decode())[0]
    assert tokens.authenticate(text) == (manager, frozenset({"read", "ledger"}))
    assert text[-43:] not in client.get("/settings/tokens/").content.decode()
    kept = ApiToken.objects.get()
    assert text[-43:] not in str(vars(kept))
    assert kept.last_used_at is not None
    assert list(AuditEvent.objects.values_list("verb", "target_label")) == [("token.made", "Tableur")]


def test_it_ends_on_its_day(manager):
    _token, text = tokens.make_token(manager, name="x", scopes={"read"}, days=30)
    with time_machine.travel(timezone.now() + dt.timedelta(days=29, hours=23)):
        assert tokens.authenticate(text)
    with time_machine.travel(timezone.now() + dt.timedelta(days=30, minutes=1)):
        assert tokens.authenticate(text) is None


def test_it_ends_with_its_person_and_with_their_roles(manager):
    _token, text = tokens.make_token(manager, name="x", scopes={"read"}, days=30)
    manager.assignments.update(role="client")
    assert tokens.authenticate(text) is None
    manager.assignments.update(role="expert")
    assert tokens.authenticate(text)
    type(manager).objects.filter(pk=manager.pk).update(is_active=False)
    assert tokens.authenticate(text) is None


def test_one_revokes_ones_own_an_administrator_anybodys_nobody_elses(manager, cast, client, signed_in):
    mine, text = tokens.make_token(manager, name="x", scopes={"read"}, days=30)
    signed_in(cast["director"])
    assert client.post(f"/settings/tokens/{mine.pk}/revoke/").status_code == 404
    assert tokens.authenticate(text)
    page = signed_in(cast["administrator"]).get("/settings/tokens/").content.decode()
    assert f"trs_{mine.hint}_" in page
    client.post(f"/settings/tokens/{mine.pk}/revoke/")
    assert tokens.authenticate(text) is None
    assert AuditEvent.objects.get(verb="token.revoked").actor == cast["administrator"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"scopes": []}, "This field is required"), ({"days": 3650}, "3650"), ({"scopes": ["all"]}, "all")],
)
def test_what_cannot_be_is_refused(manager, client, changed, said):
    answer = make(client, **changed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_making_one_asks_the_password_again(manager, client):
    manager.set_password("une phrase assez longue")
    manager.save()
    client.force_login(manager, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert make(client).url.startswith("/settings/confirm/")
    assert not ApiToken.objects.exists()


@settings(max_examples=30)
@given(other=st.text() | st.from_regex(r"trs_[0-9a-f]{12}_.*"), at=st.integers(0, 60), swap=st.characters())
def test_nothing_else_opens(token_of, other, at, swap):
    assert tokens.authenticate(other) is None
    changed = token_of[:at] + swap + token_of[at + 1 :]
    assert changed == token_of or tokens.authenticate(changed) is None


@pytest.fixture(scope="module")
def token_of(django_db_setup, django_db_blocker):
    from trousseau.access.models import RoleAssignment, User

    with django_db_blocker.unblock():
        somebody = User.objects.create_user("t@garonne.example", None, name="T")
        RoleAssignment.objects.create(user=somebody, role="expert")
        _token, text = tokens.make_token(somebody, name="x", scopes={"read"}, days=30)
        yield text
        somebody.delete()
