"""The plan under risk in words and tables."""
