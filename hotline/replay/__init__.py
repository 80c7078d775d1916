"""Simulated months of work, driven through the real use cases and the real storage."""
