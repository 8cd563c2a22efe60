"""Reads of what the company tells."""
