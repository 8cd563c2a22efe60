"""Columns recognised as the programs of the world name them."""

from collections.abc import Callable

import pytest

from ledger.reading.conftest import codes, notes
from trousseau.ledger.reading import Inspection, inspect, read

Look = Callable[..., Inspection]

SAMPLES = {
    "customer": "Société {}",
    "code": "C00{}",
    "group": "Groupe {}",
    "document": "FA10{}",
    "line": "{}",
    "date": "1{}/01/2024",
    "amount": "12{},50",
    "currency": "EUR",
    "product": "REF-{}",
    "family": "Famille {}",
    "division": "Division {}",
    "zone": "Zone {}",
    "quantity": "{}",
    "cost": "9{},25",
    "discount": "{},10",
    "": "xyz {}",
    "number": "4{},75",
    "other_date": "2{}/03/2024",
}

FILES = {
    "given French": "N° facture=document|Ligne=line|Date facture=date|Code client=code|Client=customer|Zone=zone|"
    "Division=division|Famille=family|Article=product|Quantité=quantity|Montant HT=amount|Coût=cost|Devise=currency",
    "Sage 100": "DO_Piece=document|DO_Date=date|CT_Num=code|CT_Intitule=customer|AR_Ref=product|DL_Qte=quantity|"
    "DL_MontantHT=amount|DL_MontantTTC=number",
    "Cegid": "Code tiers=code|Raison sociale=customer|Nature=|Numéro pièce=document|"
    "Date pièce=date|Code article=product|"
    "Qté facturée=quantity|Prix unitaire=number|Total HT=amount|Total TTC=number|Représentant=",
    "EBP": "Date=date|N° document=document|Code client=code|Nom du client=customer|Montant Net HT=amount|"
    "Montant TVA=number|Montant TTC=number",
    "SAP English": "Billing Document=document|Billing Date=date|Sold-to party=code|Sold-to party name=customer|"
    "Material=product|Material group=family|Billed Quantity=quantity|Net Value=amount|Document Currency=currency|"
    "Sales Organization=division|Sales District=zone|Item=line",
    "SAP French": "Document de facturation=document|Date de facturation=date|Donneur d'ordre=customer|Article=product|"
    "Quantité facturée=quantity|Valeur nette=amount|Devise=currency|Pays=zone",
    "Dynamics BC": "Posting Date=date|Document No.=document|Line No.=line|Sell-to Customer No.=code|"
    "Sell-to Customer Name=customer|No.=|Description=product|Quantity=quantity|Unit Price=number|Amount=amount|"
    "Amount Including VAT=number|Currency Code=currency|Country/Region Code=zone",
    "Dynamics AX": "InvoiceId=document|InvoiceDate=date|InvoiceAccount=code|LineAmount=amount|Qty=quantity|"
    "ItemId=product|CurrencyCode=currency",
    "NetSuite": "Date=date|Document Number=document|Customer: Name=customer|Item=product|Quantity=quantity|"
    "Amount=amount|Currency=currency|Subsidiary=division",
    "QuickBooks": "Date=date|Num=document|Name=customer|Product/Service=product|Qty=quantity|Sales Price=number|"
    "Amount=amount|Balance=number",
    "Odoo": "Date de facturation=date|Numéro=document|Partenaire=customer|Produit=product|Quantité=quantity|"
    "Prix unitaire=number|Montant HT=amount|Devise=currency",
    "Odoo in English": "Partner=customer|Invoice/Bill Date=date|Number=document|Untaxed Total=amount|"
    "Total Signed=number",
    "SAP tables": "KUNAG=code|NAME1=customer|FKDAT=date|VBELN=document|POSNR=line|NETWR=amount|WAERK=currency",
    "Shop": "Order ID=document|"
    "Order Date=date|Ship Date=other_date|Customer ID=code|Customer Name=customer|Segment=division|"
    "Country=zone|Product ID=product|Category=family|Sales=amount|Quantity=quantity|Discount=discount|Profit=number",
    "warehouse": "SalesOrderNumber=document|"
    "SalesOrderLineNumber=line|OrderDate=date|CustomerKey=code|CustomerName=customer|"
    "SalesAmount=amount|TaxAmt=number|TotalProductCost=cost|UnitPrice=number|Territory=zone",
    "units": "Client=customer|Date de facture=date|Mt. H.T. (€)=amount|Mt. T.T.C. (€)=number|Remise %=discount|"
    "Prix de revient=cost|Marge=number|Marge %=number",
    "shouting": "CODE CLIENT=code|NOM CLIENT=customer|DATE FACTURE=date|CA NET HT=amount|REGION=zone|BU=division",
    "snake": "customer_code=code|customer_name=customer|invoice_date=date|due_date=other_date|net_amount=amount|"
    "vat_amount=number|gross_amount=number|business_unit=division|customer_group=group",
    "dates": "Client=customer|"
    "Date commande=other_date|Date facture=date|Date échéance=other_date|CA HT=amount|CA N-1=number",
    "controller": "Mois=date|Compte=|Enseigne=group|Client facturé=customer|Secteur=zone|Activité=division|"
    "Chiffre d'affaires HT=amount|Commercial=",
}


