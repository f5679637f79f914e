"""Studies of plans under risk: many plans compared."""
