"""Accounts and their groups: who they are, who may see them, their figures, the list and the page of one account."""
