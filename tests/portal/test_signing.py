"""A version of the plan signed by both sides: what is signed, that it stays so, and who may."""

from __future__ import annotations

import datetime as dt
from threading import get_ident

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from racing import race
from trousseau.access.models import AuditEvent
from trousseau.accounts import due
from trousseau.notices.models import Notice
from trousseau.plans.actions import approval
from trousseau.plans.models import Action, Kpi, Objective, Plan
from trousseau.portal import signed
from trousseau.portal.access import Window
from trousseau.portal.actions import signing
from trousseau.portal.actions.sharing import share
from trousseau.portal.actions.spaces import admit, open_space
from trousseau.portal.models import Cosigning, Member, Signature
from trousseau.support.models import Commitment

TODAY = timezone.localdate()
SECRET = "Raise their prices"


def approved(house, plan):
    """The next version of the plan, approved as it stands."""
    Plan.objects.filter(pk=plan.pk).update(state="draft")
    found = Plan.objects.get(pk=plan.pk)
    approval.submit(house["manager"], found, found.revision)
    found.refresh_from_db()
    return approval.approve(house["head"], found, found.revision)


@pytest.fixture
def version(house, plan, space):
    """An approved version with one shared and one internal thing of each kind, and an indicator of margin."""
    manager, account = house["manager"], house["account"]
    Objective.objects.update(why=SECRET)
    Action.objects.update(how=SECRET, stake_amount=987654)
    Objective.objects.create(plan=plan, title=SECRET, due=TODAY + dt.timedelta(days=90))
    Action.objects.create(plan=plan, what=SECRET, starts=TODAY, due=TODAY)
    for name, source, formula in (
        ("On time", "entered", {}), (f"{SECRET} by hand", "entered", {}),
        ("What they leave us", "ledger", {"measure": "margin", "by": "account"}),
    ):  # fmt: skip
        Kpi.objects.create(
            plan=plan, name=name, source=source, formula=formula, unit="percent", baseline=90, target=96,
            baseline_on=TODAY, target_on=TODAY + dt.timedelta(days=300), shared=source == "ledger",
        )  # fmt: skip
    Commitment.objects.create(
        account=account, what="Certificates", owner=manager, promised_on=TODAY, first_due=TODAY,
        due=TODAY + dt.timedelta(days=9), visible=True,
    )  # fmt: skip
    Commitment.objects.create(
        account=account, what=SECRET, owner=manager, promised_on=TODAY, first_due=TODAY, due=TODAY
    )
    share(manager, account, "objective", Objective.objects.get(title="Deliver in full").public_id)
    share(manager, account, "action", Action.objects.get(what="Open dock 3").public_id)
    share(manager, account, "kpi", Kpi.objects.get(name="On time").public_id, confirmed=True)
    return approved(house, plan)


@pytest.fixture
def asked(house, space, version):
    return signing.ask(house["manager"], space, signed.digest(signed.told(house["account"], version).content))


@pytest.fixture
def colleague(house, space, person):
    """A second person of the client in the space."""
    made = person("client", name="Yann Kerros", email="yann.kerros@alstrom.example")
    admit(house["manager"], space, made)
    return made


def at(name, space, *more):
    return reverse(f"portal:{name}", args=[space.public_id, *more])


def body(answer):
    return answer.content.decode()


def test_asked_signed_by_several_and_countersigned_each_with_its_day_and_its_trace(
    house, version, colleague, browsing, django_assert_max_num_queries
):
    ours, theirs, other = browsing(house["manager"]), browsing(house["client"]), browsing(colleague)
    space = house["account"].space
    place = reverse("portal:cosign", args=[house["account"].public_id])
    page = body(ours.get(place))
    digest = signed.digest(signed.told(house["account"], version).content)
    assert digest in page
    assert SECRET not in page
    assert ours.post(place, {"digest": "0" * 64}).status_code == 422
    assert ours.post(place, {"digest": digest, "why": "So that both teams work on the same."}).status_code == 302
    one = Cosigning.objects.get()
    assert set(Notice.objects.filter(kind="client.cosign").values_list("user", flat=True)) == {
        house["client"].pk, colleague.pk
    }  # fmt: skip
    with django_assert_max_num_queries(25):
        assert "waits for your signature" in body(theirs.get(at("home", space)))
    with django_assert_max_num_queries(25):
        text = body(theirs.get(at("signing", space, one.public_id)))
    for said in ("Deliver in full", "Open dock 3", "On time", "Certificates", "So that both teams", digest[:12]):
        assert said in text
    for kept in (SECRET, "What they leave us", "987654", "First supplier of Alstrom"):
        assert kept not in text
    answer = at("answer_signing", space, one.public_id, "sign")
    assert theirs.post(answer, {"digest": digest}).status_code == 422
    assert theirs.post(answer, {"digest": "f" * 64, "agreed": "on"}).status_code == 422
    assert not Signature.objects.exists()
    decide = reverse("portal:cosign_decide", args=[house["account"].public_id, one.public_id, "countersign"])
    ours.post(decide)
    assert Cosigning.objects.get().countersigned_at is None
    assert theirs.post(answer, {"digest": digest, "agreed": "on", "word": "Gladly"}).status_code == 302
    assert theirs.post(answer, {"digest": digest, "agreed": "on"}).status_code == 422
    waits = f"Version {version.number} of the plan is signed by Hélène Marchetti: countersign it."
    assert waits in [one.title for one in due.items(house["manager"])]
    assert waits not in [one.title for one in due.items(house["other"])]
    refusal = at("answer_signing", space, one.public_id, "decline")
    assert other.post(refusal, {"digest": digest, "reason": ""}).status_code == 422
    assert other.post(refusal, {"digest": digest, "reason": "Not the dates"}).status_code == 302
    assert other.post(answer, {"digest": digest, "agreed": "on"}).status_code == 302
    assert theirs.post(decide).status_code == 404
    ours.post(decide)
    assert waits not in [one.title for one in due.items(house["manager"])]
    text = body(other.get(at("signing", space, one.public_id)))
    for said in ("Hélène Marchetti", "Yann Kerros", "Sophie Lacaze", "signed by both sides", "“Gladly”"):
        assert said in text
    assert "word for word what was asked" in text
    assert "signed by both sides" in body(theirs.get(at("home", space)))
    events = AuditEvent.objects.filter(verb__startswith="cosign.").order_by("pk")
    assert [one.verb.partition(".")[2] for one in events] == [
        "asked", "signed", "declined", "signed", "countersigned"
    ]  # fmt: skip
    assert {one.after["digest"] for one in events} == {digest}
    assert Notice.objects.filter(kind="client.cosign_done").count() == 2
    assert Notice.objects.filter(kind="client.cosign_answered", user=house["manager"]).count() == 3


