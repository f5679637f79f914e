"""Tables of a record: its entries, and what they add up to."""
