"""What people at clients hand to the rooms around them: the tab, search, the sentences of the trail."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access import audit, shell
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access, tabs
from trousseau.accounts.models import Account, folded
from trousseau.knowledge.models import Contact
from trousseau.knowledge.queries import people


def register() -> None:
    """Register everything; once, at the start."""
    tabs.register(
        tabs.Tab("people", gettext_lazy("People"), "knowledge:people", order=30, rule="read_contacts", count=count)
    )
    shell.register_search(find)
    shell.register_settings(
        shell.SettingsTab("personal", gettext_lazy("Personal data"), "knowledge:personal_data", "erase_contacts", 40)
    )
    audit.describe(
        {
            "contact.added": gettext_lazy("Contact added"),
            "contact.changed": gettext_lazy("Contact changed"),
            "contact.left": gettext_lazy("Contact left the client"),
            "contact.back": gettext_lazy("Contact is there after all"),
            "contact.touched": gettext_lazy("Contact met or spoken to"),
            "contact.reports": gettext_lazy("Reporting line drawn"),
            "contact.reports_no_more": gettext_lazy("Reporting line removed"),
            "contact.influences": gettext_lazy("Influence told"),
            "contact.influences_no_more": gettext_lazy("Influence removed"),
            "contacts.imported": gettext_lazy("File of people taken in"),
            "contact.merged": gettext_lazy("Two contacts merged"),
            "contact.merge_undone": gettext_lazy("Merge of two contacts undone"),
            "contact.given_out": gettext_lazy("Contact’s personal data given out"),
            "contact.erased": gettext_lazy("Contact’s personal data erased"),
        }
    )


def count(user: User, account: Account) -> str | None:
    """How many people are known, beside the tab."""
    return str(people.count(user, account) or "") or None


def find(user: User, text: str, limit: int) -> Iterable[shell.Hit]:
    """The people at clients whose name, job, unit or e-mail holds every word; who left comes last."""
    words = folded(text).split()
    if not words or not may(user, "read_contacts"):
        return []
    found = Contact.objects.filter(erased_at=None, account__in=access.visible_to(user))
    for word in words:
        found = found.filter(search_text__contains=word)
    rows = found.select_related("account").order_by("left_on", "name")[:limit]
    return [
        shell.Hit(one.name, reverse("knowledge:contact", args=[one.public_id]), _("Contact"), _detail(one))
        for one in rows
    ]


def _detail(one: Contact) -> str:
    """Job and account, to tell namesakes apart."""
    left = _("has left") if one.left_on else ""
    return " · ".join(part for part in (one.title, one.account.name, left) if part)
