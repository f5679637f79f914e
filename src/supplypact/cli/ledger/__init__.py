"""``supplypact ledger``: make, fill, read, vouch for and copy a ledger."""
