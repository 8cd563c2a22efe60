"""Filters and tags of the room."""
