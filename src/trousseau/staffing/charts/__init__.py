"""Drawings of competencies."""
