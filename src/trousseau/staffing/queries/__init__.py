"""What is known of our people, for who may see it."""
