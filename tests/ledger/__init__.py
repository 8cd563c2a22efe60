"""Tests of the ledger: a package, so that rooms of the same name elsewhere do not collide with its own."""
