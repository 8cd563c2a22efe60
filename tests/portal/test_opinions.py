"""Opinions: ratings once a person, the survey on its rhythm and with consent, alerts the same day, our answers."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from racing import race
from trousseau.access.models import AuditEvent
from trousseau.accounts import due
from trousseau.accounts.actions.managers import name_manager
from trousseau.accounts.models import ManagerTerm
from trousseau.notices.models import Notice
from trousseau.plans.models import Meeting
from trousseau.portal import questions
from trousseau.portal.actions import opinions as actions
from trousseau.portal.models import Awaited, Member, Rating, Survey
from trousseau.portal.pages import opinions as pages
from trousseau.portal.queries.opinions import last_quarter
from trousseau.trust.actions.consenting import give, withdraw
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


def test_somebody_withdraws_their_consent_on_their_own_page_and_their_answers_are_erased(
    house, space, window, browsing
):
    theirs, ours = browsing(house["client"]), browsing(house["manager"])
    theirs.post(at("agree", space))
    theirs.post(at("survey", space), {"nps": "2", "knows": "1", "better": "Answer faster"})
    read = reverse("portal:voices", args=[house["account"].public_id])
    assert "Answer faster" in ours.get(read).content.decode()
    page = reverse("portal:consents")
    seen = theirs.get(page).content.decode()
    assert f"text of version {questions.CONSENT}" in seen
    assert "What you answered to our surveys is erased" in seen
    assert ours.get(page).status_code == 404
    assert theirs.post(reverse("portal:withdraw_consent", args=["nothing"])).status_code == 404
    after = theirs.post(reverse("portal:withdraw_consent", args=["survey"]), follow=True).content.decode()
    assert "1 survey you answered is erased." in after
    assert "withdrawn on" in after
    assert not Survey.objects.exists()
    assert "Answer faster" not in ours.get(read).content.decode()
    assert not Notice.objects.filter(kind__in=("client.unhappy", "client.survey", "client.said")).exists()
    verbs = set(AuditEvent.objects.filter(actor=house["client"]).values_list("verb", flat=True))
    assert {"consent.given", "consent.withdrawn", "survey.erased"} <= verbs
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


def spoken(house, person, scores, at=None):
    """Several people of the client who agreed and answered, a score each; gives them."""
    people = [person("client", name=f"Client {n}", email=f"c{n}@alstrom.example") for n in range(len(scores))]
    space = house["account"].space
    for one, score in zip(people, scores, strict=True):
        member = Member.objects.create(space=space, user=one)
        give(one, Purpose.SURVEY, questions.CONSENT)
        Survey.objects.create(member=member, knows=score, nps=9, answered_at=at or timezone.now())
    return people


def test_whether_our_manager_knows_them_reaches_knowledge_and_the_managers_assessment(
    house, space, person, browsing, django_assert_max_num_queries
):
    account, sophie = house["account"], house["manager"]
    ours, head = browsing(sophie), browsing(house["head"])
    knowledge = reverse("knowledge:facts", args=[account.public_id])
    competencies = reverse("staffing:person_competencies", args=[str(sophie.pk)])

    def both():
        with django_assert_max_num_queries(25):
            known = ours.get(knowledge).content.decode()
        with django_assert_max_num_queries(25):
            return known, head.get(competencies).content.decode()

    assert all("<b>nobody has answered yet</b>" in page for page in both())
    people = spoken(house, person, [3, 4, 4, 5])
    assert all("<b>4 answers only: no figure under 5, " in page for page in both())
    people += [person("client", name="Client 5", email="c5@alstrom.example")]
    give(people[4], Purpose.SURVEY, questions.CONSENT)
    fifth = Member.objects.create(space=space, user=people[4])
    old = timezone.now() - dt.timedelta(days=400)
    Survey.objects.create(member=fifth, knows=1, answered_at=old)
    Survey.objects.create(member=fifth, knows=4, answered_at=timezone.now())
    Survey.objects.create(member=fifth, knows=1, answered_at=old - dt.timedelta(days=400))
    assert all("<b>4.0 of 5 (between 3.1 and 4.9; 5 answers), on " in page for page in both())
    withdraw(people[0], Purpose.SURVEY)
    assert all("<b>4 answers only: no figure under 5, " in page for page in both())
    assert pages.ours(space)["promoters"] == "3 answers only: no figure under 5"


def test_a_new_manager_does_not_inherit_what_was_said_of_the_former(house, space, person, browsing):
    account, yesterday = house["account"], timezone.now() - dt.timedelta(days=1)
    ManagerTerm.objects.create(account=account, user=house["manager"])
    spoken(house, person, [5, 5, 4, 5, 5], yesterday)
    name_manager(house["director"], account, house["other"])
    director = browsing(house["director"])
    knowledge = director.get(reverse("knowledge:facts", args=[account.public_id])).content.decode()
    assert "<b>nobody has answered yet</b>" in knowledge
    told = {
        name: director.get(reverse("staffing:person_competencies", args=[str(house[name].pk)])).content.decode()
        for name in ("manager", "other")
    }
    assert "<b>4.8 of 5 (between 4.2 and 5.0; 5 answers), on " in told["manager"]
    assert "<b>nobody has answered yet</b>" in told["other"]


def test_a_director_adds_takes_out_and_orders_questions_and_answers_stay_under_their_words(
    house, space, window, browsing
):
    actions.agree(window)
    actions.answer(window, Survey.objects.get(), {"nps": 8, "promises": 4, "better": "Answer faster"})
    director, theirs = browsing(house["director"]), browsing(house["client"])
    page = director.get("/client-spaces/questions/").content.decode()
    fresh = re.findall(r'name="fresh" value="(\w+)"', page)
    assert len(fresh) == 1
    assert "out_nps" not in page
    said = {f"{tongue}_{one.key}": one.text for one in questions.DELIVERED for tongue in ("fr", "en")}
    said |= {"number": "0", "fresh": fresh, f"kind_{fresh[0]}": "yesno", f"fr_{fresh[0]}": "Sommes-nous joignables ?"}
    half = director.post("/client-spaces/questions/", said)
    assert (half.status_code, "Say it in English as well." in half.content.decode()) == (422, True)
    said |= {f"en_{fresh[0]}": "Can you reach us?", f"place_{fresh[0]}": "1", "out_speed": "on", "out_nps": "on"}
    said |= {"en_promises": "Do we keep our word?", "place_promises": "2"}
    assert director.post("/client-spaces/questions/", said).status_code == 302
    asked = questions.current()[1]
    assert [one.key for one in asked] == [fresh[0], "nps", "promises", "knows", "value", "well", "better"]
    other = [replace(one, kind="open") if one.key == "value" else one for one in asked]
    with pytest.raises(ValidationError, match="keeps its kind"):
        questions.word(house["director"], other, 1)
    with pytest.raises(ValidationError, match="Three to eight"):
        questions.word(house["director"], asked[:2], 1)
    Survey.objects.update(answered_at=timezone.now() - dt.timedelta(days=400))
    actions.ask_all()
    form = theirs.get(at("opinion", space)).content.decode()
    assert form.index("Can you reach us?") < form.index("Do we keep our word?")
    theirs.post(at("survey", space), {fresh[0]: "no", "promises": "5"})
    assert Survey.objects.filter(answers__has_key=fresh[0]).get().answers == {fresh[0]: False, "promises": 5}
    read = browsing(house["manager"]).get(reverse("portal:voices", args=[house["account"].public_id]))
    told = " ".join(read.content.decode().split())
    assert 'Do we keep what we promise? <span class="muted">version 0 · no longer asked in these words</span>' in told
    assert 'Do we keep our word? <span class="muted">version 1</span>' in told
    assert "Can you reach us? no" in told
    assert "Do we keep what we promise? 4/5" in told


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
