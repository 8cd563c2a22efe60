"""Structures as tables: in whole or not at all, every bad cell told; out so that they read back."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from trousseau.access.models import AuditEvent
from trousseau.knowledge.models import Control, LegalEntity
from trousseau.knowledge.queries.structure import Node, rails


@pytest.fixture
def send(alstrom, cast, signed_in):
    def post(text, name="structure.csv"):
        file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
        return signed_in(cast["manager"]).post(f"/accounts/{alstrom.public_id}/knowledge/structure/", {"file": file})

    return post


GOOD = (
    "company;owner;share;country;since;source;date\n"
    "Holding SE;;;France;;Registre;2026-01-05\n"
    "Alpha SA;Holding SE;66 %;France;2010-01-01;Registre;2026-01-05\n"
    "Alpha SA;Fonds Z;34 %;;2010-01-01;Registre;2026-01-05\n"
)


def test_the_same_table_twice_changes_nothing(send):
    assert send(GOOD).status_code == 302
    assert (LegalEntity.objects.count(), Control.objects.count()) == (3, 2)
    assert send(GOOD).status_code == 302
    assert (LegalEntity.objects.count(), Control.objects.count()) == (3, 2)
    assert set(Control.objects.values_list("revision", flat=True)) == {1}


def test_what_goes_out_reads_back(send, alstrom, cast, signed_in):
    send(GOOD)
    browser = signed_in(cast["manager"])
    for form in ("csv", "xlsx"):
        answer = browser.get(f"/accounts/{alstrom.public_id}/knowledge/structure.{form}")
        assert send(b"".join(answer.streaming_content), f"s.{form}").status_code == 302
    assert (LegalEntity.objects.count(), Control.objects.count()) == (3, 2)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "company;owner;share\n;Holding;50 %\nA;B;140 %\nA;A;3 %\n",
            ["Row 2, company", "Row 3, share, “140 %”", "Row 4, owner"],
        ),
        ("company;owner;share\nA;B;0.6\n", ["could be a fraction"]),
        (
            "company;owner;share\nA;B;60 %\nA;C;50 %\n",
            ["Row 2, share", "Row 3, share", "together 110.0% would be held"],
        ),
        ("company;owner;share\nA;B;60 %\nB;C;50 %\nC;A;1 %\n", ["a company would hold itself", "Row 4, owner"]),
        ("company;owner;share;since\nA;B;60 %;31/31/2020\n", ["since, “31/31/2020”"]),
        ("a;b\n1;2\n", ["No column names the company"]),
        ("", ["could not be read"]),
    ],
)
def test_bad_rows_are_told_and_nothing_is_kept(send, text, told):
    answer = send(text)
    page = answer.content.decode()
    assert answer.status_code == 422
    for part in told:
        assert part in page
    assert not LegalEntity.objects.exists()


def test_a_hundred_more_rows_cost_a_few_batches_and_more_than_the_limit_is_told(send, django_assert_max_num_queries):
    def table(rows):
        return "company;owner;share;since\n" + "".join(f"C{n};C{n // 2};60 %;2010-01-{n % 28 + 1:02}\n" for n in rows)

    with django_assert_max_num_queries(60):
        assert send(table(range(1, 110))).status_code == 302
    assert (LegalEntity.objects.count(), Control.objects.count()) == (110, 109)
    assert AuditEvent.objects.filter(verb="fact.told").count() == 219
    refused = send(table(range(1, 5_002)))
    assert refused.status_code == 422
    assert "more than 5000 rows: send it in parts" in refused.content.decode()


def test_a_company_that_two_rows_tell_more_of_is_changed_once_written(send):
    send("company;owner;share;country\nA;B;60 %;\nB;;;France\n")
    send("company;registration;source\nA;123;Registre\nB;456;Registre\n")
    rows = LegalEntity.objects.order_by("name").values_list("name", "country", "registration", "revision", "source")
    assert list(rows) == [("A", "", "123", 2, "Registre"), ("B", "France", "456", 3, "Registre")]


def test_the_tree_draws_a_line_to_each_company_below_its_owner():
    depths = (0, 1, 2, 1, 2, 0)
    drawn = rails([Node(None, depth, None, (), None, controlled=False) for depth in depths])
    assert drawn == [(), ("tee",), ("on", "end"), ("end",), ("", "end"), ()]
