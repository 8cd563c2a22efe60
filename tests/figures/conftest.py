"""A believable check-up, and one of everything that could go wrong with names and amounts."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from trousseau.figures.language import Language
from trousseau.method.checkup import AccountSum, DimensionSums, LineCounts, check_up

NAMES = (
    "Alstrom",
    "Vernay Turbines",
    "Kessler Hydraulik",
    "Nordvik Offshore",
    "Aérolys",
    "Ferroval",
    "東京重工業",
    "شركة",
)
HOSTILE = (
    "=cmd|' /C calc'!A0",
    '<script>alert("x")</script>',
    "\u202egnp.exe",
    "Back\x1b[31mred",
    "{n} & {value}",
)


def portfolio(size=60, *, base="EUR", hostile=False, seed=3, unconverted=7, quarantined=3):
    """A check-up of `size` accounts over zones, divisions and currencies."""
    random = np.random.default_rng(seed)
    names = [*(HOSTILE if hostile else ()), *NAMES, *(f"Client {i}" for i in range(size))][:size]
    revenue = sorted((Decimal(int(v * 1e7)) / 100 for v in random.pareto(1.2, size)), reverse=True)
    accounts = [
        AccountSum(f"C{i:04}", f"C{i:04}", name, None, amount, 12 + i)
        for i, (name, amount) in enumerate(zip(names, revenue, strict=True))
    ]
    total = sum(revenue, Decimal(0))
    places = {
        "zone": ["France", "DACH", "Ibérie", ""],
        "division": ["Usinage", "Hydraulique"],
        "currency": ["EUR", "USD", "CHF"],
    }
    dimensions = []
    for name, values in places.items():
        of = np.arange(size) % 7 % len(values)
        dimensions.append(
            DimensionSums(
                name,
                values,
                [sum((revenue[i] for i in range(size) if of[i] == k), Decimal(0)) for k in range(len(values))],
                of,
                np.arange(size),
                np.array([float(v) for v in revenue]),
            )
        )
    lines = 12 * size
    return check_up(
        accounts,
        start=date(2025, 11, 1),
        end=date(2026, 10, 31),
        base_currency=base,
        lines=LineCounts(lines + quarantined + 1, lines, quarantined, 1, unconverted),
        revenue=total,
        dimensions=dimensions,
        unconverted=[("BGN", unconverted, Decimal("1234.50"))] if unconverted else [],
    )


QUARANTINE = [
    {"row": 12, "column": "Date facture", "value": "31/02/2026", "reason": "date_impossible"},
    {"row": 1245, "column": "Montant HT", "value": "=1+1<b>", "reason": "number_text"},
    {"row": 9, "column": "Client", "value": None, "reason": "account_missing"},
]


@pytest.fixture(params=["fr", "en"])
def language(request):
    """Each language in turn."""
    return Language(request.param)


@pytest.fixture(scope="session")
def checkup():
    """A believable check-up."""
    return portfolio()
