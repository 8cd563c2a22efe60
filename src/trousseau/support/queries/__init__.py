"""What supports an account, for who may see it."""
