"""The demonstration company as data: its zones, its price lists, its customers, the stories planted in them.

Everything here is invented. Revenues are in thousands of euros over the last twelve months; `simulate` turns
them into invoice lines, `docs/demo.md` tells the stories.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

NAME = "Groupe Garonne"
BASE = "EUR"
YEARS = 4
REVENUE = 182_400
"""Thousands of euros to outside customers over twelve months, before credit notes and newcomers."""

ACCOUNTS = 424
"""Legal entities that are customers, of which LOST bought nothing in the last twelve months."""

LOST = 26

ZONES = ("France", "DACH", "Ibérie", "Europe du Nord", "Amérique du Nord", "Asie")
AREAS = {"France": "FR", "DACH": "DE", "Ibérie": "ES"}
"""The country whose consumer prices stand for a zone, where Eurostat publishes them."""
COUNTRY_ZONES = {"FR": 0, "DE": 1, "ES": 2, "NO": 3, "GB": 3, "US": 4, "AS": 5}
ZONE_PRICES = (1.0, 1.05, 0.92, 1.07, 1.16, 0.85)
"""Net price level of each zone against France."""

CURRENCIES = ("EUR", "GBP", "SEK", "USD", "CNY")
EUROS = (1.0, 1.17, 0.089, 0.9, 0.131)
"""What a unit was worth in euros in the last month, about; `simulate.rates` lets it wander before."""

COUNTRY_CURRENCIES = {
    "FR": "EUR",
    "DE": "EUR",
    "ES": "EUR",
    "NO": "SEK",
    "GB": "GBP",
    "US": "USD",
    "AS": "CNY",
}
ABROAD = ("EUR", "EUR", "EUR", "GBP", "USD", "CNY")
"""The currency a customer is invoiced in for what it buys in each zone away from home."""

INCREASES = (0.0, 0.021, 0.038, 0.027, 0.024)
"""What the price list gained each January, first year first."""

COST_INCREASES = (0.0, 0.026, 0.034, 0.025, 0.022)

SEASONS = (0.97, 0.98, 1.09, 1.02, 0.99, 1.07, 0.94, 0.58, 1.08, 1.12, 1.07, 0.89)

SEGMENT_COLUMN = "Segment marketing"
SEGMENTS = ("Stratégique", "Développement", "Standard", "Petits comptes")
SEGMENT_SIZES = (1_800, 450, 90)
"""What marketing goes by: sales from which a customer is in the first, second, third segment, in thousands of euros."""

SEGMENT_NOISE = 0.35
"""How far marketing's idea of a customer's size is off (sigma of its logarithm): half of it is habit."""


@dataclass(frozen=True)
class Erosion:
    """A slow drift while sales hold: each figure is reached after `months`, ending with the last month.

    `price` and `orders` are relative losses, `families` how many product families are still bought.
    """

    months: int
    price: float
    orders: float
    families: int


@dataclass(frozen=True)
class Named:
    """A customer we wrote ourselves. `mix` weighs the divisions, `abroad` the zones beyond its own."""

    name: str
    country: str
    revenue: float
    growth: float
    mix: Mapping[str, float]
    group: str | None = None
    orders: float | None = None  # a month; from the revenue when None
    cost: float = 1.0  # unit costs against the ordinary
    discount: float = 0.08
    returns: float = 0.012  # share of lines credited later
    abroad: Mapping[str, float] = field(default_factory=dict)
    currency: str | None = None
    erosion: Erosion | None = None
    intercompany: bool = False


U, H, F, S = "Usinage", "Hydraulique", "Fonderie", "Services"

NAMED = (
    # The whale, which also holds 40 % of a division.
    Named("Alstrom SA", "FR", 21_900, 0.06, {U: 0.64, S: 0.24, F: 0.12}, "Alstrom", 70, discount=0.14,
          abroad={"DACH": 0.1, "Amérique du Nord": 0.04, "Asie": 0.03}),
    Named("Alstrom Deutschland GmbH", "DE", 720, 0.03, {U: 0.6, S: 0.4}, "Alstrom"),
    # Over 10 % only once its four firms are counted together.
    Named("Vernay Turbines SA", "FR", 8_800, 0.03, {H: 0.7, F: 0.2, S: 0.1}, "Vernay", 38, discount=0.11,
          abroad={"Ibérie": 0.05}),
    Named("Vernay Turbinen GmbH", "DE", 5_500, 0.05, {H: 0.7, F: 0.2, S: 0.1}, "Vernay", 26, discount=0.1),
    Named("Vernay Turbines UK Ltd", "GB", 3_400, 0.02, {H: 0.7, F: 0.2, S: 0.1}, "Vernay", 15),
    Named("Vernay Hidro Ibérica SL", "ES", 2_700, 0.04, {H: 0.8, S: 0.2}, "Vernay", 14),
    # Large and sound.
    Named("Kessler Hydraulik AG", "DE", 7_600, 0.04, {H: 0.8, S: 0.2}, "Kessler", 34,
          abroad={"France": 0.1, "Ibérie": 0.08, "Europe du Nord": 0.08, "Amérique du Nord": 0.1,
                  "Asie": 0.1}),
    Named("Kessler Fluid Power Inc.", "US", 1_300, 0.05, {H: 0.9, S: 0.1}, "Kessler"),
    Named("Nordvik Offshore AS", "NO", 6_400, 0.08, {H: 0.75, S: 0.25}, "Nordvik", 24, currency="SEK"),
    Named("Aérolys SA", "FR", 5_700, 0.11, {U: 0.55, F: 0.35, S: 0.1}, None, 28),
    Named("Brévent Énergie SAS", "FR", 4_600, 0.05, {S: 0.8, H: 0.2}, None, 22),
    Named("Castelmar SA", "ES", 4_200, 0.02, {S: 0.5, F: 0.5}, "Castelmar", 20, abroad={"France": 0.1}),
    Named("Orvane Mobilité SAS", "FR", 3_400, 0.06, {F: 0.5, S: 0.3, H: 0.2}, None, 17),
    Named("Beaumont Énergie SAS", "FR", 2_500, 0.03, {S: 0.6, H: 0.4}, "Beaumont", 13),
    Named("Nordhaven Marine A/S", "NO", 2_300, 0.05, {H: 0.6, F: 0.4}, "Nordhaven", 12),
    Named("Ferrovia Ibérica SA", "ES", 2_200, 0.04, {F: 0.7, S: 0.3}, None, 12),
    Named("Cie des Eaux du Gers SA", "FR", 1_700, 0.01, {H: 0.6, S: 0.4}, None, 12),
    Named("Solenzara Naval SAS", "FR", 1_300, 0.02, {F: 0.7, S: 0.3}, None, 9),
    # Silent erosion: sales hold, everything under them drifts.
    Named("Ferroval SA", "ES", 5_200, 0.01, {F: 0.75, H: 0.25}, "Ferroval", 30,
          erosion=Erosion(18, 0.075, 0.3, 4)),
    Named("Lorquin Aciers SA", "FR", 2_900, 0.0, {F: 0.6, H: 0.4}, None, 18,
          erosion=Erosion(15, 0.07, 0.35, 4)),
    Named("Duroc Frères SAS", "FR", 2_600, 0.01, {F: 0.5, H: 0.3, S: 0.2}, None, 16,
          erosion=Erosion(18, 0.06, 0.3, 5)),
    Named("Tavira Naval SA", "ES", 1_600, 0.01, {H: 0.6, F: 0.4}, None, 12,
          erosion=Erosion(15, 0.09, 0.3, 3)),
    Named("Halvorsen Kraft AS", "NO", 1_400, 0.0, {H: 0.7, S: 0.3}, None, 11, currency="EUR",
          erosion=Erosion(18, 0.09, 0.35, 4)),
    # They look fine, they cost: thin prices, small orders, many returns.
    Named("Sandrup Group AB", "NO", 3_900, 0.07, {F: 0.7, S: 0.3}, "Sandrup", 64, cost=1.42, discount=0.21,
          returns=0.09),
    Named("Garrick & Sons Ltd", "GB", 3_200, 0.05, {F: 0.5, H: 0.5}, None, 72,
          cost=1.4, discount=0.2, returns=0.1),
    Named("Estelar Prensas SA", "ES", 2_100, 0.09, {F: 0.6, H: 0.4}, None, 48, cost=1.3, discount=0.19,
          returns=0.08),
    # Small, and growing fast: tomorrow's accounts.
    Named("Okanda Rail K.K.", "AS", 2_400, 0.95, {H: 0.5, S: 0.3, F: 0.2}, "Okanda", 14, currency="USD"),
    Named("Voltané SAS", "FR", 1_900, 0.8, {H: 0.4, F: 0.4, S: 0.2}, None, 12),
    # The company's own subsidiaries: not customers, to be left out.
    Named("Garonne Ibérica SL", "ES", 1_900, 0.04, {U: 0.2, H: 0.5, F: 0.3}, NAME, 10, intercompany=True),
    Named("Garonne Nordic AB", "NO", 1_200, 0.03, {H: 0.7, F: 0.3}, NAME, 8, intercompany=True),
    Named("Garonne Logistique SAS", "FR", 500, 0.02, {F: 0.5, S: 0.5}, NAME, 6, intercompany=True),
)  # fmt: skip

TAIL_COUNTRIES = {"FR": 0.33, "DE": 0.2, "ES": 0.1, "NO": 0.06, "GB": 0.07, "US": 0.15, "AS": 0.09}
TAIL_MIX = {U: 0.26, H: 0.31, F: 0.24, S: 0.19}
TAIL_LARGEST = 1_350
"""The revenue of the largest customer we did not write, in thousands of euros."""

GROUP_SIZES = (5, 4, 4, 3, 3, 3, 3, 3, *([2] * 34))
"""Firms in each invented group of the tail."""


@dataclass(frozen=True)
class Story:
    """Something planted: who, what one should see, the figure it should show, and what finds it.

    `finder` is "check-up" when this version finds it, else the capability that will (ids of the product).
    """

    key: str
    title: str
    who: tuple[str, ...]
    what: str
    figure: str
    finder: str


STORIES = (
    Story(
        "whale",
        "The company lives on one customer",
        ("Alstrom SA",),
        "The first account makes about an eighth of all sales, alone.",
        "top 1 ≈ 12 % of revenue",
        "check-up",
    ),
    Story(
        "pareto",
        "A steep portfolio",
        (),
        "Some seventy customers of about four hundred make 80 % of sales.",
        "80 % of revenue from 12 to 20 % of accounts",
        "check-up",
    ),
    Story(
        "group",
        "Over 10 %, but only as a group",
        ("Vernay Turbines SA", "Vernay Turbinen GmbH", "Vernay Turbines UK Ltd", "Vernay Hidro Ibérica SL"),
        "No firm of the Vernay group passes 5 %; together they pass the 10 % of IFRS 8 §34.",
        "Vernay ≈ 11 %: second with `--by group`, named among the customers over 10 % either way",
        "check-up",
    ),
    Story(
        "division",
        "A division held by one customer",
        ("Alstrom SA",),
        "Four tenths of Usinage are Alstrom: lose it and the division is under its fixed costs.",
        "first share within Usinage ≈ 40 %",
        "check-up",
    ),
    Story(
        "currency",
        "A zone that lives in one currency",
        (),
        "All of Amérique du Nord is invoiced in dollars, and most dollars come from there.",
        "Amérique du Nord: 100 % USD, ≈ 8 % of revenue",
        "E2, currency shock; the check-up shows the dollar's share",
    ),
    Story(
        "silent-erosion",
        "Silent erosion",
        ("Ferroval SA", "Lorquin Aciers SA", "Duroc Frères SAS", "Tavira Naval SA", "Halvorsen Kraft AS"),
        "Sales hold to the percent while prices, orders a month, families bought and margin all drift down.",
        "net prices −6 to −9 %, orders −30 to −35 %, families down to 3–5 over 15 to 18 months",
        "M3, silent erosion",
    ),
    Story(
        "loss-makers",
        "Large customers that cost",
        ("Sandrup Group AB", "Garrick & Sons Ltd", "Estelar Prensas SA"),
        "Growing sales in the first twenty, margins near nothing, many small orders, many returns.",
        "gross margin under 10 % against about 35 %, returns 8–10 % of lines",
        "M3, net contribution and whale curve",
    ),
    Story(
        "tomorrow",
        "Tomorrow's accounts",
        ("Okanda Rail K.K.", "Voltané SAS"),
        "From a few hundred thousand euros to two million in four years.",
        "growth of 80 to 95 % a year",
        "tomorrow's accounts: first and second of the list",
    ),
    Story(
        "prices",
        "One customer, one article, every zone",
        ("Kessler Hydraulik AG",),
        "It buys the same articles in six zones, at net prices a third apart.",
        "lowest in Asie, highest in Amérique du Nord",
        "E5, price corridor",
    ),
    Story(
        "intercompany",
        "The company's own firms among the customers",
        ("Garonne Ibérica SL", "Garonne Nordic AB", "Garonne Logistique SAS"),
        "They are left out of the check-up; left in, they blur every share.",
        "≈ 3.6 M€ a year",
        "check-up, once the accounts are marked as left out",
    ),
)
