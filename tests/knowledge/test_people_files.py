"""Files of people: read under French or English headers and as vCards, previewed, taken in whole, given out safe."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from trousseau.access.models import AuditEvent
from trousseau.knowledge import vcards
from trousseau.knowledge.actions import people as actions
from trousseau.knowledge.actions import people_import as taking
from trousseau.knowledge.models import Contact, PeopleDraft, ReportingLine
from trousseau.knowledge.people_files import PeopleFileError, read_people
from trousseau.notices.models import Notice


@pytest.fixture
def take(alstrom, cast):
    def run(text, name="people.csv", *, dry=False):
        content = text if isinstance(text, bytes) else text.encode()
        draft = taking.keep_draft(cast["manager"], alstrom, read_people(content, name), name)
        return (taking.preview if dry else taking.confirm)(cast["manager"], draft)

    return run


FRENCH = (
    "Nom;Prénom;Fonction;Compte;Courriel;Rôle;Position;Importance;Dépend de;Dernier échange\n"
    "Solheim;Ingrid;Directrice des achats;Alstrom SA;i.solheim@alstrom.example;décide;;5;;\n"
    "Castan;Julie;Acheteuse;Alstrom SA;j.castan@alstrom.example;Négocie;Réservé;3;Ingrid Solheim;14/11/2026\n"
)


def test_a_french_table_is_understood(take):
    with translation.override("fr"):
        report = take(FRENCH)
    assert not report.problems
    julie = Contact.objects.get(email="j.castan@alstrom.example")
    assert (julie.name, julie.title, julie.buying_role, julie.stance) == (
        "Julie Castan", "Acheteuse", "negotiates", "reserved",
    )  # fmt: skip
    assert (julie.importance, julie.last_touch) == (3, date(2026, 11, 14))
    assert julie.bosses.get().boss.name == "Ingrid Solheim"


def test_the_same_file_twice_changes_nothing_and_another_updates(take):
    with translation.override("fr"):
        take(FRENCH)
        again = take(FRENCH)
        assert (again.new, again.changed, again.same) == ([], [], 2)
        changed = take("Nom complet,E-mail,Fonction\nIngrid Solheim-Berg,I.Solheim@alstrom.example,DAF\n")
    assert [fields for _row, _name, fields in changed.changed] == [("name", "title")]
    assert Contact.objects.count() == 2


def test_without_an_e_mail_the_name_within_the_account_says_who(take):
    take("Name,Account\nPaul Renaudin,Alstrom SA\n")
    report = take("Name,Account,Job\nPAUL  RENAUDIN,Alstrom SA,Director\nPaul Renaudin,Alstrom GmbH,Namesake\n")
    assert [name for _row, name in report.new] == ["Paul Renaudin"]
    assert len(report.changed) == 1


def test_each_bad_row_is_told_and_the_preview_does_nothing(take):
    report = take(
        "Name,E-mail,Role,Importance,Last touch,Account,Reports to\n"
        "Good One,good@x.example,decides,5,2026-10-01,,\n"
        ",nobody@x.example,,,,,\n"
        "Bad Mail,not an address,,,,,\n"
        "Bad Role,b@x.example,emperor,,,,\n"
        "Bad Importance,c@x.example,,9,,,\n"
        "Two Days,d@x.example,,,03/04/2026,,\n"
        "Elsewhere,e@x.example,,,,Microsoft,\n"
        "Good One,good@x.example,uses,,,,\n"
        "No Boss,f@x.example,,,,,Somebody Else\n",
        dry=True,
    )
    told = [(one.row, one.column) for one in report.problems]
    assert told == [
        (3, "Name"), (4, "E-mail"), (5, "Role"), (6, "Importance"), (7, "Last touch"), (8, "Account"), (9, "Name"),
        (10, "Reports to"),
    ]  # fmt: skip
    assert "decides, arbitrates" in next(one.mend for one in report.problems if one.row == 5)
    assert [name for _row, name in report.new] == ["Good One", "No Boss"]
    assert not Contact.objects.exists()


def test_a_loop_in_a_file_is_a_problem_of_its_row(take):
    report = take("Name,Reports to\nAnn,Bob\nBob,Ann\n")
    assert [(one.row, "closes a loop" in one.mend) for one in report.problems] == [(3, True)]
    assert Contact.objects.count() == 2


def test_bosses_may_come_later_in_the_file_and_be_named_by_their_e_mail(take, django_assert_max_num_queries):
    rows = [f"P{n},p{n}@x.example,{f'p{n + 1}@x.example' if n % 2 else f'P{n + 1}'}" for n in range(29)]
    text = "\n".join(["Name,E-mail,Reports to", *rows, "P29,,P3", "Q,,"])
    with django_assert_max_num_queries(20):
        report = take(text)
    assert [(one.row, one.column) for one in report.problems] == [(31, "Reports to")]
    assert len(report.problems[0].mend) < 120
    assert report.lines == ReportingLine.objects.count() == 29
    assert AuditEvent.objects.filter(verb="contact.reports").count() == 29
    assert AuditEvent.objects.filter(verb="contact.added").count() == 31


def test_a_hundred_more_people_ask_the_database_nothing_more_of_a_preview(take, alstrom):
    def asked(people):
        lines = (f"P{n},p{n}@x.example,décide,P{n - 1}" for n in range(people))
        with CaptureQueriesContext(connection) as seen:
            take("\n".join(["Name,E-mail,Role,Reports to", *lines]), dry=True)
        return len(seen)

    asked(1)  # of the drafts kept, older ones go
    assert asked(10) == asked(110)


def test_what_changed_of_many_is_kept_as_of_one(take, alstrom, cast):
    one = actions.add_contact(cast["manager"], alstrom, name="Ann Key", buying_role="decides", email="a@x.example")
    report = take("Name,E-mail,Job,Left\nAnn Key,a@x.example,CPO,2026-10-01\nNew Gone,n@x.example,,2026-10-01\n")
    assert [fields for _row, _name, fields in report.changed] == [("title", "left_on")]
    one.refresh_from_db()
    assert (one.title, one.revision, one.search_text) == ("CPO", 3, "ann key cpo a@x.example")
    assert [change.values for change in one.changes.order_by("revision")][1] == {"left_on": [None, "2026-10-01"]}
    verbs = AuditEvent.objects.filter(target_id=str(one.pk)).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["contact.added", "contact.changed", "contact.left"]
    told = Notice.objects.get(user=cast["director"])
    assert told.params["name"] == "Ann Key"
    assert Contact.objects.get(email="n@x.example").left_on == date(2026, 10, 1)


def test_a_row_refused_leaves_nothing_behind(take, alstrom, cast):
    one = actions.add_contact(cast["manager"], alstrom, name="Ann", email="a@x.example", title="CPO")
    report = take(
        "Name,E-mail,Job,Last touch,Left\n"
        "Ann,a@x.example,Typo,2999-01-01,\nAnn,a@x.example,Other,,2999-01-01\nB,a b@x.example,,,\n"
    )
    assert [(found.row, found.column) for found in report.problems] == [(2, "Last touch"), (3, "Left"), (4, "E-mail")]
    one.refresh_from_db()
    assert (one.title, one.revision) == ("CPO", 1)


def test_signs_that_nobody_sees_make_nobody_else(take):
    take("Name,E-mail\nAnn Key,a@x.example\n")
    report = take("Name,E-mail\nAnn\u200b \u202eKey\u202c, \u00a0a@x.example\u200b \n")
    assert (report.problems, report.new, report.same) == ([], [], 1)


OLD = (
    b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;LANGUAGE=fr;CHARSET=%s;ENCODING=QUOTED-PRINTABLE:L=%s=\r\nger;Ren=%s;;;\r\n"
    b"TEL;WORK;VOICE:+33 1\r\nEMAIL;PREF;INTERNET:r@x.example\r\nORG;QUOTED-PRINTABLE:Alstrom;Achats=20Nord\r\n"
    b"PHOTO;ENCODING=BASE64;TYPE=JPEG:\r\n /9j/4AAQ\r\n SkZJRg==\r\n\r\nEND:VCARD\r\n"
)


@pytest.mark.parametrize(("charset", "e"), [(b"UTF-8", b"C3=A9"), (b"ISO-8859-1", b"E9"), (b"idna", b"C3=A9")])
def test_cards_of_the_nineties_are_read(charset, e):
    read = read_people(OLD % (charset, e, e), "old.vcf")
    assert read.problems == []
    assert {name: read.rows[0][name] for name in ("name", "email", "phone", "unit")} == {
        "name": "René Léger", "email": "r@x.example", "phone": "+33 1", "unit": "Achats Nord",
    }  # fmt: skip


@pytest.mark.parametrize("content", [
    "Name,Job\n" + "Ann,CPO\n" * 2_001,
    "BEGIN:VCARD\nEND:VCARD\n" * 2_001,
])  # fmt: skip
def test_more_people_than_a_file_may_have_are_told_the_limit(content):
    with pytest.raises(PeopleFileError, match="more than 2,000 people: split it"):
        read_people(content.encode(), "people.csv")


CARDS = (
    "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Tom Verhoeven\r\nN:Verhoeven;Tom;;;\r\nORG:Alstrom\\, SA;Bureau d’études\r\n"
    "item1.EMAIL;TYPE=work:tom@alstrom.example\r\nTEL;VALUE=uri:tel:+33-1-55\r\nTITLE:R&D\r\n  bogies\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Kolb;Dieter;;;\r\nEND:VCARD\r\n"
)


def test_cards_of_both_versions_are_read(take):
    take(CARDS, "people.vcf")
    tom = Contact.objects.get(name="Tom Verhoeven")
    assert (tom.email, tom.phone, tom.title, tom.unit) == (
        "tom@alstrom.example", "+33-1-55", "R&D bogies", "Bureau d’études",
    )  # fmt: skip
    assert Contact.objects.filter(name="Dieter Kolb").exists()


@pytest.mark.parametrize(("card", "mend"), [
    ("BEGIN:VCARD\nVERSION:3.0\nFN:Cut off", "cut off"),
    ("BEGIN:VCARD\nVERSION:1.0\nFN:Old\nEND:VCARD", "2.1, 3.0 and 4.0"),
    ("BEGIN:VCARD\nVERSION:3.0\nEND:VCARD", "no name"),
    ("BEGIN:VCARD\nVERSION:3.0\nFN:x\nnonsense\nEND:VCARD", "no vCard line"),
])  # fmt: skip
def test_a_bad_card_is_told_and_the_others_are_read(take, card, mend):
    report = take(f"{card}\n{CARDS}".replace("\r", ""), "people.vcf", dry=True)
    assert [one.row for one in report.problems] == [1]
    assert mend in report.problems[0].mend
    assert len(report.new) == 2


@pytest.mark.parametrize("content", [
    b"", b"  \n", b"\x00\x01\x02\xff" * 50, b"a;b\n1;2\n", b"PK\x03\x04 no workbook", b"x" * (5 * 2**20 + 1),
])  # fmt: skip
def test_what_is_no_file_of_people_says_so_in_one_sentence(content, db):
    with pytest.raises(PeopleFileError, match=r"[a-z]"):
        read_people(content, "people.xlsx")


@settings(max_examples=40, deadline=None)
@given(name=st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=90))
def test_a_card_written_is_read_back(name):
    from trousseau.accounts.models import Account

    name = " ".join(name.split()) or "x"
    one = Contact(name=name, account=Account(name="A, B; C"), unit="Bureau; études", email="a@b.example")
    for version in ("3.0", "4.0"):
        content = vcards.written([one], version)
        assert all(len(line) <= 75 for line in content.split(b"\r\n"))
        row = read_people(content, "people.vcf").rows[0]
        assert (row["name"], row["unit"], row["email"]) == (name, "Bureau; études", "a@b.example")


@pytest.mark.parametrize("given_out", [("csv", "en"), ("csv", "fr"), ("xlsx", "fr")])
def test_what_is_given_out_is_safe_and_read_back(alstrom, cast, signed_in, take, given_out):
    kind, language = given_out
    actions.add_contact(
        cast["manager"], alstrom, name="=HYPERLINK(1)", phone="+33 1", stance="promoter", importance=4,
        owner=cast["manager"], buying_role="decides", email="x@alstrom.example", unit="Siège",
    )  # fmt: skip
    browser = signed_in(cast["manager"])
    browser.cookies["django_language"] = language
    answer = browser.get(reverse("knowledge:people_export", args=[alstrom.public_id, kind]))
    content = b"".join(answer.streaming_content)
    if kind == "csv":
        assert b"'=HYPERLINK" in content
    with translation.override(language):
        report = take(content, f"people.{kind}")
    assert (report.problems, report.new, report.same) == ([], [], 1)


def test_the_page_shows_the_preview_then_takes_it_in(alstrom, cast, signed_in):
    browser, place = signed_in(cast["manager"]), reverse("knowledge:people_import", args=[alstrom.public_id])
    file = SimpleUploadedFile("p.csv", b"Name,Role\n<b>Zed</b>,decides\nQ,emperor\n")
    page = browser.post(place, {"file": file})
    assert page.status_code == 200
    assert "&lt;b&gt;Zed&lt;/b&gt;" in page.content.decode()
    assert "emperor" in page.content.decode()
    assert not Contact.objects.exists()
    browser.post(place, {"draft": PeopleDraft.objects.get().public_id})
    assert [one.name for one in Contact.objects.all()] == ["<b>Zed</b>"]
    assert not PeopleDraft.objects.exists()


def test_a_bad_file_is_told_on_the_page(alstrom, cast, signed_in):
    place = reverse("knowledge:people_import", args=[alstrom.public_id])
    answer = signed_in(cast["manager"]).post(place, {"file": SimpleUploadedFile("p.csv", b"a;b\n1;2\n")})
    assert answer.status_code == 422
    assert "No column holds names" in answer.content.decode()


def test_who_may_not_tell_of_the_account_takes_nothing_in(alstrom, person, signed_in):
    place = reverse("knowledge:people_import", args=[alstrom.public_id])
    assert signed_in(person("manager")).get(place).status_code == 404