@pytest.mark.parametrize("name", FILES)
def test_exports(look: Look, name: str) -> None:
    pairs = [pair.rsplit("=", 1) for pair in FILES[name].split("|")]
    header = ";".join(column for column, _ in pairs)
    rows = [";".join(SAMPLES[field].format(n) for _, field in pairs) for n in (3, 4, 5)]
    found = look("\n".join([header, *rows]) + "\n")
    expected = {field: column for column, field in pairs if field not in ("", "number", "other_date")}
    assert dict(found.mapping) == expected
    assert not found.questions


@pytest.mark.parametrize(
    "segment",
    [
        "Segment",
        "Segments",
        "Customer segment",
        "Segment client",
        "Segment marketing",
        "Market segment",
        "Segmentation",
    ],
)
@pytest.mark.parametrize("division", ["Division", "Business unit", "Activité", "Filiale"])
def test_a_segment_beside_a_division_is_the_customers_segment(look: Look, segment: str, division: str) -> None:
    for names in (f"{segment};{division}", f"{division};{segment}"):
        found = look(f"Client;Date facture;Montant HT;{names}\nA;13/01/2024;1;x;y\nB;14/01/2024;2;z;y\n")
        assert found.mapping["division"] == division
        assert segment not in found.mapping.values()


@pytest.mark.parametrize("segment", ["Customer segment", "Segment client", "Segment marketing", "Market segment"])
def test_a_segment_of_customers_is_no_division(look: Look, segment: str) -> None:
    found = look(f"Client;Date facture;Montant HT;{segment}\nA;13/01/2024;1;x\nB;14/01/2024;2;z\n")
    assert "division" not in found.mapping


def test_preferences_are_told(look: Look) -> None:
    found = look("Client;Date commande;Date facture;Montant HT\nA;13/01/2024;14/01/2024;1\n")
    assert notes(found)["preferred"] == {
        "field": "date",
        "column": "Date facture",
        "others": ("Date commande",),
    }


def test_a_column_that_does_not_hold_what_it_says(look: Look) -> None:
    found = look("Client;Date;Montant HT;Quantité\nA;13/01/2024;1;deux\nB;13/01/2024;1;trois\n")
    assert "quantity" not in found.mapping
    assert notes(found)["not_used"] == {"field": "quantity", "column": "Quantité", "value": "deux"}


def test_codes_and_names_told_apart_by_what_they_hold(look: Look) -> None:
    assert dict(look("Client;Nom;Date;Montant HT\n0012;Société A;13/01/2024;1\n").mapping)["code"] == "Client"


