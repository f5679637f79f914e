"""Build the bundled tables from a folder of raw files; the only code that knows the raw formats."""
