"""What people of a client, and those of us who answer them, read."""
