"""The sales lines: read a file, store them, make facts of them, answer from those. No Django."""
