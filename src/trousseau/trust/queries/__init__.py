"""What is read about trust."""
