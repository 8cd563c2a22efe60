"""What the house reckons, as a program is told it: amounts as exact texts, the period, and what is not known."""
