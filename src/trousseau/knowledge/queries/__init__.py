"""What is known of clients, for who may see it."""
