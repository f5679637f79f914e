"""The plan under risk: stocks and projects against disruptions."""
