"""What the pages of the portfolio read; each function starts from what the person may see."""
