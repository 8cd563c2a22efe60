"""Webhooks out: other tools are told what was done here, signed, in order, and again until they have it."""
