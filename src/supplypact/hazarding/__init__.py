"""Estimate how often supply is disrupted, for how long and by how much, from past events."""
