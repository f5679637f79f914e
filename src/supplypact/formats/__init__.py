"""Readers of what a user writes: bytes to nouns.

Each reader returns what it read and every fault it met, with the line; it never raises for bad
input and never guesses.  May import domain, units and errors only.
"""
