"""The files of accounts, for who may see them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.knowledge.access import accounts_of_client
from trousseau.knowledge.models import Document


def listed(user: User, account: Account) -> QuerySet[Document]:
    """The files of an account's client, the newest first; those of threads are listed there."""
    return Document.objects.filter(
        account__in=accounts_of_client(user, account), listed=True, removed_at=None
    ).select_related("by", "account")


def document_or_404(user: User, public_id: str) -> Document:
    """The file of an address, for someone who may see its account; removed ones are gone."""
    found = Document.objects.select_related("account", "by").filter(public_id=public_id, removed_at=None).first()
    if found is None or not access.visible_to(user).filter(pk=found.account_id).exists():
        raise Http404
    return found
