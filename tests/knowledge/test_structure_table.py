"""Structures as tables: in whole or not at all, every bad cell told; out so that they read back."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

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


def test_the_tree_draws_a_line_to_each_company_below_its_owner():
    depths = (0, 1, 2, 1, 2, 0)
    drawn = rails([Node(None, depth, None, (), None, controlled=False) for depth in depths])
    assert drawn == [(), ("tee",), ("on", "end"), ("end",), ("", "end"), ()]
