"""Trousseau: Key Account Management that starts from the sales lines."""

__version__ = "0.1.0"
