"""The overview of exposure: the finding, the lab, and a summary of each of the other pages (`pages.summaries`)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.costs.queries import told as costs_told
from trousseau.exposure.pages.lab import Lab, lab
from trousseau.exposure.pages.summaries import Summary, summaries
from trousseau.figures import whatif as said
from trousseau.figures.language import Language
from trousseau.method.checkup import Checkup
from trousseau.portfolio import words
from trousseau.portfolio.pages.links import Links, links, sentence
from trousseau.portfolio.queries.measure import measured
from trousseau.portfolio.queries.source import Asked


@dataclass(frozen=True)
class Overview:
    """All that the template shows."""

    asked: Asked
    checkup: Checkup
    finding: SafeString
    title: str
    lead: tuple[str, ...]
    lab: Lab
    summaries: tuple[Summary, ...]


def page(user: User, asked: Asked, query: QueryDict) -> Overview:
    """The overview of an address."""
    written = words.language()
    checkup = measured(asked).checkup
    costs = costs_told()
    shown = lab(asked, query, costs, text=query.get("q", ""))
    found = links(user, checkup, (row.key for row in shown.lost))
    parts = said.finding(shown.answer, shown.names, written, asked.facts.base)
    return Overview(
        asked=asked,
        checkup=checkup,
        finding=sentence(parts, _Here(found.by_account, found.by_name)),
        title=_("Exposure"),
        lead=_lead(checkup, written),
        lab=shown,
        summaries=summaries(user, asked, costs),
    )


@dataclass(frozen=True)
class _Here(Links):
    """Where the figures of this page's finding lead: accounts to their page, the rest to the lab."""

    def about(self, what: str) -> str:
        kind, _, _value = what.partition(":")
        places = {"lost": "#lost", "totals": "#totals", "division": "#division", "zone": "#zone"}
        return places.get(kind) or super().about(what)


def _lead(checkup: Checkup, written: Language) -> tuple[str, ...]:
    """The 10 % rule, the first ten, the effective number."""
    if not checkup.pareto.defined:
        return ()
    over = checkup.over_10
    if over:
        names = written.listed([f"{name} ({written.percent(share)})" for name, share in over[:4]])
        rule = ngettext(
            "{names} passes the 10% from which a customer is disclosed, groups under common control "
            "being one customer (IFRS 8 §34).",
            "{names} pass the 10% from which a customer is disclosed, groups under common control "
            "being one customer (IFRS 8 §34).",
            len(over),
        ).format(names=names)
    else:
        rule = _(
            "No customer reaches the 10% from which it must be disclosed, groups under common control being "
            "one customer (IFRS 8 §34)."
        )
    weight = _("The first ten make {share}; all goes as if you had {count} customers of equal size.").format(
        share=written.percent(checkup.concentration.top(10)),
        count=written.number(checkup.concentration.effective_number),
    )
    return rule, weight
