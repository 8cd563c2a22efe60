"""Names of companies that do not exist, as their country would write them. All fit in cp1252."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Country:
    """How a country names its firms: invented stems, trades, legal forms; does the trade come first?"""

    code: str
    stems: tuple[str, ...]
    trades: tuple[str, ...]
    forms: tuple[str, ...]
    trade_first: bool = False


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace("_", " ").split("|")) if "|" in text else tuple(text.split())


COUNTRIES = {
    country.code: country
    for country in (
        Country(
            "FR",
            _words(
                "Aubrelle Bastenac Brissol Cantagrel Chavernay Corvaisier Delmasque Escoubès "
                "Fontarède Garrisson Hautecombe Jaubertin Lacazère Lormelay Marsillac "
                "Montbrison-Roux Navarelle Orvaine Peyrissac Quercelle Rastignol Salviac Tarnelle "
                "Uzerolle Valcroze Verdignac Vigneulle Ysarel Brécourt Sauvelade"
            ),
            _words(
                "Mécanique|Fonderies|Hydraulique|Industries|Énergie|Agro|Ferroviaire|Chaudronnerie|"
                "Aéronautique|Levage|Papeteries|Travaux_Publics"
            ),
            _words("SAS SA SARL"),
        ),
        Country(
            "DE",
            _words(
                "Achterfeld Brennheim Dornhagen Eschweger Falkenroth Grünthaler Hagedöhl Immenhof "
                "Jägersfeld Kaltenborn Lindwälder Morgenroth Niederau Ottersbach Pfaffendorn "
                "Rabenstein Schwarzholt Tannhof Uhlenbrock Vogelsanger Wiesenthal Zeilmann"
            ),
            _words("Maschinenbau|Antriebstechnik|Stahlbau|Anlagenbau|Fördertechnik|Gießerei|Hydraulik|Werke"),
            _words("GmbH|AG|GmbH_&_Co._KG"),
        ),
        Country(
            "ES",
            _words(
                "Alcorisa Barrundia Carrasqueño Doñamar Encinalta Fresneda Gorostiza Hinojal "
                "Iruñerri Larrabide Monteagudo Navalcarza Olivenza Peñarrubia Quintanal Riaverde "
                "Sotogrande-Ruiz Urdaneta Villarcayo Zubiaurre"
            ),
            _words("Mecanizados|Fundiciones|Hidráulica|Talleres|Naval|Ferroviaria|Construcciones|Energía"),
            _words("SL SA"),
            trade_first=True,
        ),
        Country(
            "NO",
            _words(
                "Askeland Björkfors Dalsund Ekholmen Fjärdvik Granlund Hällevik Isfjord Järnberg "
                "Kråkviken Lövstad Myrskog Nybruk Østerdal Rønnegård Skärholm Tømmervik Ulvsund "
                "Västerhed Åkerbruk"
            ),
            _words("Marin|Verkstad|Offshore|Kraft|Mekaniska|Skog|Stål|Industri"),
            _words("AB|AS|A/S|Oy"),
        ),
        Country(
            "GB",
            _words(
                "Ackersley Brandreth Calderwick Dunmorrow Elsingham Farrowby Garstone Hathersedge "
                "Inglethorpe Kettlewood Larkhampton Marchbanks Netherfold Oakhanger Penhallick "
                "Ravenscar Stanningley Thistlewood Wexcombe Yarborough"
            ),
            _words("Engineering|Castings|Hydraulics|Forge|Marine|Controls|Rail|& Sons"),
            _words("Ltd plc"),
        ),
        Country(
            "US",
            _words(
                "Arrowhead_Creek|Blackrock_Ferry|Cedar_Bluff|Dry_Fork|Eagle_Notch|Flint_Harbor|"
                "Granger_Hollow|Harlan_Ridge|Ironwood|Juniper_Falls|Kessock|Lone_Mesa|Millstone|"
                "North_Prairie|Osage_Point|Pinecrest|Red_Canyon|Stillwater_Bend|Tamarack|Wolf_River"
            ),
            _words("Manufacturing|Foundry|Fluid_Power|Equipment|Energy|Machine_Works|Transit|Industries"),
            _words("Inc.|LLC|Corp."),
        ),
        Country(
            "AS",
            _words(
                "Akinohara Baolinghe Chenhai-Da Daesung-ro Fujikaze Guanlin Haneulsan Jinzhouwan "
                "Kitamori Lianfeng Minamisato Nandahe Okanori Qingyuan-Sha Ramakosha Shirakawado "
                "Tianmulin Venkatpur Yongsan-Gil Zhenhao"
            ),
            _words("Heavy_Industry|Precision|Hydraulic|Machinery|Shipbuilding|Rail|Steel|Energy"),
            _words("Co.,_Ltd.|K.K.|Pte_Ltd|Pvt._Ltd."),
        ),
    )
}

PLACES = _words(
    "Adour Agout Ariège Aveyron Baïse Célé Ciron Dordogne Dronne Garonne Gélise Gers "
    "Hers Isle Lède Lot Luy Midouze Neste Osse Rance Save Tarn Truyère Vère Vézère Viaur "
    "Arros Leyre Louge"
)
"""Rivers that tell apart the customers of a benchmark ledger."""


def company(rng: np.random.Generator, country: Country, taken: set[str], *, without: Container[str | None]) -> str:
    """A name not yet in `taken`, which it joins, of a family not in `without`."""
    free = [
        (stem, trade)
        for stem in country.stems
        if stem not in without
        for trade in country.trades
        if f"{stem} {trade}" not in taken
    ]
    if not free:
        raise ValueError(f"every name of {country.code} is taken")
    stem, trade = free[int(rng.integers(len(free)))]
    taken.add(f"{stem} {trade}")
    form = country.forms[int(rng.integers(len(country.forms)))]
    return f"{trade} {stem} {form}" if country.trade_first else f"{stem} {trade} {form}"


def subsidiary(stem: str, country: Country, trade: int) -> str:
    """The name of a group's firm in a country: the same stem, the country's own words."""
    word = country.trades[trade % len(country.trades)]
    form = country.forms[trade % len(country.forms)]
    return f"{word} {stem} {form}" if country.trade_first else f"{stem} {word} {form}"


def many(count: int) -> list[str]:
    """`count` different names, for benchmark ledgers: a firm, a river, and a number once those run out."""
    bodies = [
        f"{stem} {trade} {country.forms[0]}"
        for country in COUNTRIES.values()
        for stem in country.stems
        for trade in country.trades
    ]
    once = len(bodies) * len(PLACES)
    return [
        f"{bodies[i % len(bodies)]} {PLACES[i // len(bodies) % len(PLACES)]}"
        + (f" {i // once + 1}" if i >= once else "")
        for i in range(count)
    ]


def groups(count: int) -> list[str]:
    """`count` different group names, for benchmark ledgers."""
    stems = [stem for country in COUNTRIES.values() for stem in country.stems]
    return [
        f"Groupe {stems[i % len(stems)]}" + (f" {i // len(stems) + 1}" if i >= len(stems) else "") for i in range(count)
    ]
