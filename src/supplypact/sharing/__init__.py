"""How parties share a joint cost: a library of its own.  May import errors only."""
