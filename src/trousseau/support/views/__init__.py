"""The pages of support: parse, call a query or an action, render."""
