"""Drawings of exposure."""
