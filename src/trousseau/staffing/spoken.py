"""Which languages open doors in a zone: by the zone's name, until someone says otherwise of an account.

Zones are the company's own words. What a name does not tell stays unknown; nobody is supposed to speak English.
"""

from __future__ import annotations

import re

from trousseau.accounts.models.account import folded

LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
"""Of the Common European Framework of Reference for Languages."""
_ZONES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"france|francais|french|wallonie|wallonia|maghreb|fr", ("fr",)),
    (r"dach|germany|allemagne|deutschland|austria|autriche|osterreich|german|de", ("de",)),
    (r"suisse|switzerland|schweiz", ("de", "fr")),
    (r"benelux|belgique|belgium", ("nl", "fr")),
    (r"pays-bas|netherlands|nederland", ("nl",)),
    (r"iberie|iberia|espagne|spain|espana|latam|amerique latine|latin america|mexique|mexico", ("es",)),
    (r"portugal|bresil|brazil|brasil", ("pt",)),
    (r"italie|italy|italia", ("it",)),
    (r"pologne|poland|polska", ("pl",)),
    (r"europe du nord|northern europe|nordics?|scandinavie|scandinavia", ("en",)),
    (r"uk|royaume-uni|united kingdom|ireland|irlande|amerique du nord|north america|usa|etats-unis|canada", ("en",)),
    (r"asie|asia|apac|australie|australia|inde|india|middle east|moyen-orient", ("en",)),
    (r"japon|japan", ("ja", "en")),
    (r"chine|china", ("zh", "en")),
)


def of_zone(zone: str) -> tuple[str, ...]:
    """The languages of a zone, any of which will do; () where its name does not tell."""
    name = folded(zone)
    for pattern, languages in _ZONES:
        if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", name):
            return languages
    return ()
