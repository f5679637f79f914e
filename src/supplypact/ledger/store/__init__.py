"""Where the records of a ledger are kept: rows that are added and never changed."""
