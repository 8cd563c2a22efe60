"""What people decide about accounts: groups, intercompany, saved views."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.actions.held import held
from trousseau.accounts.models import Account, Group, Origin, SavedView

LONGEST_NAME = 200
AfterExclusion = Callable[[], None]
_after_exclusion: list[AfterExclusion] = []


def after_exclusion(hook: AfterExclusion) -> AfterExclusion:
    """Register what brings the figures up to date once accounts were left out or taken in again."""
    if hook not in _after_exclusion:
        _after_exclusion.append(hook)
    return hook


def put_in_group(user: User, account: Account, name: str) -> Account:
    """Put an account in the group of that name, made if there is none; columns no longer change that."""
    name = " ".join(name.split())
    if not name:
        raise ValidationError(_("Give the group a name."), code="group_name")
    if len(name) > LONGEST_NAME:
        raise ValidationError(_("A group's name has at most 200 characters."), code="group_name")
    with transaction.atomic():
        account = held(user, account, access.may_group)
        group = Group.objects.filter(name__iexact=name).first()
        if group is None:
            group = Group.objects.create(name=name, origin=Origin.HAND)
            record(user, "group.created", group, after={"name": name})
        return _regroup(user, account, group)


def take_out_of_group(user: User, account: Account) -> Account:
    """Take an account out of its group; a file's column does not put it back."""
    with transaction.atomic():
        return _regroup(user, held(user, account, access.may_group), None)


def follow_column(user: User, account: Account) -> Account:
    """Let the file's column say the account's group again, from the next refresh on."""
    with transaction.atomic():
        account = held(user, account, access.may_group)
        if account.group_origin == Origin.HAND:
            account.group_origin = Origin.COLUMN
            account.save(update_fields=["group_origin"])
            record(user, "account.group_follows_column", account, before={"group": _name(account.group)})
        return account


def rename_group(user: User, group: Group, name: str) -> Group:
    """Give a group another name, which then is the house's own."""
    name = " ".join(name.split())[:LONGEST_NAME]
    with transaction.atomic():
        if not may(user, "edit_groups"):
            raise PermissionDenied
        if not name:
            raise ValidationError(_("Give the group a name."), code="group_name")
        if Group.objects.filter(name__iexact=name).exclude(pk=group.pk).exists():
            raise ValidationError(_("Another group already has this name."), code="group_name")
        before = group.name
        group.name, group.origin = name, Origin.HAND
        group.save(update_fields=["name", "origin"])
        members = list(access.every_account().filter(group=group).select_related("group"))
        for account in members:
            account.group_origin, account.search_text = Origin.HAND, account.searchable()
        access.every_account().bulk_update(members, ["group_origin", "search_text"], batch_size=500)
        record(user, "group.renamed", group, before={"name": before}, after={"name": name})
    return group


def leave_out(user: User, account: Account) -> Account:
    """Leave an account out of the portfolio: a company of the same house."""
    return _exclude(user, account, excluded=True)


def take_back(user: User, account: Account) -> Account:
    """Count an account in the portfolio again."""
    return _exclude(user, account, excluded=False)


def save_view(user: User, name: str, query: str, *, place: str = "accounts", shared: bool = False) -> SavedView:
    """Keep a list as it is under a name; the same name of the same person again replaces it."""
    if not may(user, "read_accounts"):
        raise PermissionDenied
    name = " ".join(name.split())
    if not name or len(name) > 80:
        raise ValidationError(_("Give the view a name of at most 80 characters."), code="view_name")
    with transaction.atomic():
        view, made = SavedView.objects.update_or_create(
            owner=user, place=place, name=name, defaults={"query": query, "shared": shared}
        )
        record(user, "view.saved" if made else "view.changed", view, after={"query": query, "shared": shared})
    return view


def drop_view(user: User, view: SavedView) -> None:
    """Forget a view: its owner's."""
    if view.owner_id != user.pk:
        raise PermissionDenied
    with transaction.atomic():
        record(user, "view.dropped", view, before={"query": view.query})
        view.delete()


def _regroup(user: User, account: Account, group: Group | None) -> Account:
    before = account.group
    if before == group and account.group_origin == Origin.HAND:
        return account
    account.group, account.group_origin = group, Origin.HAND
    account.search_text = account.searchable()
    account.save(update_fields=["group", "group_origin", "search_text"])
    record(user, "account.regrouped", account, before={"group": _name(before)}, after={"group": _name(group)})
    if before is not None and before != group and not access.every_account().filter(group=before).exists():
        record(user, "group.emptied", before, before={"name": before.name})
        before.delete()
    return account


def _exclude(user: User, account: Account, *, excluded: bool) -> Account:
    with transaction.atomic():
        account = held(user, account, access.may_exclude)
        if account.excluded != excluded:
            account.excluded, account.excluded_origin = excluded, Origin.HAND
            account.save(update_fields=["excluded", "excluded_origin"])
            verb = "account.left_out" if excluded else "account.taken_back"
            record(user, verb, account, before={"excluded": not excluded}, after={"excluded": excluded})
            for hook in _after_exclusion:
                transaction.on_commit(hook)
        return account


def _name(group: Group | None) -> str | None:
    return None if group is None else group.name
