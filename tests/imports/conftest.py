"""Small files of invoice lines, and a way to take them in."""

import pytest

from trousseau.imports import actions
from trousseau.ledger.reading import Choices

HEADER = "Facture;Ligne;Date;Code client;Client;Groupe;Zone;Division;Famille;Article;Montant HT;Devise;Coût"
ROWS = (
    "F1;1;13/01/2026;001;Alstrom;Alstrom Holding;France;Usinage;Bogies;B1;1 000,00;EUR;600,00",
    "F1;2;13/01/2026;001;Alstrom;Alstrom Holding;France;Usinage;Bogies;B2;500,50;EUR;300,00",
    "F2;1;14/02/2026;002;Vernay;;Ibérie;Fonderie;Arbres;A1;250,25;EUR;",
    "F3;1;15/03/2026;003;Kessler;Alstrom Holding;France;Usinage;Bogies;B1;-100,00;EUR;-60,00",
    "F4;1;16/04/2026;002;Vernay;;Ibérie;Fonderie;Arbres;A1;100,00;USD;",
    "F5;1;17/05/2026;004;Garonne Interne;;France;Services;Divers;D1;9 999,00;EUR;",
)
TROUBLED = (
    *ROWS,
    "F6;1;32/05/2026;005;Duroc;;France;Usinage;Bogies;B1;10,00;EUR;",
    "F7;1;18/05/2026;006;Ferroval;;France;Usinage;Bogies;B1;abc;EUR;",
)


@pytest.fixture
def file(tmp_path):
    """Write a file of lines: `file(*ROWS, name="ventes.csv")`."""

    def write(*rows, name="ventes.csv", header=HEADER, encoding="cp1252"):
        path = tmp_path / name
        path.write_bytes("\n".join([header, *rows, ""]).encode(encoding))
        return path

    return write


@pytest.fixture
def take_in(organisation):
    """Take a file in as the machine does."""

    def take(path, *, source="ERP", choices=None, **options):
        return actions.take_in(path, source=source, choices=choices or Choices(), **options)

    return take
