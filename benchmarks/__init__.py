"""How fast, how large: run with ``make bench``."""
