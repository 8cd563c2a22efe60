"""Opinions: ratings once a person, the survey on its rhythm and with consent, alerts the same day, our answers."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from smtp import race
from trousseau.accounts import due
from trousseau.notices.models import Notice
from trousseau.plans.models import Meeting
from trousseau.portal import questions
from trousseau.portal.actions import opinions as actions
from trousseau.portal.models import Awaited, Rating, Survey
from trousseau.portal.pages import opinions as pages
from trousseau.portal.queries.opinions import last_quarter
from trousseau.trust.actions.consenting import withdraw
from trousseau.trust.models import Purpose

TODAY = timezone.localdate()


@pytest.fixture
def meeting(house):
    return Meeting.objects.create(
        account=house["account"], title="Account committee", on=TODAY, state="held", shared=True
    )


def at(name, space, *more):
    return reverse(f"portal:{name}", args=[space.public_id, *more])


def test_a_meeting_is_rated_once_a_low_rating_is_told_the_same_day_and_answered(house, space, meeting, browsing):
    theirs, ours = browsing(house["client"]), browsing(house["manager"])
    assert "Account committee" in theirs.get(at("opinion", space)).content.decode()
    place = at("rate", space, "meeting", meeting.public_id)
    assert theirs.post(place, {"word": "no score"}).status_code == 422
    theirs.post(place, {"score": "2", "word": "Too many contacts"})
    again = theirs.post(place, {"score": "5"})
    assert "rated it already" in again.content.decode()
    made = Rating.objects.get()
    told = Notice.objects.filter(kind="client.unhappy").values_list("user", flat=True)
    assert set(told) == {house["manager"].pk, house["head"].pk}
    answer = reverse("portal:respond", args=[house["account"].public_id, "rating", made.public_id])
    assert ours.post(answer, {"answer": " "}).status_code == 422
    ours.post(answer, {"answer": "One contact from January."})
    assert "Sophie Lacaze answers: One contact from January." in theirs.get(at("opinion", space)).content.decode()
    assert Awaited.objects.get().answered_by == house["manager"]
    Meeting.objects.filter(pk=meeting.pk).update(shared=False)
    assert theirs.post(at("rate", space, "meeting", meeting.public_id), {"score": "1"}).status_code == 404


def test_questions_are_put_after_consent_only_one_set_at_a_time_and_on_their_rhythm(house, space, window, browsing):
    assert actions.ask_all() == 0
    browser = browsing(house["client"])
    assert "May we ask you" in browser.get(at("opinion", space)).content.decode()
    browser.post(at("agree", space))
    assert Survey.objects.count() == 1
    assert actions.ask_all() == 0
    Survey.objects.update(asked_at=timezone.now() - dt.timedelta(days=15))
    assert actions.ask_all() == 1
    assert actions.ask_all() == 0
    which = Notice.objects.filter(kind="client.survey").order_by("pk")
    assert [one.params["which"] for one in which] == ["first", "reminder"]
    browser.post(at("survey", space), {"not_now": "1"})
    assert actions.ask_all() == 0
    Survey.objects.update(rests_until=TODAY)
    assert actions.ask_all() == 1
    browser.post(at("survey", space), {"nps": "6", "knows": "2", "better": "Answer faster"})
    done = Survey.objects.get(answered_at__isnull=False)
    assert (done.nps, done.knows, done.answers) == (6, 2, {"better": "Answer faster"})
    assert Notice.objects.filter(kind="client.unhappy").count() == 2
    assert actions.ask_all() == 0
    Survey.objects.filter(pk=done.pk).update(answered_at=timezone.now() - dt.timedelta(days=190))
    withdraw(house["client"], Purpose.SURVEY)
    assert actions.ask_all() == 0


def test_answers_off_the_scale_or_none_at_all_are_refused(house, space, window):
    actions.agree(window)
    survey = Survey.objects.get()
    with pytest.raises(ValidationError, match="Choose one"):
        actions.answer(window, survey, {"nps": 11})
    with pytest.raises(ValidationError, match="one question at least"):
        actions.answer(window, survey, {"well": "  "})
    with pytest.raises(ValidationError, match="not over"):
        actions.rate_quarter(window, last_quarter(TODAY).replace(day=2), 4)
    assert not Awaited.objects.exists()


def test_we_read_figures_only_where_enough_people_said_something(house, space, window):
    actions.rate_quarter(window, last_quarter(TODAY), 4)
    assert pages.ours(space)["mean"] == "1 answer only: no figure under 5"
    assert pages.ours(space)["promoters"] == "nobody has answered yet"
    for month in range(1, 5):
        Rating.objects.create(space=space, author=house["client"], quarter=dt.date(2020, month, 1), score=month)
    assert pages.ours(space)["mean"].startswith("2.8 of 5 (between")


def test_a_director_words_the_questions_and_what_was_put_stays_as_it_was(house, space, window):
    actions.agree(window)
    number, asked = questions.current()
    said = [questions.Question(one.key, one.kind, one.fr, f"{one.en} (new)") for one in asked]
    with pytest.raises(PermissionDenied):
        questions.word(house["manager"], said, number)
    with pytest.raises(ValidationError, match="always asked"):
        questions.word(house["director"], said[1:], number)
    questions.word(house["director"], said, number)
    with pytest.raises(ValidationError, match="meanwhile"):
        questions.word(house["director"], said, number)
    assert questions.current()[1][0].en.endswith("(new)")
    assert not questions.read(Survey.objects.get().content)[0].en.endswith("(new)")


@pytest.mark.django_db(transaction=True)
def test_two_ratings_at_once_are_one(house, space, window, meeting):
    refused = []

    def rate():
        try:
            actions.rate_meeting(window, meeting, 4)
        except ValidationError as error:
            refused.append(error)

    race(rate)
    assert Rating.objects.count() == 1
    assert len(refused) == 2


def test_one_page_tells_what_is_late_over_all_spaces_and_a_director_words_the_questions(
    house, space, window, browsing, django_assert_max_num_queries
):
    actions.rate_quarter(window, last_quarter(TODAY), 4, "Answer faster")
    Awaited.objects.update(due=TODAY - dt.timedelta(days=3))
    head = browsing(house["head"])
    with django_assert_max_num_queries(25):
        page = head.get("/client-spaces/").content.decode()
    assert "1 answer of ours is late" in page
    assert "Answer faster" in page
    assert "Answer faster" not in browsing(house["other"]).get("/client-spaces/").content.decode()
    assert [one.whose for one in due.items(house["head"]) if one.title == "Answer faster"] == ["Sophie Lacaze"]
    director = browsing(house["director"])
    said = {
        f"{language}_{one.key}": f"{one.text} ({language})" for one in questions.DELIVERED for language in ("fr", "en")
    }
    assert director.post("/client-spaces/questions/", {**said, "number": 0}).status_code == 302
    assert questions.current()[1][0].fr.endswith("(fr)")
    assert director.post("/client-spaces/rhythm/", {"months": "30", "revision": 1}).status_code == 422
    assert director.post("/client-spaces/rhythm/", {"months": "3", "revision": 1}).status_code == 302
