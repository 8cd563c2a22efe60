"""What the names of this room are called on a page: entities, things of ours, what happened to records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, npgettext, pgettext_lazy

from trousseau.connectors.protocol import Entity
from trousseau.figures.language import Language

PARTS: Mapping[str, Any] = {
    Entity.OWNER: pgettext_lazy("of a CRM", "Users"),
    Entity.ACCOUNT: pgettext_lazy("of a CRM", "Accounts"),
    Entity.CONTACT: pgettext_lazy("of a CRM", "Contacts"),
    Entity.DEAL: pgettext_lazy("of a CRM", "Deals"),
    Entity.ROLE: pgettext_lazy("of a CRM", "Parts in deals"),
    Entity.LINE: pgettext_lazy("of a CRM", "Products of deals"),
    "write": pgettext_lazy("of a CRM", "What goes back"),
    "run": pgettext_lazy("of a CRM", "The run"),
}
TARGETS: Mapping[str, Any] = {
    "name": pgettext_lazy("told by a CRM", "Name"),
    "email": pgettext_lazy("told by a CRM", "E-mail address"),
    "active": pgettext_lazy("told by a CRM", "Active"),
    "code": pgettext_lazy("told by a CRM", "Customer’s code"),
    "parent": pgettext_lazy("told by a CRM", "Parent account"),
    "owner": pgettext_lazy("told by a CRM", "Owner"),
    "registration": pgettext_lazy("told by a CRM", "Registration number"),
    "vat": pgettext_lazy("told by a CRM", "VAT number"),
    "domain": pgettext_lazy("told by a CRM", "Site"),
    "street": pgettext_lazy("told by a CRM", "Street"),
    "postcode": pgettext_lazy("told by a CRM", "Postcode"),
    "city": pgettext_lazy("told by a CRM", "City"),
    "country": pgettext_lazy("told by a CRM", "Country"),
    "currency": pgettext_lazy("told by a CRM", "Currency"),
    "account": pgettext_lazy("told by a CRM", "Account"),
    "title": pgettext_lazy("told by a CRM", "Job title"),
    "unit": pgettext_lazy("told by a CRM", "Department"),
    "phone": pgettext_lazy("told by a CRM", "Telephone"),
    "language": pgettext_lazy("told by a CRM", "Language"),
    "buying_role": pgettext_lazy("told by a CRM", "Role in buying"),
    "amount": pgettext_lazy("told by a CRM", "Amount"),
    "stage": pgettext_lazy("told by a CRM", "Stage"),
    "probability": pgettext_lazy("told by a CRM", "Probability"),
    "closes_on": pgettext_lazy("told by a CRM", "Closes on"),
    "state": pgettext_lazy("told by a CRM", "Open, won or lost"),
    "deal": pgettext_lazy("told by a CRM", "Deal"),
    "contact": pgettext_lazy("told by a CRM", "Contact"),
    "role": pgettext_lazy("told by a CRM", "Role"),
    "product": pgettext_lazy("told by a CRM", "Product"),
    "quantity": pgettext_lazy("told by a CRM", "Quantity"),
    "on": pgettext_lazy("told by a CRM", "Day"),
    "into": pgettext_lazy("told by a CRM", "Merged into"),
    "message": pgettext_lazy("told by a CRM", "Answer"),
    "tier": pgettext_lazy("told to a CRM", "Tier"),
    "score": pgettext_lazy("told to a CRM", "Score of the selection"),
    "scored_on": pgettext_lazy("told to a CRM", "Day of the score"),
    "manager": pgettext_lazy("told to a CRM", "Key account manager"),
    "plan": pgettext_lazy("told to a CRM", "Link to the plan"),
}


def part(name: str) -> str:
    """An entity, or another part of a run."""
    return str(PARTS.get(name, name))


def target(name: str) -> str:
    """A thing of ours that a CRM tells or is told."""
    return str(TARGETS.get(name, name))


def counted(counts: Mapping[str, Mapping[str, int]], speech: Language) -> str:
    """What a run did, in words: “412 read, 3 changed; 2 refused”."""

    def total(*names: str) -> int:
        return sum(count.get(name, 0) for part, count in counts.items() if part != "write" for name in names)

    back = counts.get("write", {})
    read, new, gone = total("read"), total("new"), total("gone", "merged")
    changed, written, refused = total("changed", "back"), back.get("written", 0), back.get("refused", 0)
    found = (
        (read, npgettext("records", "%(n)s read", "%(n)s read", read)),
        (new, npgettext("records", "%(n)s new", "%(n)s new", new)),
        (changed, npgettext("records", "%(n)s changed", "%(n)s changed", changed)),
        (gone, npgettext("records", "%(n)s gone", "%(n)s gone", gone)),
        (written, npgettext("records", "%(n)s written", "%(n)s written", written)),
        (refused, npgettext("records", "%(n)s refused", "%(n)s refused", refused)),
    )
    said = [word % {"n": speech.number(n)} for n, word in found if n]
    return ", ".join(said) or gettext("nothing was read")
