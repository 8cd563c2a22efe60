"""The pages of the portfolio, a module a subject: parse, ask a query or an action, render."""
