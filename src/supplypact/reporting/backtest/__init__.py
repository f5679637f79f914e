"""The page, the table and the files of a backtest."""
