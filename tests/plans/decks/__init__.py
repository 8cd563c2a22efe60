"""Decks of plans."""
