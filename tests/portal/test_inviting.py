"""Inviting people of a client, their coming in, the texts they accept, and how all of it ends."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from racing import race
from smtp import mail_server
from trousseau.access.models import Organisation, User
from trousseau.accounts.models import Group
from trousseau.knowledge.models import Contact
from trousseau.portal.actions import terms
from trousseau.portal.actions.entering import make_link, use_link
from trousseau.portal.actions.inviting import Guest, come_in, invite, renew, withdraw
from trousseau.portal.actions.spaces import end_membership, open_space
from trousseau.portal.letters import send_entry
from trousseau.portal.models import Acceptance, EntryLink, Invite, Member, Terms

NEW = "paule.renaud@alstrom.example"
PASSWORD = "une phrase de passage assez longue"
WORDS = terms.Texts("Conditions", "Conditions of use", "Vie privée", "What we keep of you")


def body(answer):
    return answer.content.decode()


def link(secret):
    return reverse("portal:join", args=[secret])


def asked(house, space, **said):
    return invite(house["manager"], [space], Guest(NEW, "Paule Renaud", **said))


def test_from_the_tab_to_the_space_with_the_texts_read_and_the_link_dead_afterwards(  # noqa: PLR0917 - fixtures
    house, space, signed_in, person, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_CONFIGURED = True
    client = Client()
    administrator = person("administrator")
    texts = signed_in(administrator).post(reverse("portal:terms_texts"), WORDS.__dict__)
    assert texts.status_code == 302
    page = reverse("portal:invite", args=[house["account"].public_id])
    manager = signed_in(house["manager"])
    with django_capture_on_commit_callbacks(execute=True):
        sent = manager.post(page, {"email": NEW, "name": "Paule Renaud", "language": "fr", "days": "14"}, follow=True)
    secret = re.search(r"/client/join/([\w-]+)", body(sent)).group(1)
    assert secret in mail.outbox[-1].body
    assert mail.outbox[-1].to == [NEW]
    assert "Bonjour" in mail.outbox[-1].body
    assert secret not in body(manager.get(reverse("portal:account", args=[house["account"].public_id])))
    assert secret not in str(Invite.objects.values())
    form = {"name": "Paule Renaud", "way": "password", "password": PASSWORD, "version": "1", "accept": "on"}
    assert "What we keep of you" in body(client.get(link(secret), headers={"accept-language": "en"}))
    assert client.post(link(secret), {**form, "accept": ""}).status_code == 422
    assert client.post(link(secret), {**form, "password": "short"}).status_code == 422
    assert not User.objects.filter(email=NEW).exists()
    inside = client.post(link(secret), form, follow=True)
    assert inside.redirect_chain[-1][0] == reverse("portal:secure")
    later = f'<a class="btn" href="{reverse("portal:spaces")}">'
    assert later in body(inside)
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200
    assert client.get(reverse("portal:spaces"), follow=True).status_code == 200
    Organisation.objects.update(second_factor_roles=["client"])
    demanded = client.get(reverse("portal:secure"))
    assert (demanded.status_code, later in body(demanded)) == (200, False)
    assert client.get(reverse("portal:home", args=[space.public_id])).status_code == 302
    Organisation.objects.update(second_factor_roles=[])
    joined = User.objects.get(email=NEW)
    assert (joined.roles, joined.check_password(PASSWORD)) == ({"client"}, True)
    assert Acceptance.objects.get(user=joined).terms.version == 1
    client.logout()
    assert client.get(link(secret)).status_code == 410
    assert client.post(link(secret), form).status_code == 410
    for staff in ("accounts:list", "plans:kpis", "access:people"):
        assert signed_in(joined).get(reverse(staff)).status_code == 404


def test_a_letter_that_is_refused_is_told_beside_the_invitation_until_a_new_one_leaves(
    house, space, signed_in, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_CONFIGURED = True
    page = reverse("portal:invite", args=[house["account"].public_id])
    form = {"email": NEW, "name": "Paule Renaud", "language": "fr", "days": "14"}
    tab = reverse("portal:account", args=[house["account"].public_id])
    manager = signed_in(house["manager"])
    with mail_server(settings) as box, django_capture_on_commit_callbacks(execute=True):
        box.refused[NEW] = "550 5.1.1 No such mailbox <here>"
        manager.post(page, form)
    assert not box.letters
    assert "could not be delivered: 550 5.1.1 No such mailbox &lt;here&gt;" in body(manager.get(tab))
    again = reverse("portal:renew_invite", args=[house["account"].public_id, Invite.objects.get().public_id])
    with mail_server(settings) as box, django_capture_on_commit_callbacks(execute=True):
        manager.post(again)
    assert box.addresses == [NEW]
    assert "could not be delivered" not in body(manager.get(tab))
    theirs = house["client"].email
    with mail_server(settings) as box:
        box.refused[theirs] = "550 5.1.1 Mailbox gone"
        with pytest.raises(OSError, match="Mailbox gone"):
            send_entry(None, email=theirs, base="http://house")
    assert "their link to sign in could not be delivered: 550 5.1.1 Mailbox gone" in body(manager.get(tab))
    with mail_server(settings) as box:
        send_entry(None, email=theirs, base="http://house")
    assert "could not be delivered" not in body(manager.get(tab))


@pytest.mark.parametrize("ended", ["late", "withdrawn", "renewed", "closed", "left", "tampered"])
def test_a_link_that_ended_lets_nobody_in(house, space, client, ended):
    contact = Contact.objects.create(
        account=house["account"], name="Paule Renaud", email=NEW, said_on=timezone.localdate()
    )
    made, secret = asked(house, space, contact=contact)
    now = timezone.now()
    if ended == "late":
        now += dt.timedelta(days=14, seconds=1)
    elif ended == "withdrawn":
        withdraw(house["manager"], made)
    elif ended == "renewed":
        renew(house["manager"], made)
    elif ended == "closed":
        space.closed_at = now
        space.save()
    elif ended == "left":
        Contact.objects.filter(pk=contact.pk).update(left_on=timezone.localdate())
    else:
        secret = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    with time_machine.travel(now, tick=False):
        answer = client.post(link(secret), {"name": "Paule", "way": "password", "password": PASSWORD})
    assert answer.status_code == 410
    assert not User.objects.filter(email=NEW).exists()
    assert Member.objects.count() == 1


def test_who_is_known_signs_in_first_and_nobody_else_uses_their_link(house, space, signed_in, client):
    other = open_space(house["other"], house["beside"])
    made, secret = invite(house["other"], [other], Guest(house["client"].email))
    assert "known here already" in body(client.get(link(secret)))
    for wrong in ("stranger", "manager", "expert"):
        refused = signed_in(house[wrong]).post(link(secret), {})
        assert refused.status_code == 403
    made.refresh_from_db()
    assert made.used_at is None
    assert not Member.objects.filter(space=other).exists()
    browser = signed_in(house["client"])
    assert browser.get(reverse("portal:home", args=[other.public_id])).status_code == 404
    assert browser.get(link(secret)).status_code == 200
    assert browser.post(link(secret), {}).status_code == 302
    assert browser.get(reverse("portal:home", args=[other.public_id])).status_code == 200
    assert browser.post(link(secret), {}).status_code == 410


def test_one_of_ours_is_refused_and_only_who_decides_invites(house, space, signed_in):
    with pytest.raises(ValidationError, match="one of us"):
        invite(house["manager"], [space], Guest(house["expert"].email))
    for who in ("director", "head", "other", "expert", "client"):
        with pytest.raises(PermissionDenied):
            invite(house[who], [space], Guest(NEW))
    beside = open_space(house["other"], house["beside"])
    with pytest.raises(PermissionDenied):
        invite(house["manager"], [space, beside], Guest(NEW))
    house["beside"].manager = house["manager"]
    house["beside"].save()
    with pytest.raises(ValidationError, match="one group"):
        invite(house["manager"], [space, beside], Guest(NEW))
    group = Group.objects.create(name="Alstrom")
    for one in ("account", "beside"):
        house[one].group = group
        house[one].save()
    spaces = [open_space(house["manager"], house[one]) for one in ("account", "beside")]
    made, _secret = invite(house["manager"], spaces, Guest(NEW))
    joined = come_in(made, person=None, name="Paule", password=PASSWORD)
    assert {one.space for one in Member.objects.filter(user=joined)} == set(spaces)


@pytest.mark.django_db(transaction=True)
def test_of_three_who_use_a_link_at_once_one_comes_in(house, space):
    made, _secret = asked(house, space)
    refused = []

    def use():
        try:
            come_in(Invite.objects.get(pk=made.pk), person=None, name="Paule", password=PASSWORD)
        except ValidationError as error:
            refused.append(error.messages)

    race(use)
    assert refused == [["This link has been used, withdrawn, or is too old."]] * 2
    assert Member.objects.filter(user__email=NEW).count() == 1


def test_a_new_version_of_the_texts_comes_before_anything_else(house, space, signed_in, person, client):
    administrator = person("administrator")
    made, secret = asked(house, space)
    terms.write(administrator, WORDS)
    stale = {"name": "Paule", "way": "password", "password": PASSWORD, "accept": "on", "version": "0"}
    assert client.post(link(secret), stale).status_code == 422
    with pytest.raises(ValidationError, match="changed meanwhile"):
        come_in(made, person=None, name="Paule", password=PASSWORD, terms=None)
    browser = signed_in(house["client"])
    home = reverse("portal:home", args=[space.public_id])
    assert browser.get(home).url == reverse("portal:terms")
    assert browser.post(reverse("portal:terms"), {"version": "1"}).status_code == 302
    assert browser.get(home).status_code == 200
    assert terms.write(administrator, WORDS).version == 1
    assert terms.write(administrator, terms.Texts("Autres", "Others", "Vie", "Privacy")).version == 2
    assert browser.get(home).url == reverse("portal:terms")
    assert browser.post(reverse("portal:terms"), {"version": "1"}).status_code == 200
    assert Acceptance.objects.filter(user=house["client"]).count() == 1
    assert signed_in(house["manager"]).get(home).status_code == 200
    with pytest.raises(ValidationError, match="both languages"):
        terms.write(administrator, terms.Texts("x", "", "x", "x"))
    assert Terms.objects.count() == 2


def test_a_link_by_letter_signs_in_once_and_tells_nobody_who_is_known(house, space, client, settings):
    ask = reverse("portal:ask_link")
    assert f'href="{ask}">Receive a link by e-mail' in body(client.get(reverse("account_login")))
    known = body(client.post(ask, {"email": house["client"].email})).replace(house["client"].email, "…")
    unknown = body(client.post(ask, {"email": "nobody@alstrom.example"})).replace("nobody@alstrom.example", "…")
    token = r"\w{64}"
    assert re.sub(token, "", known) == re.sub(token, "", unknown)
    for email in ("nobody@alstrom.example", house["manager"].email, house["stranger"].email):
        assert send_entry(None, email=email, base="http://house") == {}
    assert not mail.outbox
    Organisation.objects.update(name="Garonne\r\nBcc: all@example.com")
    send_entry(None, email=house["client"].email, base="http://house")
    assert mail.outbox[-1].subject == "Your link to the space of Garonne Bcc: all@example.com"
    assert mail.outbox[-1].recipients() == [house["client"].email]
    place = re.search(r"http://house(/client/link/[\w-]+/)", mail.outbox[-1].body).group(1)
    assert client.get(place).status_code == 200
    assert client.post(place).status_code == 302
    assert client.get(reverse("portal:spaces"), follow=True).status_code == 200
    client.logout()
    assert client.post(place).status_code == 410
    _person, late = make_link(house["client"].email)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=16), tick=False):
        assert use_link(late) is None
    for _again in range(4):
        make_link(house["client"].email)
    assert EntryLink.objects.filter(used_at=None).count() == 3


def test_whoever_is_put_out_of_their_last_space_loses_sessions_and_links(house, space, client, signed_in):
    _person, secret = make_link(house["client"].email)
    place = reverse("portal:enter", args=[secret])
    assert client.post(place).status_code == 302
    assert client.get(reverse("portal:home", args=[space.public_id])).status_code == 200
    _person, unused = make_link(house["client"].email)
    made, again = invite(house["manager"], [space], Guest(house["client"].email))
    key = client.session.session_key
    end_membership(house["manager"], Member.objects.get(user=house["client"]))
    assert not Session.objects.filter(session_key=key).exists()
    assert use_link(unused) is None
    made.refresh_from_db()
    assert made.withdrawn_at is not None
    assert client.get(link(again)).status_code == 410
