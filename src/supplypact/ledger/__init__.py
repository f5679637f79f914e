"""The ledger: what was promised, paid and built, kept so that every party can verify it.

May import domain, errors and units only.
"""
