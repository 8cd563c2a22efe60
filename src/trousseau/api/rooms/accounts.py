"""Accounts, their groups and teams."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from trousseau.access.models import User
from trousseau.accounts import access, actions
from trousseau.accounts.models import Account, Group, SavedView, TeamMember
from trousseau.api.resources import Resource, resource
from trousseau.api.verbs import verb

READ = "read_accounts"


def groups(user: User) -> QuerySet[Group]:
    """The groups with an account someone sees."""
    return Group.objects.filter(pk__in=access.visible_to(user).values("group"))


def members(user: User) -> QuerySet[TeamMember]:
    """The places on the teams of the accounts someone sees."""
    return TeamMember.objects.filter(account__in=access.visible_to(user))


def views(user: User) -> QuerySet[SavedView]:
    """Someone's own saved lists, and those that others share."""
    return SavedView.objects.filter(Q(owner=user) | Q(shared=True))


ACCOUNTS = resource(
    Resource(
        "accounts", Account, READ, access.visible_to,
        (
            "name", "code", "group", "manager", "excluded", "figures.revenue", "figures.previous", "figures.change",
            "figures.share", "figures.rank", "figures.class_now", "figures.movement", "figures.zone",
            "figures.division", "figures.first", "figures.last",
        ),
        "Accounts with their figures of the last twelve months.",
        filters=("group", "manager", "excluded", "code"), search=True,
    )
)  # fmt: skip
GROUPS = resource(Resource("groups", Group, READ, groups, ("name",), "Groups of accounts under common control."))
MEMBERS = resource(
    Resource(
        "team-members", TeamMember, READ, members, ("account", "user", "role", "label", "since", "until", "note"),
        "Who is on the team of an account, in what role, from when to when.", filters=("account", "user", "role"),
    )
)  # fmt: skip
VIEWS = resource(
    Resource("saved-views", SavedView, READ, views, ("name", "place", "query", "shared", "owner"), "Saved lists.")
)

verb(actions.put_in_group, on=ACCOUNTS, rule=READ)
verb(actions.take_out_of_group, on=ACCOUNTS, rule=READ)
verb(actions.follow_column, on=ACCOUNTS, rule=READ)
verb(actions.leave_out, on=ACCOUNTS, rule=READ)
verb(actions.take_back, on=ACCOUNTS, rule=READ)
verb(actions.name_manager, on=ACCOUNTS, rule=READ)
verb(actions.add_member, on=ACCOUNTS, rule=READ)
verb(actions.change_member, "change", on=MEMBERS, rule=READ)
verb(actions.end_member, "end", on=MEMBERS, rule=READ)
verb(actions.rename_group, "rename", on=GROUPS, rule="edit_groups")
verb(actions.save_view, "save", tag="saved-views", rule=READ)
verb(actions.drop_view, "drop", on=VIEWS, rule=READ)
