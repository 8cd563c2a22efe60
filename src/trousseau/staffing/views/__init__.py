"""The pages of competencies and matching."""
