"""Who may see and change what is known of a client: it hangs from the account, contacts need a rule of their own."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.knowledge.models import Contact


def accounts_of_client(user: User, account: Account) -> QuerySet[Account]:
    """The accounts of an account's client that someone may see: those of its group, or itself alone."""
    seen = access.visible_to(user)
    return seen.filter(pk=account.pk) if account.group_id is None else seen.filter(group=account.group_id)


def contacts_of(user: User, account: Account) -> QuerySet[Contact]:
    """The people known at an account's client that someone may see; who has left stays until erased."""
    if not may(user, "read_contacts"):
        return Contact.objects.none()
    return Contact.objects.filter(account__in=accounts_of_client(user, account))


def contact_or_404(user: User, public_id: str) -> Contact:
    """The person of an address, for someone who may see their account."""
    found = Contact.every.select_related("account", "owner", "merged_into").filter(public_id=public_id).first()
    while found is not None and found.merged_into_id is not None:  # the address of who was merged leads to who stays
        found = Contact.every.select_related("account", "owner").get(pk=found.merged_into_id)
    if found is None or not may(user, "read_contacts"):
        raise Http404
    if not access.visible_to(user).filter(pk=found.account_id).exists():
        raise Http404
    return found


def may_edit(user: User, account: Account) -> bool:
    """Whether someone may tell facts of a client's account: a director, its manager, its team's managers."""
    return may(user, "edit_contacts") and access.may_write(user, account)


def may_tell(user: User, account: Account) -> bool:
    """Whether someone may tell facts of an account's client, or keep files with it: as above, no person concerned."""
    return may(user, "tell_facts") and access.may_write(user, account)
