"""The bell, the list and the wishes, each only one's own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from trousseau.notices.models import KindWish, Notice, Wishes
from trousseau.notices.telling import tell

pytestmark = pytest.mark.django_db
HOURS = {
    "by_mail": "on", "quiet_from": "21:00", "quiet_until": "06:30", "digest_at": "09:15", "weekday": "4",
    "time_zone": "Asia/Tokyo", "pace:asked": "daily", "pace:watch": "weekly", "pace:late": "none",
}  # fmt: skip


@pytest.fixture
def two(organisation, person):
    return person("manager", name="Sophie"), person("expert", name="Thomas")


def test_the_bell_counts_what_is_unread_and_the_list_tells_it(two, signed_in):
    sophie, thomas = two
    for key in "123":
        tell(sophie, "asked", key=key, url="/search/", who="Thomas", what=f"<b>{key}</b>")
    tell(thomas, "asked", key="1", who="Nobody", what="secret")
    page = signed_in(sophie).get("/notices/").content.decode()
    assert "3 things you have not read" in page
    assert "3 unread notices" in page
    assert escape("Thomas asks: <b>1</b>") in page
    assert "secret" not in page


def test_following_one_reads_it_and_leads_there(two, signed_in):
    sophie, thomas = two
    notice = tell(sophie, "asked", key="1", url="/search/", who="T", what="x")
    assert signed_in(thomas).get(f"/notices/{notice.public_id}/").status_code == 404
    assert signed_in(sophie).get(f"/notices/{notice.public_id}/").headers["Location"] == "/search/"
    assert Notice.objects.get().read_at is not None
    assert "Nothing here" in signed_in(sophie).get("/notices/?unread=1").content.decode()


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_a_notice_leads_nowhere_else(two, signed_in, url):
    notice = tell(two[0], "asked", key="1", url=url, who="T", what="x")
    assert signed_in(two[0]).get(f"/notices/{notice.public_id}/").headers["Location"] == "/notices/"


def test_all_read(two, signed_in):
    sophie, thomas = two
    for person in two:
        tell(person, "asked", key="1", who="T", what="x")
    signed_in(sophie).post("/notices/read/")
    assert list(Notice.objects.filter(read_at=None).values_list("user", flat=True)) == [thomas.pk]


def test_wishes_are_kept_and_shown(two, signed_in):
    page = signed_in(two[0])
    assert page.post("/settings/notices/", HOURS).status_code == 302
    wishes = Wishes.objects.get(user=two[0])
    assert (str(wishes.quiet_from), wishes.weekday, wishes.time_zone) == ("21:00:00", 4, "Asia/Tokyo")
    assert dict(KindWish.objects.values_list("kind", "pace")) == {"asked": "daily", "late": "none"}
    assert 'value="09:15"' in page.get("/settings/notices/").content.decode()


@pytest.mark.parametrize(
    ("field", "value"), [("quiet_from", "25:00"), ("weekday", "9"), ("time_zone", "Atlantis"), ("pace:asked", "hourly")]
)
def test_what_cannot_be_is_refused_and_nothing_kept(two, signed_in, field, value):
    answer = signed_in(two[0]).post("/settings/notices/", HOURS | {field: value})
    assert answer.status_code == 422
    assert not Wishes.objects.exists()


def test_ten_more_cost_no_more_queries(two, signed_in, django_assert_num_queries):
    page = signed_in(two[0])
    tell(two[0], "asked", key="first", who="T", what="x")
    page.get("/notices/")
    with CaptureQueriesContext(connection) as before:
        page.get("/notices/")
    for key in range(10):
        tell(two[0], "asked", key=str(key), who="T", what="x")
    with django_assert_num_queries(len(before)):
        page.get("/notices/")
    assert len(before) < 15
