"""The equations: one block a file, one page of docs/algebra/ each.  May import the nouns only."""
