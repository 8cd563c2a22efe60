"""Accounts and their groups: who they are, who may see them, their figures, their pages."""
