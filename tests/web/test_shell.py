"""The frame of every page: the map, the languages, the themes, search, health, errors."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.test import override_settings
from django.utils import translation

from trousseau.access import shell
from trousseau.access.shell import Hit, LedgerState
from trousseau.web import navigation, search

pytestmark = pytest.mark.django_db


def test_the_map_shows_each_person_the_places_they_may_open(cast):
    labels = lambda role: [str(entry.label) for entry in navigation.entries(cast[role], "/")]  # noqa: E731
    assert labels("director") == [
        "Today",
        "Check-up",
        "Exposure",
        "Accounts",
        "Selection",
        "Team",
        "Plans",
        "Data",
        "Settings",
    ]
    assert labels("manager") == ["Today", "Accounts", "Team", "Plans", "Settings"]
    assert labels("client") == ["Today", "Settings"]


def test_the_place_one_is_in_is_marked(cast):
    here = [entry.url for entry in navigation.entries(cast["director"], "/accounts/abc/") if entry.here]
    assert here == ["/accounts/"]
    assert [entry.url for entry in navigation.entries(cast["director"], "/") if entry.here] == ["/"]


def test_the_foot_of_the_sidebar_tells_the_state_of_the_ledger(cast, signed_in, monkeypatch):
    state = LedgerState(212, 214806, dt.datetime(2026, 11, 20, 5, 14, tzinfo=dt.UTC), 423)
    monkeypatch.setattr(shell, "_ledger", [lambda user: state])
    cast["director"].language = "fr"
    cast["director"].save()
    page = signed_in(cast["director"]).get("/settings/profile/").content.decode()
    assert "Registre des ventes v. 212" in page
    assert "20 nov. 2026, 06:14" in page
    assert "214\u202f806 lignes" in page
    monkeypatch.setattr(shell, "_ledger", [])
    assert "Pas encore de lignes de vente" in signed_in(cast["director"]).get("/settings/profile/").content.decode()


def test_the_language_is_kept_for_the_browser_and_the_person(cast, signed_in):
    browser = signed_in(cast["expert"])
    answer = browser.post("/language/", {"language": "fr", "next": "/settings/profile/?tab=1"})
    assert answer.url == "/settings/profile/?tab=1"
    assert answer.cookies["django_language"].value == "fr"
    cast["expert"].refresh_from_db()
    assert cast["expert"].language == "fr"
    assert '<html lang="fr"' in browser.get("/settings/profile/").content.decode()


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_changing_the_language_leads_nowhere_else(client, organisation, person, place):
    person("director")
    assert client.post("/language/", {"language": "fr", "next": place}).url == "/"


def test_an_unknown_language_or_theme_changes_nothing(cast, signed_in):
    browser = signed_in(cast["expert"])
    browser.post("/language/", {"language": "xx"})
    browser.post("/theme/", {"theme": "pink"})
    cast["expert"].refresh_from_db()
    assert (cast["expert"].language, cast["expert"].theme) == ("", "auto")


def test_search_finds_pages_without_accents_and_asks_every_room(cast, signed_in, monkeypatch):
    monkeypatch.setattr(
        shell, "_searches", [lambda user, text, limit: [Hit(f"Alstrom {text}", "/a/", "Account", "C01")]]
    )
    with translation.override("fr"):
        assert [hit.title for hit in search.find(cast["director"], "reglag", "/")] == ["Réglages", "Alstrom reglag"]
    answer = signed_in(cast["director"]).get("/search/?q=check", headers={"HX-Request": "true"}).content.decode()
    assert 'data-url="/check-up/"' in answer
    assert "<html" not in answer
    assert search.find(cast["client"], "check-up", "/")[:-1] == []


def test_what_is_typed_is_escaped(cast, signed_in):
    answer = signed_in(cast["client"]).get("/search/?q=<script>").content.decode()
    assert "&lt;script&gt;" in answer
    assert "<script>" not in answer


def test_the_policy_lets_nothing_inline_and_nothing_foreign(cast, signed_in):
    answer = signed_in(cast["director"]).get("/settings/profile/")
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";"
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_health_is_told_to_anybody(client):
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "Il n’y a rien à cette adresse."), ("en", "There is nothing at this address.")]
)
def test_an_absent_page_says_so_in_both_languages_with_and_without_a_person(client, cast, signed_in, language, said):
    for browser in (client, signed_in(cast["director"])):
        page = browser.get("/nowhere/", headers={"accept-language": language})
        assert page.status_code == 404
        assert said in page.content.decode()


def test_a_forbidden_page_says_who_can_help(cast, signed_in):
    page = signed_in(cast["manager"]).get("/settings/people/")
    assert page.status_code == 403
    assert "administrator" in page.content.decode()


def test_to_htmx_a_refusal_is_one_line(cast, signed_in):
    answer = signed_in(cast["manager"]).get("/settings/people/", headers={"HX-Request": "true"})
    assert answer.status_code == 403
    assert answer.content.decode().startswith('<p class="error-line" role="alert">')


def test_a_breakdown_is_told_without_asking_the_database(cast, rf, django_assert_num_queries):
    from trousseau.web.views import server_error

    request = rf.get("/")
    request.user = cast["director"]
    with django_assert_num_queries(0):
        page = server_error(request)
    assert page.status_code == 500
    assert b"Something broke on our side." in page.content


def test_an_old_form_is_refused_in_words(organisation, person):
    from django.test import Client

    person("director")
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"login": "x"})
    assert answer.status_code == 403
    assert "open for too long" in answer.content.decode()


@override_settings(LANGUAGE_CODE="en")
def test_the_shell_costs_few_queries(cast, signed_in, django_assert_max_num_queries):
    browser = signed_in(cast["client"])
    with django_assert_max_num_queries(6):
        browser.get("/search/")


def render(text, **context):
    return Template("{% load house figures %}" + text).render(Context(context))


def test_figures_follow_the_language():
    with translation.override("fr"):
        assert render('{{ n|amount:"EUR" }}', n=1234567) == "1\u202f234\u202f567\u00a0€"
        assert render("{{ n|percent }}", n=0.12) == "12,0\u00a0%"
        assert render("{{ d|day }}", d=dt.date(2026, 11, 22)) == "22 nov. 2026"
    with translation.override("en"):
        assert render('{{ n|amount:"EUR" }}', n=1234567) == "€1,234,567"
        assert "€1,234,567" in render('{% short n "EUR" %}', n=1234567)
        assert render("{{ n|number }}", n=None) == "–"
        assert render("{{ n|direction }} {{ m|direction }}|{{ o|direction }}", n=1, m=-1, o=0) == "positive negative|"


def test_a_moment_is_shown_in_the_time_zone_of_the_site():
    with translation.override("en"):
        at = dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC)
        assert render("{{ at|moment }}; {{ at|day }}", at=at) == "1 Jul 2026, 00:30; 1 Jul 2026"


def test_a_day_in_a_heading_stays_on_one_line():
    said = render(
        "{% filter whole_days %}<b>{{ a }}</b>, 12 of 2026 on {{ b }}{% endfilter %}", a="1er déc. 2026", b="3 May 2027"
    )
    assert said == "<b>1er\u00a0déc.\u00a02026</b>, 12 of 2026 on 3\u00a0May\u00a02027"
    assert render("{{ a|whole_days }}", a="<i> 22 nov. 2026") == "&lt;i&gt; 22\u00a0nov.\u00a02026"


def test_a_status_has_a_shape_and_a_word():
    drawn = render('{% status "bad" "Out of range" %}')
    assert "<path" in drawn
    assert "Out of range" in drawn
    assert "status-none" in render('{% status "unheard" "x" %}')


def test_a_bullet_keeps_everything_inside():
    drawn = render("{% bullet value=5 low=0 high=10 start=0 end=10 previous=99 %}")
    assert 'class="range" x="0.00%" y="4" width="100.00%"' in drawn
    assert 'class="previous" x1="100.00%"' in drawn
    assert 'class="value-mark value-none" x1="50.00%"' in drawn
    assert "value-mark" not in render("{% bullet value=None start=0 end=1 %}")
    assert 'class="range"' not in render("{% bullet value=1 start=0 end=2 %}")


def test_a_bar_shows_what_is_done_and_what_is_due():
    drawn = render('{% bar done=.55 due=.74 state="watch" %}')
    assert 'class="done done-watch" x="0" y="1" width="55.00%"' in drawn
    assert 'class="due" x1="74.00%"' in drawn


def test_a_column_head_sorts_the_largest_first_then_the_other_way(rf):
    head = '{% sort_header "revenue" "Revenue" numeric=True %}'
    first = render(head, request=rf.get("/?page=3&zone=France"))
    assert 'href="?zone=France&amp;sort=-revenue"' in first
    assert "aria-sort" not in first
    again = render(head, request=rf.get("/?sort=-revenue"))
    assert 'aria-sort="descending"' in again
    assert 'href="?sort=revenue"' in again


def test_an_unknown_drawing_is_noticed():
    with pytest.raises(KeyError):
        render('{% icon "no-such-drawing" %}')
