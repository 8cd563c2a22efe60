"""The follow-up of an account: its plan, indicators, rhythm, value delivered, and the papers made of them."""
