"""The pages of the client space, and of its tab on the account."""
