"""Reports: the plan told as a page, a workbook and data files."""
