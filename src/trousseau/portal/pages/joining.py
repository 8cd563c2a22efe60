"""What the pages of invitations show, on our side and on theirs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts import pages as account_pages
from trousseau.accounts.models import Account
from trousseau.knowledge.access import contacts_of
from trousseau.knowledge.models import Contact
from trousseau.portal.models import Acceptance, EntryLink, Invite, Space, Terms

FRESH = "fresh_client_link"
"""Where a session keeps the link that is shown once."""


@dataclass(frozen=True)
class Asked:
    """An invitation as the tab lists it."""

    invite: Invite
    state: str
    word: str

    @property
    def open(self) -> bool:
        """Whether it can be sent again or withdrawn."""
        return self.invite.used_at is None and self.invite.withdrawn_at is None


def asked(space: Space) -> list[Asked]:
    """The invitations into a space, the latest first."""
    now = timezone.now()
    return [Asked(one, *_state(one, now)) for one in space.invites.all()[:100]]


def _state(one: Invite, now: dt.datetime) -> tuple[str, str]:
    if one.used_at is not None:
        return "good", _("used")
    if one.withdrawn_at is not None:
        return "none", _("withdrawn")
    if one.expires_at <= now:
        return "bad", _("expired")
    if one.bounced_at is not None:
        return "bad", _("could not be delivered: %(why)s") % {"why": undelivered(one)}
    return "watch", _("not used yet")


def undelivered(one: Invite | EntryLink) -> str:
    """Why the letter with a link did not leave; empty where it did."""
    return "" if one.bounced_at is None else one.bounce or _("the mail server does not answer")


def people(user: User, account: Account) -> list[Contact]:
    """Who of the account can be invited: with an address, still there."""
    return list(contacts_of(user, account).filter(account=account, left_on=None, erased_at=None).exclude(email=""))


def others(user: User, account: Account) -> list[Space]:
    """The other open spaces of the group that someone decides for."""
    if account.group_id is None:
        return []
    beside = Space.objects.filter(account__group=account.group_id, closed_at=None).exclude(account=account)
    found = beside.filter(account__in=access.visible_to(user)).select_related("account")
    return [one for one in found if access.may_share(user, one.account)]


def invite(request: HttpRequest, account: Account, form: Any) -> dict[str, Any]:  # noqa: ANN401 - its form
    """The page on which somebody is invited."""
    return account_pages.head(request, account, "client") | {"form": form, "terms": Terms.current()}


def texts(terms: Terms | None) -> dict[str, str]:
    """The texts of a version in the language in force."""
    if terms is None:
        return {}
    language = "fr" if (get_language() or "fr").startswith("fr") else "en"
    return {"terms": getattr(terms, f"terms_{language}"), "privacy": getattr(terms, f"privacy_{language}")}


def owed(user: User) -> Terms | None:
    """The version that someone has still to accept; None: nothing is owed."""
    accepted = Acceptance.objects.filter(terms=OuterRef("pk"), user=user)
    last = Terms.objects.annotate(accepted=Exists(accepted)).first()
    return None if last is None or last.accepted else last
