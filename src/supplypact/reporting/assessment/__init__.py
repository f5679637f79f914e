"""What ``supplypact assess`` shows: page, workbook, JSON, terminal."""
