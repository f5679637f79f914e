"""Trials by which the ledger is shown to keep what it acknowledged: docs/reliability.md."""
