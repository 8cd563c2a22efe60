"""What is stored of plans, for who may see it."""
