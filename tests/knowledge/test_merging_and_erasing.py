"""One person told twice: found, merged with all that hangs from them, brought back; one erased: gone everywhere."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from trousseau.access.models import AuditEvent
from trousseau.knowledge import duplicates
from trousseau.knowledge.actions import erasing, lines, merging
from trousseau.knowledge.actions import people as actions
from trousseau.knowledge.actions import people_import as taking
from trousseau.knowledge.models import Contact, ContactChange, Erasure, Influence, Merge, ReportingLine
from trousseau.knowledge.people_files import read_people


@pytest.fixture
def manager(cast):
    return cast["manager"]


@pytest.fixture
def told(alstrom, manager):
    def tell(name, **values):
        return actions.add_contact(manager, alstrom, name=name, **values)

    return tell


@pytest.mark.parametrize(("one", "other", "found"), [
    ("Paul Renaudin", "Renaudin Paul", True), ("Paul Renaudin", "P. Renaudin", True),
    ("Hélène Lemoine", "Helene Lemoyne", True), ("Paul Renaudin", "Pauline Renard", False),
    ("Paul Renaudin", "Marc Thévenot", False), ("Jean-Marc Bo", "Jean Marc Bo", True),
    ("Alexandra Papadopoulou", "Aleksandra Papadopulou", True), ("Julie Li", "J. Li", True), ("Bob", "Bobb", False),
    ("Guillaume", "Guilaume", True), ("Karl Schmidt", "Carl Schmidt", True),
])  # fmt: skip
def test_names_that_look_alike(told, one, other, found):
    assert bool(duplicates.pairs([told(one), told(other)])) is found


def test_one_is_found_among_many_of_one_name_and_a_crowd_is_not_compared_with_itself(alstrom):
    signs = "bcdfghklmnprstvz"
    names = [f"Marie {a}{b}e{b}{c}oux" for a in signs for b in signs[:6] for c in signs[6:12]]
    twice = names[100].replace("oux", "oyx")
    people = [Contact(pk=n, name=name, account=alstrom) for n, name in enumerate([*names, twice], 1)]
    assert (101, len(people)) in {(pair.one.pk, pair.other.pk) for pair in duplicates.pairs(people)}
    crowd = [Contact(pk=n, name="ab " * 60, email="info@x.example", account=alstrom) for n in range(1, 400)]
    assert len(duplicates.pairs(crowd)) == duplicates.MOST


def test_merging_somebody_many_report_to_asks_the_database_no_more_for_each(told, manager):
    def asked(reports):
        kept, gone = told("Boss"), told("Boss Twin")
        for n in range(reports):
            one = told(f"P{n}")
            lines.report_to(manager, one, gone)
            lines.influences(manager, one, gone)
        with CaptureQueriesContext(connection) as seen:
            merging.undo(manager, merging.merge(manager, kept, gone, {}))
        assert gone.reports.count() == gone.influenced_by.count() == reports
        return len(seen)

    assert asked(2) == asked(12)


def test_the_same_e_mail_is_told_first_and_two_addresses_are_two_people(told):
    pair = [told("Ann Bell", email="ann@x.example"), told("A. N. Other", email="ANN@x.example")]
    two = [told("Jo Field", email="jo1@x.example"), told("Jo Field", email="jo2@x.example")]
    found = duplicates.pairs([*two, *pair])
    assert [(one.one.name, one.same_email) for one in found] == [("Ann Bell", True)]


def _state():
    """Everything that is told, as it stands."""
    contacts = {
        one.pk: (one.name, one.title, one.stance, one.last_touch, one.merged_into_id) for one in Contact.every.all()
    }
    reporting = set(ReportingLine.objects.values_list("person", "boss", "dotted"))
    influence = set(Influence.objects.values_list("by", "on", "strength", "supposed", "source"))
    return contacts, reporting, influence


def test_a_merge_moves_all_and_undoing_restores_it(told, manager):
    boss, kept, gone, below = told("Boss"), told("Paul Renaudin"), told("P. Renaudin", title="Director"), told("Ann")
    lines.report_to(manager, gone, boss)
    lines.report_to(manager, kept, boss, dotted=True)
    lines.report_to(manager, below, gone)
    lines.report_to(manager, gone, kept)
    lines.influences(manager, below, gone, strength=3, source="Audit")
    lines.influences(manager, below, kept, strength=1)
    lines.influences(manager, gone, kept, strength=2)
    before = _state()
    merged = merging.merge(manager, kept, gone, {"title": "gone"})
    assert not Contact.objects.filter(pk=gone.pk).exists()
    kept.refresh_from_db()
    assert kept.title == "Director"
    assert set(ReportingLine.objects.values_list("person__name", "boss__name")) == {
        ("Paul Renaudin", "Boss"), ("Ann", "Paul Renaudin"),
    }  # fmt: skip
    assert [(line.by.name, line.on.name, line.strength) for line in Influence.objects.all()] == [
        ("Ann", "Paul Renaudin", 3),
    ]  # fmt: skip
    merging.undo(manager, merged)
    assert _state() == before
    with pytest.raises(ValidationError, match="undone already"):
        merging.undo(manager, merged)


def test_a_merge_never_closes_a_loop(told, manager):
    kept, between, gone = told("Top"), told("Between"), told("Top Twin")
    lines.report_to(manager, between, kept)
    lines.report_to(manager, gone, between)
    before = _state()
    merged = merging.merge(manager, kept, gone, {})
    assert set(ReportingLine.objects.values_list("person__name", "boss__name")) == {("Between", "Top")}
    merging.undo(manager, merged)
    assert _state() == before


def test_what_was_changed_since_a_merge_stays(told, manager):
    kept, gone = told("Paul", title="Old", stance="neutral"), told("Pol", title="New", stance="opposed")
    merged = merging.merge(manager, kept, gone, {"title": "gone", "stance": "gone"})
    actions.change_contact(manager, kept, {"title": "Newest"})
    merging.undo(manager, merged)
    kept.refresh_from_db()
    assert (kept.title, kept.stance) == ("Newest", "neutral")


def test_the_review_page_merges_and_the_old_address_leads_on(told, manager, alstrom, signed_in):
    kept, gone = told("Paul Renaudin", email="p@x.example"), told("Paul Renaudin", title="Director")
    browser = signed_in(manager)
    assert "Paul Renaudin" in browser.get(reverse("knowledge:duplicates", args=[alstrom.public_id])).content.decode()
    place = reverse("knowledge:merge", args=[kept.public_id, gone.public_id])
    assert 'name="title" value="gone" checked' in browser.get(place).content.decode()
    assert browser.post(place, {"title": "gone"}).status_code == 302
    answer = browser.get(reverse("knowledge:contact", args=[gone.public_id]))
    assert answer.url == reverse("knowledge:contact", args=[kept.public_id])
    late = {"name": "Pol", "account": alstrom.pk, "seen": 1}
    browser.post(reverse("knowledge:change_contact", args=[gone.public_id]), late)
    kept.refresh_from_db()
    assert kept.name == "Paul Renaudin"
    browser.post(reverse("knowledge:undo_merge", args=[Merge.objects.get().pk]))
    assert Contact.objects.filter(pk=gone.pk).exists()


def test_somebody_else_neither_merges_nor_takes_back(told, manager, person):
    kept, gone = told("Paul"), told("Pol")
    with pytest.raises(PermissionDenied):
        merging.merge(person("manager"), kept, gone, {})
    merged = merging.merge(manager, kept, gone, {})
    with pytest.raises(PermissionDenied):
        merging.undo(person("manager"), merged)


@pytest.fixture
def erased(told, manager, cast):
    made = told("Ingrid Solheim", email="i.solheim@alstrom.example", title="Directrice", phone="+33", stance="opposed")
    twin = told("Ingrid Solheim", title="Achats")
    actions.change_contact(manager, made, {"stance": "reserved", "unit": "Achats"})
    lines.report_to(manager, told("Julie"), made)
    merging.merge(manager, made, twin, {})
    return erasing.erase_contact(cast["administrator"], made, "Request of 3 November", confirmed=made.pseudonym)


def test_an_erased_person_is_nowhere_and_lines_stand(erased):
    held = json.dumps(
        [list(model.objects.values()) for model in (ContactChange, Influence, Merge, Erasure, AuditEvent)]
        + [list(Contact.every.values())],
        default=str,
    )
    assert "Solheim" not in held
    assert "solheim" not in held
    assert erased.name == erased.pseudonym
    assert ReportingLine.objects.get(person__name="Julie").boss.name == erased.pseudonym


def test_an_old_file_does_not_bring_them_back(erased, manager, alstrom):
    text = b"Name,E-mail,Account\nIngrid S,I.Solheim@alstrom.example,\nIngrid  SOLHEIM,,Alstrom SA\nOther,,\n"
    draft = taking.keep_draft(manager, alstrom, read_people(text, "p.csv"), "p.csv")
    report = taking.confirm(manager, draft)
    assert [(one.row, "erased on request" in one.mend) for one in report.problems] == [(2, True), (3, True)]
    assert [name for _row, name in report.new] == ["Other"]


def test_only_an_administrator_erases_and_only_with_a_reason(told, cast, manager):
    made = told("Ingrid Solheim")
    with pytest.raises(PermissionDenied):
        erasing.erase_contact(cast["director"], made, "why", confirmed=made.pseudonym)
    for reason, confirmed in (("", made.pseudonym), ("why", "yes"), ("Ingrid Solheim asked", made.pseudonym)):
        with pytest.raises(ValidationError):
            erasing.erase_contact(cast["administrator"], made, reason, confirmed=confirmed)
    made.refresh_from_db()
    assert made.name == "Ingrid Solheim"


def test_the_administrator_finds_gives_out_and_erases(told, manager, cast, signed_in):
    made = told("Ingrid Solheim", email="i@alstrom.example")
    lines.report_to(manager, told("Julie"), made)
    browser = signed_in(cast["administrator"])
    page = browser.get(reverse("knowledge:personal_data"), {"q": "solheim"}).content.decode()
    place = reverse("knowledge:personal_data_of", args=[made.public_id])
    assert place in page
    assert "Personal data</a>" in page
    assert "records are held of Ingrid Solheim" in browser.get(place).content.decode()
    data = json.loads(browser.get(reverse("knowledge:personal_data_export", args=[made.public_id, "json"])).content)
    assert data["contact"][0]["email"] == "i@alstrom.example"
    assert data["reporting"] == [{"person": "Julie", "boss": "Ingrid Solheim", "functional": "false"}]
    assert browser.post(place, {"reason": "Request", "confirm": "no"}).status_code == 422
    assert browser.post(place, {"reason": "Request", "confirm": made.pseudonym}).status_code == 302
    assert browser.get(place).status_code == 404
    assert AuditEvent.objects.filter(verb="contact.given_out").exists()
