"""The pages of exposure, a module a subject: parse, ask a query or an action, render."""
