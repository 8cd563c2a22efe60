"""The mathematics of key account management: arrays in, frozen dataclasses out, nothing else imported."""
