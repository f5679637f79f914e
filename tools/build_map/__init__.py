"""Builds the world map of the reports from Natural Earth."""
