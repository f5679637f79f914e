"""The report of a pact's progress: words, tables, pages, and exports for publication."""
