"""Somebody at a client is erased: no row, no event of the trail, no kept file of ours names them in any room."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from trousseau.access.models import AuditEvent, Forgetting
from trousseau.knowledge.actions import documents, facts
from trousseau.knowledge.actions.erasing import erase_contact
from trousseau.knowledge.actions.people import add_contact, change_contact
from trousseau.knowledge.kinds import KINDS
from trousseau.knowledge.models import Contact, Stake
from trousseau.support.actions import commitments, handovers, requests, thread, watch
from trousseau.support.models import Paper
from trousseau.support.papers.handover import path_of

TODAY = timezone.localdate()
WEEK = dt.timedelta(days=7)


def dump():
    """Every value of every table, as text."""
    told = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            told += [str(row) for row in cursor.fetchall()]
    return "\n".join(told).lower()


def tell(user, account, kind, **values):
    return facts.tell(user, account, KINDS[kind], {"said_on": TODAY, "source": "", **values})


@pytest.fixture
def ingrid(house):
    """Somebody whose name people wrote all over the house, in each of the ways they write it."""
    manager, account = house["manager"], house["account"]
    made = add_contact(
        manager, account, name="Ingrid Bréheim", email="i.breheim@alstrom.example", phone="01 23 45 67 89"
    )
    other = add_contact(manager, account, name="Paul Renaudin", source="Déjeuner avec Ingrid BRÉHEIM")
    change_contact(manager, other, {"source": "Appel d’Ingrid Bréheim", "title": "Adjoint de Mme Bréheim"})
    stake = tell(
        manager, account, "stake", title="Délais de Bréheim", quote="« Trop lent », dit I. Bréheim", importance=4,
        who=made, source="Bréheim, Ingrid",
    )  # fmt: skip
    facts.change(manager, stake, {"answer": "Vu avec ingrid breheim"}, seen=stake.revision)
    tell(manager, account, "note", title="Bréheim", text="Écrire à i.breheim@alstrom.example ou au +33 1.23.45.67.89")
    documents.keep(manager, account, ContentFile(b"%PDF-1.7 x", name="cv Ingrid Bréheim.pdf"), subject="Mme Breheim")
    wish = requests.Wish(title="Pour Ingrid Bréheim", wanted="Mme Bréheim attend", due=TODAY + WEEK, about="Bréheim")
    asked = requests.ask(manager, account, wish, [house["lea"], house["thomas"]])
    thread.write(house["lea"], asked, "Qui est Ingrid Bréheim ?")
    requests.decline(house["lea"], asked, "Ingrid Bréheim ne veut pas")
    said = commitments.Promised(
        what="Plan pour Mme Bréheim",
        due=TODAY + WEEK,
        contact=made,
        owner=house["director"],
        reference="Réunion Bréheim",
    )
    commitments.promise(manager, account, said)
    note = watch.write(house["director"], watch.Written(title="Ingrid Bréheim change de poste", said_on=TODAY))
    watch.send(house["director"], note, [account])
    watch.mark_used(manager, note, "Félicité Ingrid Bréheim")
    return made


def test_nothing_names_them_afterwards(house, ingrid, person):
    paper = handovers.take(house["manager"], house["account"], "fr")
    file = path_of(paper)
    assert dump().count("heim") > 40
    erase_contact(person("administrator"), ingrid, "Request 12", confirmed=ingrid.pseudonym)
    left = [line for line in dump().split("\n") if any(way in line for way in ("breheim", "bréheim", "heim", "45.67"))]
    assert left == []
    stake = Stake.objects.get()
    word = ingrid.pseudonym
    assert (stake.title, stake.quote, stake.answer) == (
        f"Délais de {word}",
        f"« Trop lent », dit {word}",
        f"Vu avec {word}",
    )
    assert stake.source == word
    assert Contact.objects.get(name="Paul Renaudin").title == f"Adjoint de {word}"
    assert not Paper.objects.exists()
    assert file.exists()  # until the transaction is over
    assert not Forgetting.objects.exists()


def test_what_is_given_out_holds_every_text(house, ingrid, person, signed_in):
    browser = signed_in(person("administrator"))
    told = browser.get(reverse("knowledge:personal_data_export", args=[ingrid.public_id, "json"])).json()
    texts = {row["text"] for row in told["written"]}
    assert {"Qui est Ingrid Bréheim ?", "cv Ingrid Bréheim.pdf", "Adjoint de Mme Bréheim"} <= texts
    assert told["commitments"][0]["promised"] == "Plan pour Mme Bréheim"


def test_namesakes_and_words_alike_stay(house, person):
    manager, account = house["manager"], house["account"]
    gone = add_contact(manager, account, name="Jean Petit")
    add_contact(manager, account, name="Anne Petit")
    stake = tell(
        manager,
        account,
        "stake",
        title="Petit budget",
        quote="Jean Petitjean et Mme Petit, pas Jean Petit",
        importance=3,
    )
    erase_contact(person("administrator"), gone, "Request 13", confirmed=gone.pseudonym)
    stake.refresh_from_db()
    assert (stake.title, stake.quote) == ("Petit budget", f"Jean Petitjean et Mme Petit, pas {gone.pseudonym}")
    assert Contact.objects.filter(name="Anne Petit").exists()


@pytest.mark.parametrize("column", ["verb", "actor_id", "target_id"])
def test_the_door_lets_only_texts_change(ingrid, column):
    assert AuditEvent.objects.exists()
    Forgetting.objects.create()
    with (
        pytest.raises(DatabaseError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE access_auditevent SET {column} = 'x'")
