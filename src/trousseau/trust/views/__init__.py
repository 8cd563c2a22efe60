"""The pages of trust."""
