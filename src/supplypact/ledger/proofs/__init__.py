"""What shows that a record was not changed: tree, signed checkpoints, proofs, bundles."""
