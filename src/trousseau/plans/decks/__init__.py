"""Decks of a plan: what their slides say, and how PowerPoint, PDF and Excel write it."""
