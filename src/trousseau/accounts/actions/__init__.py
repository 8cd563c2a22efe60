"""What people decide about accounts: groups, intercompany, managers, teams, views; each leaves its trace."""

from trousseau.accounts.actions.managers import after_manager, name_manager
from trousseau.accounts.actions.portfolio import (
    after_exclusion,
    drop_view,
    follow_column,
    leave_out,
    put_in_group,
    rename_group,
    save_view,
    take_back,
    take_out_of_group,
)
from trousseau.accounts.actions.team import Place, add_member, change_member, end_member, may_place

__all__ = [
    "Place",
    "add_member",
    "after_exclusion",
    "after_manager",
    "change_member",
    "drop_view",
    "end_member",
    "follow_column",
    "leave_out",
    "may_place",
    "name_manager",
    "put_in_group",
    "rename_group",
    "save_view",
    "take_back",
    "take_out_of_group",
]
