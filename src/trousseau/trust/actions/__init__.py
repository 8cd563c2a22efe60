"""What is decided about consents, keeping and personal data."""
