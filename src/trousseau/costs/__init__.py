"""What the company tells beside its sales lines: cost to serve, fixed costs, budgets, payment delays, inflation."""