def test_an_account_of_the_books_is_no_customer(look: Look) -> None:
    head = "*ContactName,*InvoiceNumber,*InvoiceDate,LineAmount,*AccountCode\n"
    rows = [f"Company {n},F{n},2024-01-1{n},{n}.50," for n in range(6)]
    found = look(head + "".join(f"{row}{200 + n % 2}\n" for n, row in enumerate(rows)))
    assert "code" not in found.mapping
    assert found.mapping["customer"] == "*ContactName"
    assert notes(found)["not_used"] == {"field": "code", "column": "*AccountCode", "value": "200"}
    chosen = look(head + "".join(f"{row}200\n" for row in rows), mapping={"code": "*AccountCode"})
    assert chosen.mapping["code"] == "*AccountCode"
    own = look(head + "".join(f"{row}{200 + n}\n" for n, row in enumerate(rows)))
    assert own.mapping["code"] == "*AccountCode"


def test_the_only_column_of_dates(look: Look) -> None:
    found = look("Client;Quand;Montant HT\nA;13/01/2024;1\n")
    assert found.mapping["date"] == "Quand"
    assert notes(found)["from_contents"] == {"field": "date", "column": "Quand"}


def test_the_amount_of_the_document_goes_with_its_currency(look: Look) -> None:
    text = "Client;Date;Montant HT EUR;Montant HT;Devise\nA;13/01/2024;1,1;2;USD\n"
    assert look(text).mapping["amount"] == "Montant HT"
    text = "Client;Date;Montant HT;Montant HT devise;Devise\nA;13/01/2024;1,1;2;USD\n"
    assert look(text).mapping["amount"] == "Montant HT devise"
    assert look(text.replace("HT devise;Devise", "HT devise;Note")).mapping["amount"] == "Montant HT"
    text = "Partner,Date,Untaxed Amount Signed,Untaxed Amount in Currency Signed,Total Signed,Currency\n"
    assert look(text + "A,2024-01-13,1.1,2.5,3,USD\n").mapping["amount"] == "Untaxed Amount in Currency Signed"
    assert codes(look("Client;Date;Montant HT EUR;Montant HT USD\nA;13/01/2024;1,1;2\n")) == ["field_choice"]


def test_the_currency_of_a_header_is_taken_and_told(look: Look) -> None:
    found = look("Client;Date;Montant HT (USD)\nA;13/01/2024;1,1\n")
    assert notes(found)["currency_in_header"] == {"column": "Montant HT (USD)", "currency": "USD"}
    assert "amount_in_thousands" in notes(look("Client;Date;CA HT (k€)\nA;13/01/2024;1,1\n"))


@pytest.mark.parametrize(
    ("names", "field", "expected"),
    [
        (("ORDERDATE", "CUSTOMERNAME", "SALES", "CITY"), "customer", "CUSTOMERNAME"),
        (("ORDERDATE", "CUSTOMERNAME", "SALES", "CITY"), "date", "ORDERDATE"),
        (("DATEFACT", "NOMCLIENT", "MONTANTHT", "NUMFACT"), "amount", "MONTANTHT"),
        (("DATEFACT", "NOMCLIENT", "MONTANTHT", "NUMFACT"), "document", "NUMFACT"),
    ],
)
def test_names_written_without_blanks_are_known(tmp_path, names, field, expected):
    path = tmp_path / "old.csv"
    path.write_text(";".join(names) + "\n2024-01-31;Alstrom;12,50;V7\n2024-02-28;Vernay;8,25;V8\n")

    assert inspect(path).mapping[field] == expected


def test_a_column_named_date_is_the_date_even_where_most_cells_are_wrong(tmp_path):
    path = tmp_path / "wrong.csv"
    path.write_text("date;client;montant\n2024-01-31;A;12,50\nhier;B;8,25\ndemain;C;1,00\n")

    reading = read(inspect(path))
    lines = sum(batch.num_rows for batch in reading.batches())

    assert lines == 1
    assert [row["reason"] for row in reading.quarantine] == ["date_text", "date_text"]
