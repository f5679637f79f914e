"""What ``supplypact plan`` shows: report, workbook, record, terminal."""
