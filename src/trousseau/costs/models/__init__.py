"""What is stored of costs."""
