"""The tab “Team & support”: who is who, added and ended in place."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from trousseau.accounts import actions
from trousseau.accounts.actions import Place
from trousseau.staffing.models import Profile


@pytest.fixture
def account(portfolio, cast):
    """An account led by the manager of the cast."""
    return actions.name_manager(cast["director"], portfolio(1)[0], cast["manager"])


def test_someone_is_added_changed_and_ended_in_place(account, cast, signed_in):
    client, url = signed_in(cast["manager"]), f"/accounts/{account.public_id}/team/"
    Profile.objects.create(user=cast["expert"], languages=["fr", "de"])
    client.post(f"{url}add/", {"who": cast["expert"].pk, "role": "expert", "label": "quality", "since": "2025-01-02"})
    page = client.get(url).content.decode()
    assert "Expert, quality" in page
    assert "French, German" in page
    assert "1 other stands behind it" in page

    member = account.members.get()
    client.post(f"{url}{member.pk}/", {"role": "service", "label": "", "since": "2025-01-02", "revision": 1})
    assert account.members.get().role == "service"
    client.post(f"{url}{member.pk}/", {"verb": "end"})
    assert "Before" in client.get(url).content.decode()
    assert signed_in(cast["expert"]).get(url).status_code == 404


def test_what_does_not_fit_is_said_and_kept(account, cast, signed_in):
    client, url = signed_in(cast["manager"]), f"/accounts/{account.public_id}/team/"
    answer = client.post(f"{url}add/", {"who": cast["expert"].pk, "role": "backup", "label": "kept <words>"})
    assert answer.status_code == 422
    assert "cannot stand in for the manager" in answer.content.decode()
    assert "kept &lt;words&gt;" in answer.content.decode()
    for values in ({"who": "x"}, {"who": cast["expert"].pk, "role": "expert", "since": "tomorrow"}):
        assert client.post(f"{url}add/", values).status_code == 422
    assert client.post(f"{url}add/", {"who": cast["executive"].pk, "role": "sponsor"}).status_code == 403


def test_the_page_says_it_in_french(account, cast, signed_in):
    actions.add_member(cast["director"], account, cast["executive"], Place("sponsor"))
    client = signed_in(cast["director"])
    client.cookies["django_language"] = "fr"
    cast["director"].language = "fr"
    cast["director"].save()
    page = client.get(f"/accounts/{account.public_id}/team/").content.decode()
    assert "Équipe et appuis" in page
    assert "le parraine" in page


def test_ten_more_people_cost_no_more_statements(account, cast, person, signed_in):
    client, url = signed_in(cast["manager"]), f"/accounts/{account.public_id}/team/"
    actions.add_member(cast["manager"], account, cast["expert"], Place("expert"))
    client.get(url)
    with CaptureQueriesContext(connection) as before:
        client.get(url)
    for n in range(10):
        actions.add_member(cast["manager"], account, person("expert", name=f"E{n}"), Place("expert"))
    with CaptureQueriesContext(connection) as after:
        client.get(url)
    assert len(after) <= len(before)
    assert len(after) <= 25
