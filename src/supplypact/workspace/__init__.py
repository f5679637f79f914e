"""Files on disk: the only code that knows file names."""
