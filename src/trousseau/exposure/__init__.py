"""What the portfolio hangs on: concentration, what-if, possible losses, growth told straight, prices across zones."""
