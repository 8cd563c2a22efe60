"""The pages of costs, a module a subject."""
