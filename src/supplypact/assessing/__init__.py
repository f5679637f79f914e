"""Assessing: how dependent the parties are, at which stage, on whom, and how sure that is."""
