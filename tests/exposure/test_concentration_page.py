"""The page of concentration: findings, the note in both languages, the lender's limit, exports."""

from __future__ import annotations


def test_the_page_finds_who_carries_a_division(director, signed_in):
    page = signed_in(director).get("/exposure/concentration/").content.decode()
    assert "Alstrom alone makes" in page
    assert "97%" in page
    assert "Alstrom: €42,000.00 (44.1%), reported by Usinage: €42,000.00." in page
    assert "comptes" not in page.partition('lang="fr"')[0]
    assert "sont considérées comme un seul client (IFRS 8 §34)" in page
    assert "2 customers pass the limit of 20%" in page
    assert "latest counts" in page.replace("\n", " ")


def test_the_lenders_limit_is_chosen_in_the_address(director, signed_in):
    client = signed_in(director)
    assert "1 customer passes the limit of 30%" in client.get("/exposure/concentration/?limit=30").content.decode()
    assert "nothing is left out" in client.get("/exposure/concentration/?limit=100").content.decode()
    assert "the usual one is shown" in client.get("/exposure/concentration/?limit=-5").content.decode()
    assert "the usual one is shown" in client.get("/exposure/concentration/?limit=x").content.decode()


def test_every_table_is_exported(director, signed_in):
    client = signed_in(director)
    assert "Usinage" in client.get("/exposure/tables/inside.csv").content.decode()
    assert "Alstrom" in client.get("/exposure/tables/lender.csv?limit=30").content.decode()
    assert "customer" in client.get("/exposure/tables/movement.csv").content.decode()
    assert client.get("/exposure/tables/inside.xlsx").status_code == 200


def test_a_period_without_sales(director, signed_in):
    page = signed_in(director).get("/exposure/concentration/?start=2020-01-01&end=2020-12-31")
    assert "There are no sales to measure" in page.content.decode()


def test_the_page_asks_few_queries(director, signed_in, django_assert_max_num_queries):
    client = signed_in(director)
    client.get("/exposure/concentration/")
    with django_assert_max_num_queries(25):
        client.get("/exposure/concentration/")
