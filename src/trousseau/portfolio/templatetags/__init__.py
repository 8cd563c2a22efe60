"""Tags of the portfolio's pages."""
