"""Selecting key accounts: the grid, the ranking with its certainty."""
