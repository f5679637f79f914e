"""What the records of a ledger add up to, day by day and as known on a day."""