def test_what_is_signed_stays_and_a_touched_text_is_seen(house, window, asked, browsing):
    space = window.space
    signing.sign(window, asked, asked.digest)
    was = asked.content
    Objective.objects.filter(title="Deliver in full").update(title="Deliver twice", shared=False)
    Kpi.objects.all().delete()
    browser = browsing(house["client"])
    text = body(browser.get(at("signing", space, asked.public_id)))
    assert "Deliver in full" in text
    assert "Deliver twice" not in text
    assert Cosigning.objects.get().content == was
    was["things"]["objectives"][0]["title"] = "Deliver for nothing"
    Cosigning.objects.update(content=was)
    assert "no longer, word for word" in body(browser.get(at("signing", space, asked.public_id)))
    with pytest.raises(ValidationError, match="word for word"):
        signing.countersign(house["manager"], asked)


def test_a_wording_the_client_never_saw_is_not_signed(house, plan, space, version):
    Objective.objects.filter(title="Deliver in full").update(title="Deliver, in kinder words")
    told = signed.told(house["account"], version)
    assert told.left == ("Deliver, in kinder words",)
    assert "Deliver in full" not in repr(told.content)


def test_withdrawn_is_not_there_and_a_newer_version_asks_anew_and_says_what_changed(
    house, plan, window, asked, browsing
):
    space = window.space
    signing.withdraw(house["manager"], asked)
    browser = browsing(house["client"])
    assert browser.get(at("signing", space, asked.public_id)).status_code == 404
    answer = at("answer_signing", space, asked.public_id, "sign")
    assert browser.post(answer, {"digest": asked.digest, "agreed": "on"}).status_code == 404
    with pytest.raises(ValidationError, match="no longer asked"):
        signing.sign(window, asked, asked.digest)
    assert asked.public_id not in body(browser.get(at("home", space)))
    first = signing.ask(house["manager"], space, asked.digest)
    signing.sign(window, first, first.digest)
    with pytest.raises(ValidationError, match="it stays"):
        signing.withdraw(house["manager"], first)
    with pytest.raises(ValidationError, match="already"):
        signing.ask(house["manager"], space, first.digest)
    Action.objects.filter(what="Open dock 3").update(due=TODAY + dt.timedelta(days=60))
    share(
        house["manager"], house["account"], "kpi", Kpi.objects.get(name=f"{SECRET} by hand").public_id, confirmed=True
    )
    told = signed.told(house["account"], approved(house, plan))
    second = signing.ask(house["manager"], space, signed.digest(told.content))
    text = body(browser.get(at("signing", space, second.public_id)))
    assert "What changed since version 1" in text
    assert text.count('<tr><th scope="row">') == 2
    assert "By when" in text
    assert "A newer version is asked" in body(browser.get(at("signing", space, first.public_id)))


def test_nobody_else_finds_or_decides_it(house, space, asked, browsing):
    beside = open_space(house["other"], house["beside"])
    admit(house["other"], beside, house["stranger"])
    stranger = browsing(house["stranger"])
    for here in (space, beside):
        assert stranger.get(at("signing", here, asked.public_id)).status_code == 404
        answer = at("answer_signing", here, asked.public_id, "sign")
        assert stranger.post(answer, {"digest": asked.digest, "agreed": "on"}).status_code == 404
    theirs = Window(beside, Member.objects.select_related("user", "space__account").get(space=beside))
    with pytest.raises(PermissionDenied):
        signing.sign(theirs, asked, asked.digest)
    for who in ("director", "other"):
        with pytest.raises(PermissionDenied):
            signing.ask(house[who], space, asked.digest)
        with pytest.raises(PermissionDenied):
            signing.countersign(house[who], asked)
    manager = browsing(house["manager"])
    looked = manager.get(at("signing", space, asked.public_id))
    assert "Sign as" not in body(looked)
    answer = at("answer_signing", space, asked.public_id, "sign")
    assert manager.post(answer, {"digest": asked.digest, "agreed": "on"}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_tabs_sign_once_and_one_of_signing_and_withdrawing_wins(house, window, asked):
    done = []

    def act(work):
        try:
            work()
        except ValidationError:
            return
        done.append(work)

    race(lambda: act(lambda: signing.sign(window, asked, asked.digest)))
    assert (len(done), Signature.objects.count()) == (1, 1)
    Signature.objects.all().delete()
    done.clear()
    turns = [lambda: signing.sign(window, asked, asked.digest), lambda: signing.withdraw(house["manager"], asked)]
    chosen = {}
    race(lambda: act(chosen.setdefault(get_ident(), turns[len(chosen) % 2])), workers=2)
    one = Cosigning.objects.get()
    assert len(done) == 1
    assert one.signatures.exists() == (one.withdrawn_at is None)
