"""Tell where a pact stands against its promises, and what comes of a slip."""
